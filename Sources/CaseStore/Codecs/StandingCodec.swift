import CaseEngine
import CivilTime
import JSONText

/// Where a case is put back to, as members of a JSON object. Tasks and escalations are written whole, for the event may be
/// all that tells of them.
enum StandingCodec {
  static func write(_ standing: CaseStanding, to writer: inout JSONWriter) {
    if let ending = standing.ending {
      writer.field("ended", ending.date.description)
      switch ending.reason {
      case .final(let state): writer.field("final", state)
      case .parentEnded: break
      case .undone:
        writer.key("undone")
        writer.bool(true)
      }
    }
    if let person = standing.responsible { writer.field("person", person) }
    list("active", standing.active, &writer) { active, writer in
      writer.field("id", active.id)
      writer.field("entered", active.entered.description)
      writer.field("activation", active.activation)
    }
    list("history", standing.history.sorted { $0.key < $1.key }, &writer) { entry, writer in
      writer.field("state", entry.key)
      writer.key("remembered")
      writer.beginArray()
      for id in entry.value { writer.string(id) }
      writer.endArray()
    }
    list("tasks", standing.tasks, &writer) { write($0, to: &$1) }
    list("timers", standing.spentTimers, &writer) { key, writer in
      writer.field("state", key.state)
      writer.field("activation", key.activation)
      writer.field("key", key.key)
    }
    list("escalations", standing.escalations, &writer) { write($0, to: &$1) }
    list("faults", standing.faults, &writer) { fault, writer in
      writer.field("what", fault.what)
      writer.field("since", fault.since.description)
      writer.field("text", fault.text)
    }
    list("milestones", standing.milestones, &writer) { milestone, writer in
      writer.field("id", milestone.id)
      writer.field("date", milestone.date.description)
      if let by = milestone.by { writer.field("by", by) }
      if let meeting = milestone.meeting { writer.field("meeting", meeting.description) }
    }
    list("treated", standing.treated, &writer) { treated, writer in
      writer.field("series", treated.series)
      writer.field("meeting", treated.meeting.description)
      writer.field("task", treated.task)
      writer.key("first")
      writer.bool(treated.isFirst)
      writer.field("since", treated.since.description)
      writer.field("date", treated.date.description)
      if let by = treated.by { writer.field("by", by) }
    }
  }

  private static func list<Item>(
    _ key: String, _ items: [Item], _ writer: inout JSONWriter,
    _ body: (Item, inout JSONWriter) -> Void
  ) {
    guard !items.isEmpty else { return }
    writer.key(key)
    writer.beginArray()
    for item in items {
      writer.beginObject()
      body(item, &writer)
      writer.endObject()
    }
    writer.endArray()
  }

  private static func write(_ task: TaskInstance, to writer: inout JSONWriter) {
    writer.field("serial", task.serial)
    writer.field("task", task.task)
    writer.field("state", task.state)
    writer.field("activation", task.activation)
    writer.field("round", task.round)
    writer.field("opened", task.opened.description)
    if let due = task.due { writer.field("due", due.description) }
    writer.field("dueSince", task.dueSince.description)
    writer.key("byHand")
    writer.bool(task.isDueByHand)
    list("reminded", task.reminded, &writer) { sent, writer in
      writer.field("rung", sent.rung)
      writer.field("due", sent.due.description)
    }
    if let done = task.done { writer.field("done", done.description) }
  }

  private static func write(_ escalation: Escalation, to writer: inout JSONWriter) {
    ChangeCodec.write(escalation, to: &writer)
    writer.field("raised", escalation.raised.description)
    if let receipt = escalation.acknowledged {
      writer.field("acknowledgedBy", receipt.by)
      writer.field("acknowledged", receipt.date.description)
    }
    if let closing = escalation.closing {
      writer.field("closed", closing.date.description)
      writer.field("reason", closing.reason.rawValue)
    }
  }

  static func read(_ reader: RecordReader) throws(CodecError) -> CaseStanding {
    var history: [String: [String]] = [:]
    for item in items(reader, "history") {
      history[try item.text("state")] = (item.json["remembered"]?.array ?? []).compactMap(\.string)
    }
    return CaseStanding(
      ending: try reader.optionalDate("ended").map { Ending(date: $0, reason: reason(reader)) },
      responsible: reader.json["person"]?.string,
      active: try map(reader, "active") { item throws(CodecError) in
        ActiveState(
          id: try item.text("id"), entered: try item.date("entered"),
          activation: try item.int("activation"))
      }, history: history,
      tasks: try map(reader, "tasks") { item throws(CodecError) in try task(item) },
      spentTimers: try map(reader, "timers") { item throws(CodecError) in
        TimerKey(
          state: try item.text("state"), activation: try item.int("activation"),
          key: try item.int("key"))
      },
      escalations: try map(reader, "escalations") { item throws(CodecError) in
        try escalation(item)
      },
      faults: try map(reader, "faults") { item throws(CodecError) in
        Fault(
          what: try item.text("what"), since: try item.date("since"), text: try item.text("text"))
      },
      milestones: try map(reader, "milestones") { item throws(CodecError) in
        Milestone(
          id: try item.text("id"), date: try item.date("date"), by: item.json["by"]?.string,
          meeting: try item.optionalDate("meeting"))
      },
      treated: try map(reader, "treated") { item throws(CodecError) in
        Treatment(
          series: try item.text("series"), meeting: try item.date("meeting"),
          task: try item.text("task"), isFirst: item.flag("first"),
          since: try item.date("since"), date: try item.date("date"),
          by: item.json["by"]?.string)
      })
  }

  /// Why a case ended.
  static func reason(_ reader: RecordReader) -> Ending.Reason {
    if let state = reader.json["final"]?.string { return .final(state: state) }
    return reader.flag("undone") ? .undone : .parentEnded
  }

  private static func items(_ reader: RecordReader, _ key: String) -> [RecordReader] {
    (reader.json[key]?.array ?? []).map(RecordReader.init)
  }

  private static func map<Item>(
    _ reader: RecordReader, _ key: String,
    _ body: (RecordReader) throws(CodecError) -> Item
  ) throws(CodecError) -> [Item] {
    var result: [Item] = []
    for item in items(reader, key) { result.append(try body(item)) }
    return result
  }

  private static func task(_ item: RecordReader) throws(CodecError) -> TaskInstance {
    TaskInstance(
      serial: try item.int("serial"), task: try item.text("task"), state: try item.text("state"),
      activation: try item.int("activation"), round: try item.int("round"),
      opened: try item.date("opened"), due: try item.optionalDate("due"),
      dueSince: try item.date("dueSince"), isDueByHand: item.flag("byHand"),
      reminded: try map(item, "reminded") { sent throws(CodecError) in
        SentReminder(rung: try sent.int("rung"), due: try sent.date("due"))
      }, done: try item.optionalDate("done"))
  }

  private static func escalation(_ item: RecordReader) throws(CodecError) -> Escalation {
    let plain = try ChangeCodec.escalation(item, date: try item.date("raised"))
    var receipt: Escalation.Acknowledgement?
    if let date = try item.optionalDate("acknowledged") {
      receipt = Escalation.Acknowledgement(by: try item.text("acknowledgedBy"), date: date)
    }
    var closing: Escalation.Closing?
    if let date = try item.optionalDate("closed") {
      guard let reason = Escalation.Reason(rawValue: try item.text("reason")) else {
        throw .malformed("skälet till att en eskalering stängdes")
      }
      closing = Escalation.Closing(date: date, reason: reason)
    }
    return Escalation(
      serial: plain.serial, kind: plain.kind, to: plain.to, cause: plain.cause,
      raised: plain.raised, acknowledged: receipt, closing: closing)
  }
}
