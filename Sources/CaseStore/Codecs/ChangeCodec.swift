import CaseEngine
import CivilTime
import FEEL
import JSONText

/// The changes of an event as members of a JSON object; `kind` says which.
enum ChangeCodec {
  typealias Protected = EventCodec.ProtectedValue

  /// Writes a change into an open object.
  ///
  /// - Parameter protect: puts a value aside and gives its digest.
  /// - Returns: the value that was put aside, if any.
  static func write(
    _ change: Change, to writer: inout JSONWriter,
    protect: (Value) throws(CodecError) -> (Protected, String)
  ) throws(CodecError) -> Protected? {
    writer.field("kind", change.kind)
    var secret: Protected?
    switch change {
    case .opened(let workflow, let parent):
      writer.field("workflow", workflow)
      if let parent { writer.field("parent", parent) }
    case .macrostep(let record): try MacrostepCodec.write(record, to: &writer)
    case .set(let field, let value, let record):
      writer.field("field", field)
      writer.field("origin", record.origin.rawValue)
      if record.isProtected {
        let (entry, digest) = try protect(value)
        secret = entry
        writer.field("digest", digest)
      } else {
        writer.key("value")
        try ValueCodec.write(value, to: &writer)
      }
    case .reason(let text), .noted(let text):
      let (entry, digest) = try protect(.string(text))
      secret = entry
      writer.field("digest", digest)
    case .restored(let standing): StandingCodec.write(standing, to: &writer)
    case .responsible(let person): if let person { writer.field("person", person) }
    case .timerSpent(let key):
      writer.field("state", key.state)
      writer.field("activation", key.activation)
      writer.field("key", key.key)
    case .taskOpened(let task):
      writer.field("serial", task.serial)
      writer.field("task", task.task)
      writer.field("state", task.state)
      writer.field("activation", task.activation)
      writer.field("round", task.round)
      if let due = task.due { writer.field("due", due.description) }
    case .taskDue(let serial, let due):
      writer.field("serial", serial)
      if let due { writer.field("due", due.description) }
    case .taskPostponed(let serial, let due, let isByHand):
      writer.field("serial", serial)
      if let due { writer.field("due", due.description) }
      writer.key("byHand")
      writer.bool(isByHand)
    case .taskDone(let serial), .taskWithdrawn(let serial), .acknowledged(let serial):
      writer.field("serial", serial)
    case .reminded(let serial, let sent):
      writer.field("serial", serial)
      writer.field("rung", sent.rung)
      writer.field("due", sent.due.description)
    case .escalated(let escalation): write(escalation, to: &writer)
    case .escalationClosed(let serial, let reason):
      writer.field("serial", serial)
      writer.field("reason", reason.rawValue)
    case .faulted(let fault):
      writer.field("what", fault.what)
      writer.field("text", fault.text)
    case .faultCleared(let what): writer.field("what", what)
    case .ended(.final(let state)): writer.field("final", state)
    case .ended(.parentEnded): break
    case .meeting(nil): break
    case .meeting(let standing?):
      writer.field("series", standing.series)
      writer.field("set", standing.set.description)
      writer.key("extra")
      writer.bool(standing.isExtra)
      if let held = standing.held { writer.field("held", held.description) }
    case .milestone(let id, let meeting):
      writer.field("milestone", id)
      if let meeting { writer.field("meeting", meeting.description) }
    case .treated(let series, let meeting, let task, let isFirst, let since):
      writer.field("series", series)
      writer.field("meeting", meeting.description)
      writer.field("task", task)
      writer.key("first")
      writer.bool(isFirst)
      writer.field("since", since.description)
    case .ended(.undone):
      writer.key("undone")
      writer.bool(true)
    }
    return secret
  }

  static func write(_ escalation: Escalation, to writer: inout JSONWriter) {
    writer.field("serial", escalation.serial)
    writer.field("escalation", escalation.kind)
    writer.field("to", escalation.to)
    switch escalation.cause {
    case .task(let id, let serial, let rung, let due):
      writer.field("task", id)
      writer.field("instance", serial)
      writer.field("rung", rung)
      writer.field("due", due.description)
    case .state(let activation, let id):
      writer.field("activation", activation)
      writer.field("id", id)
    }
  }

  /// Reads a change; dates that are the event's own are not repeated in it and come from `EventCodec.decode`.
  static func read(
    _ reader: RecordReader, date: CivilDate,
    reveal: (String) throws(CodecError) -> Value
  ) throws(CodecError) -> Change {
    switch try reader.text("kind") {
    case "opened":
      return .opened(workflow: try reader.text("workflow"), parent: reader.json["parent"]?.string)
    case "macrostep": return .macrostep(try MacrostepCodec.read(reader))
    case "set":
      guard let origin = SetRecord.Origin(rawValue: try reader.text("origin")) else {
        throw .malformed("ursprunget till ett värde")
      }
      let digest = reader.json["digest"]?.string
      let value: Value
      if let digest {
        value = try reveal(digest)
      } else {
        value = try ValueCodec.read(reader.json["value"] ?? .null)
      }
      return .set(
        field: try reader.text("field"), value,
        SetRecord(origin: origin, isProtected: digest != nil))
    case "reason":
      guard case .string(let text) = try reveal(try reader.text("digest")) else {
        return .reason("")
      }
      return .reason(text)
    case "noted":
      guard case .string(let text) = try reveal(try reader.text("digest")) else {
        return .noted("")
      }
      return .noted(text)
    case "restored": return .restored(try StandingCodec.read(reader))
    case "responsible": return .responsible(reader.json["person"]?.string)
    case "timerSpent":
      return .timerSpent(
        TimerKey(
          state: try reader.text("state"), activation: try reader.int("activation"),
          key: try reader.int("key")))
    case "taskOpened":
      return .taskOpened(
        TaskInstance(
          serial: try reader.int("serial"), task: try reader.text("task"),
          state: try reader.text("state"), activation: try reader.int("activation"),
          round: try reader.int("round"), opened: date, due: try reader.optionalDate("due")))
    case "taskDue":
      return .taskDue(serial: try reader.int("serial"), due: try reader.optionalDate("due"))
    case "taskPostponed":
      return .taskPostponed(
        serial: try reader.int("serial"), due: try reader.optionalDate("due"),
        isByHand: reader.flag("byHand"))
    case "taskDone": return .taskDone(serial: try reader.int("serial"))
    case "taskWithdrawn": return .taskWithdrawn(serial: try reader.int("serial"))
    case "acknowledged": return .acknowledged(serial: try reader.int("serial"))
    case "reminded":
      return .reminded(
        serial: try reader.int("serial"),
        SentReminder(rung: try reader.int("rung"), due: try reader.date("due")))
    case "escalated": return .escalated(try escalation(reader, date: date))
    case "escalationClosed":
      guard let reason = Escalation.Reason(rawValue: try reader.text("reason")) else {
        throw .malformed("skälet till att en eskalering stängdes")
      }
      return .escalationClosed(serial: try reader.int("serial"), reason)
    case "faulted":
      return .faulted(
        Fault(what: try reader.text("what"), since: date, text: try reader.text("text")))
    case "faultCleared": return .faultCleared(what: try reader.text("what"))
    case "ended":
      return .ended(StandingCodec.reason(reader))
    case "meeting":
      guard reader.json["series"] != nil else { return .meeting(nil) }
      return .meeting(
        MeetingStanding(
          series: try reader.text("series"), set: try reader.date("set"),
          isExtra: reader.flag("extra"), held: try reader.optionalDate("held")))
    case "milestone":
      return .milestone(try reader.text("milestone"), meeting: try reader.optionalDate("meeting"))
    case "treated":
      return .treated(
        series: try reader.text("series"), meeting: try reader.date("meeting"),
        task: try reader.text("task"), isFirst: reader.flag("first"),
        since: try reader.date("since"))
    case let other: throw .malformed("förändringen `\(other)`")
    }
  }

  static func escalation(_ reader: RecordReader, date: CivilDate) throws(CodecError)
    -> Escalation
  {
    let cause: Escalation.Cause
    if let task = reader.json["task"]?.string {
      cause = .task(
        task, serial: try reader.int("instance"), rung: try reader.int("rung"),
        due: try reader.date("due"))
    } else {
      cause = .state(activation: try reader.int("activation"), id: try reader.text("id"))
    }
    return Escalation(
      serial: try reader.int("serial"), kind: try reader.text("escalation"),
      to: try reader.text("to"), cause: cause, raised: date)
  }
}

extension Change {
  /// What the stored form calls it.
  fileprivate var kind: String {
    switch self {
    case .opened: "opened"
    case .macrostep: "macrostep"
    case .set: "set"
    case .reason: "reason"
    case .noted: "noted"
    case .restored: "restored"
    case .responsible: "responsible"
    case .timerSpent: "timerSpent"
    case .taskOpened: "taskOpened"
    case .taskDue: "taskDue"
    case .taskPostponed: "taskPostponed"
    case .taskDone: "taskDone"
    case .taskWithdrawn: "taskWithdrawn"
    case .reminded: "reminded"
    case .escalated: "escalated"
    case .acknowledged: "acknowledged"
    case .escalationClosed: "escalationClosed"
    case .faulted: "faulted"
    case .faultCleared: "faultCleared"
    case .ended: "ended"
    case .meeting: "meeting"
    case .milestone: "milestone"
    case .treated: "treated"
    }
  }
}

/// Macrosteps as members of a JSON object.
enum MacrostepCodec {
  static func write(_ record: MacrostepRecord, to writer: inout JSONWriter) throws(CodecError) {
    if let event = record.event { writer.field("event", event) }
    writer.key("entries")
    writer.beginArray()
    for entry in record.entries {
      writer.beginArray()
      switch entry {
      case .took(let key):
        writer.string("took")
        writer.string(key)
      case .left(let state):
        writer.string("left")
        writer.string(state)
      case .entered(let state):
        writer.string("entered")
        writer.string(state)
      case .remembered(let state, let value):
        writer.string("remembered")
        writer.string(state)
        for id in value { writer.string(id) }
      }
      writer.endArray()
    }
    writer.endArray()
    guard !record.guards.isEmpty else { return }
    writer.key("guards")
    writer.beginArray()
    for evaluation in record.guards { try write(evaluation, to: &writer) }
    writer.endArray()
  }

  private static func write(_ evaluation: GuardEvaluation, to writer: inout JSONWriter)
    throws(CodecError)
  {
    writer.beginObject()
    writer.field("transition", evaluation.transition)
    writer.key("outcome")
    if let outcome = evaluation.outcome { writer.bool(outcome) } else { writer.null() }
    writer.key("inputs")
    writer.beginArray()
    for input in evaluation.inputs {
      writer.beginObject()
      writer.field("name", input.name)
      if let value = input.value {
        writer.key("value")
        try ValueCodec.write(value, to: &writer)
      }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }

  static func read(_ reader: RecordReader) throws(CodecError) -> MacrostepRecord {
    var entries: [MacrostepRecord.Entry] = []
    for item in reader.json["entries"]?.array ?? [] {
      let words = (item.array ?? []).compactMap(\.string)
      guard words.count >= 2 else { throw .malformed("ett steg i tillståndskartan") }
      switch words[0] {
      case "took": entries.append(.took(words[1]))
      case "left": entries.append(.left(words[1]))
      case "entered": entries.append(.entered(words[1]))
      case "remembered": entries.append(.remembered(words[1], Array(words.dropFirst(2))))
      default: throw .malformed("steget `\(words[0])`")
      }
    }
    var guards: [GuardEvaluation] = []
    for item in reader.json["guards"]?.array ?? [] {
      var inputs: [GuardEvaluation.Input] = []
      for input in item["inputs"]?.array ?? [] {
        var value: Value?
        if let stored = input["value"] { value = try ValueCodec.read(stored) }
        inputs.append(
          GuardEvaluation.Input(name: try RecordReader(input).text("name"), value: value))
      }
      guards.append(
        GuardEvaluation(
          transition: try RecordReader(item).text("transition"), outcome: item["outcome"]?.bool,
          inputs: inputs))
    }
    return MacrostepRecord(event: reader.json["event"]?.string, entries: entries, guards: guards)
  }
}
