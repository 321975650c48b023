import CaseEngine
import CivilTime

extension SnapshotCodec {
  /// What a case says of meetings, and the steps it took with escalations. Most cases have none: then three bytes.
  static func writeMarks(of state: CaseState, to writer: inout ByteWriter) {
    writer.bool(state.meeting != nil)
    if let standing = state.meeting {
      writer.string(standing.series)
      writer.date(standing.set)
      writer.bool(standing.isExtra)
      writer.optional(standing.held)
    }
    writer.unsigned(UInt64(state.milestones.count))
    for milestone in state.milestones {
      writer.string(milestone.id)
      writer.date(milestone.date)
      writer.optional(milestone.by)
      writer.optional(milestone.meeting)
    }
    writer.unsigned(UInt64(state.treated.count))
    for treated in state.treated {
      writer.string(treated.series)
      writer.date(treated.meeting)
      writer.string(treated.task)
      writer.bool(treated.isFirst)
      writer.date(treated.since)
      writer.date(treated.date)
      writer.optional(treated.by)
    }
  }

  static func readMeeting(_ reader: inout ByteReader) throws(CodecError) -> MeetingStanding? {
    guard try reader.bool() else { return nil }
    return MeetingStanding(
      series: try reader.string(), set: try reader.date(), isExtra: try reader.bool(),
      held: try reader.optionalDate())
  }

  static func readMilestone(_ reader: inout ByteReader) throws(CodecError) -> Milestone {
    Milestone(
      id: try reader.string(), date: try reader.date(), by: try reader.optionalString(),
      meeting: try reader.optionalDate())
  }

  static func readTreatment(_ reader: inout ByteReader) throws(CodecError) -> Treatment {
    Treatment(
      series: try reader.string(), meeting: try reader.date(), task: try reader.string(),
      isFirst: try reader.bool(), since: try reader.date(), date: try reader.date(),
      by: try reader.optionalString())
  }
}
