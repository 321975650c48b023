public import CaseEngine
import CivilTime
import FEEL

/// The state of a family as compact bytes, so that loading a case does not replay its history.
///
/// A snapshot is a copy: the events are the truth, and verification compares the two. The first byte is the version of
/// the form; a store that meets another version makes the state again from the events (`CaseStoreReading.replayed`).
public enum SnapshotCodec {
  /// The version of the form that is written.
  public static let version: UInt8 = 1

  /// Encodes a state.
  ///
  /// - Throws: `CodecError.unstorable`, when its data hold a range or a function.
  public static func encode(_ family: FamilyState) throws(CodecError) -> [UInt8] {
    var writer = ByteWriter(capacity: 1024)
    writer.byte(version)
    writer.string(family.root)
    writer.int(family.version)
    writer.date(family.handled)
    writer.string(family.definitions)
    writer.unsigned(UInt64(family.cases.count))
    for state in family.cases { try write(state, to: &writer) }
    return writer.bytes
  }

  /// Reads a state back. Any bytes give a state or an error.
  ///
  /// - Throws: `CodecError.malformed`; `.otherForm` for bytes of another version.
  public static func decode(_ bytes: [UInt8]) throws(CodecError) -> FamilyState {
    try ByteReader.read(bytes) { reader throws(CodecError) in
      guard try reader.byte() == version else {
        throw .otherForm
      }
      let root = try reader.string()
      let version = try reader.int()
      let handled = try reader.date()
      let definitions = try reader.string()
      let cases = try reader.list { reader throws(CodecError) in try readCase(&reader) }
      return FamilyState(
        root: root, version: version, handled: handled, cases: cases, definitions: definitions)
    }
  }

  private static func write(_ state: CaseState, to writer: inout ByteWriter) throws(CodecError) {
    writer.string(state.number)
    writer.string(state.workflow)
    writer.optional(state.parent)
    writer.date(state.opened)
    write(state.ending, to: &writer)
    writer.optional(state.responsible)
    writer.unsigned(UInt64(state.active.count))
    for active in state.active {
      writer.string(active.id)
      writer.date(active.entered)
      writer.int(active.activation)
    }
    writer.unsigned(UInt64(state.history.count))
    for (id, remembered) in state.history {
      writer.string(id)
      writer.strings(remembered)
    }
    writer.unsigned(UInt64(state.data.count))
    for (name, value) in state.data {
      writer.string(name)
      try writer.value(value)
    }
    writer.unsigned(UInt64(state.tasks.count))
    for task in state.tasks { write(task, to: &writer) }
    writer.unsigned(UInt64(state.spentTimers.count))
    for timer in state.spentTimers {
      writer.string(timer.state)
      writer.int(timer.activation)
      writer.int(timer.key)
    }
    writer.unsigned(UInt64(state.escalations.count))
    for escalation in state.escalations { write(escalation, to: &writer) }
    writer.unsigned(UInt64(state.faults.count))
    for fault in state.faults {
      writer.string(fault.what)
      writer.date(fault.since)
      writer.string(fault.text)
    }
    writer.int(state.counters.activations)
    writer.int(state.counters.tasks)
    writer.int(state.counters.escalations)
    writeMarks(of: state, to: &writer)
  }

  private static func readCase(_ reader: inout ByteReader) throws(CodecError) -> CaseState {
    let number = try reader.string()
    let workflow = try reader.string()
    let parent = try reader.optionalString()
    let opened = try reader.date()
    let ending = try readEnding(&reader)
    let responsible = try reader.optionalString()
    let active = try reader.list { reader throws(CodecError) in
      ActiveState(
        id: try reader.string(), entered: try reader.date(), activation: try reader.int())
    }
    var history: [String: [String]] = [:]
    for _ in 0..<(try reader.count()) { history[try reader.string()] = try reader.strings() }
    let fields = try reader.count()
    var data = [String: Value](minimumCapacity: min(fields, 64))
    for _ in 0..<fields { data[try reader.string()] = try reader.value() }
    let tasks = try reader.list { reader throws(CodecError) in try readTask(&reader) }
    let timers = try reader.list { reader throws(CodecError) in
      TimerKey(state: try reader.string(), activation: try reader.int(), key: try reader.int())
    }
    let escalations = try reader.list { reader throws(CodecError) in try readEscalation(&reader) }
    let faults = try reader.list { reader throws(CodecError) in
      Fault(what: try reader.string(), since: try reader.date(), text: try reader.string())
    }
    let counters = CaseState.Counters(
      activations: try reader.int(), tasks: try reader.int(), escalations: try reader.int())
    let meeting = try readMeeting(&reader)
    let milestones = try reader.list { reader throws(CodecError) in try readMilestone(&reader) }
    let treated = try reader.list { reader throws(CodecError) in try readTreatment(&reader) }
    return CaseState(
      number: number, workflow: workflow, parent: parent, opened: opened, ending: ending,
      responsible: responsible, active: active, history: history, data: data, tasks: tasks,
      spentTimers: timers, escalations: escalations, faults: faults, counters: counters,
      meeting: meeting, milestones: milestones, treated: treated)
  }
}

extension SnapshotCodec {
  private static func write(_ ending: Ending?, to writer: inout ByteWriter) {
    switch ending?.reason {
    case nil: writer.byte(0)
    case .final(let state):
      writer.byte(1)
      writer.string(state)
    case .parentEnded: writer.byte(2)
    case .undone: writer.byte(3)
    }
    if let ending { writer.date(ending.date) }
  }

  private static func readEnding(_ reader: inout ByteReader) throws(CodecError) -> Ending? {
    let reason: Ending.Reason
    switch try reader.byte() {
    case 0: return nil
    case 1: reason = .final(state: try reader.string())
    case 2: reason = .parentEnded
    case 3: reason = .undone
    default: throw .malformed("slutet på ett ärende")
    }
    return Ending(date: try reader.date(), reason: reason)
  }

  private static func write(_ task: TaskInstance, to writer: inout ByteWriter) {
    writer.int(task.serial)
    writer.string(task.task)
    writer.string(task.state)
    writer.int(task.activation)
    writer.int(task.round)
    writer.date(task.opened)
    writer.optional(task.due)
    writer.date(task.dueSince)
    writer.bool(task.isDueByHand)
    writer.unsigned(UInt64(task.reminded.count))
    for sent in task.reminded {
      writer.int(sent.rung)
      writer.date(sent.due)
    }
    writer.optional(task.done)
  }

  private static func readTask(_ reader: inout ByteReader) throws(CodecError) -> TaskInstance {
    TaskInstance(
      serial: try reader.int(), task: try reader.string(), state: try reader.string(),
      activation: try reader.int(), round: try reader.int(), opened: try reader.date(),
      due: try reader.optionalDate(), dueSince: try reader.date(),
      isDueByHand: try reader.bool(),
      reminded: try reader.list { reader throws(CodecError) in
        SentReminder(rung: try reader.int(), due: try reader.date())
      },
      done: try reader.optionalDate())
  }

  private static func write(_ escalation: Escalation, to writer: inout ByteWriter) {
    writer.int(escalation.serial)
    writer.string(escalation.kind)
    writer.string(escalation.to)
    switch escalation.cause {
    case .task(let id, let serial, let rung, let due):
      writer.byte(0)
      writer.string(id)
      writer.int(serial)
      writer.int(rung)
      writer.date(due)
    case .state(let activation, let id):
      writer.byte(1)
      writer.int(activation)
      writer.string(id)
    }
    writer.date(escalation.raised)
    writer.bool(escalation.acknowledged != nil)
    if let acknowledged = escalation.acknowledged {
      writer.string(acknowledged.by)
      writer.date(acknowledged.date)
    }
    writer.bool(escalation.closing != nil)
    if let closing = escalation.closing {
      writer.date(closing.date)
      writer.string(closing.reason.rawValue)
    }
  }

  private static func readEscalation(_ reader: inout ByteReader) throws(CodecError) -> Escalation {
    let serial = try reader.int()
    let kind = try reader.string()
    let to = try reader.string()
    let cause: Escalation.Cause
    switch try reader.byte() {
    case 0:
      cause = .task(
        try reader.string(), serial: try reader.int(), rung: try reader.int(),
        due: try reader.date())
    case 1: cause = .state(activation: try reader.int(), id: try reader.string())
    default: throw .malformed("orsaken till en eskalering")
    }
    let raised = try reader.date()
    var acknowledged: Escalation.Acknowledgement?
    if try reader.bool() {
      acknowledged = Escalation.Acknowledgement(by: try reader.string(), date: try reader.date())
    }
    var closing: Escalation.Closing?
    if try reader.bool() {
      let date = try reader.date()
      guard let reason = Escalation.Reason(rawValue: try reader.string()) else {
        throw .malformed("skälet till att en eskalering stängdes")
      }
      closing = Escalation.Closing(date: date, reason: reason)
    }
    return Escalation(
      serial: serial, kind: kind, to: to, cause: cause, raised: raised,
      acknowledged: acknowledged, closing: closing)
  }
}
