public import CaseEngine
public import CaseStore
public import CivilTime
import JSONText

/// What the store remembers of its latest daily run: whoever looks after it must be able to see that the runs go on.
public struct DailyRunRecord: Hashable, Sendable {
  /// The day it ran to.
  public let through: CivilDate
  /// When it ended.
  public let finished: Moment
  /// Families in which something happened.
  public let familiesChanged: Int
  /// Families that could not be handled.
  public let failures: [String]
  /// The hash of the definitions it ran under.
  public let definitions: String

  /// A record.
  public init(
    through: CivilDate, finished: Moment, familiesChanged: Int, failures: [String],
    definitions: String
  ) {
    self.through = through
    self.finished = finished
    self.familiesChanged = familiesChanged
    self.failures = failures
    self.definitions = definitions
  }

  private static let key = "daily-run"

  /// The record that a store holds; nil before the first run.
  public static func read(_ reader: any CaseStoreReading) throws -> DailyRunRecord? {
    guard let bytes = try reader.note(key), let json = try? JSONValue.parse(bytes),
      let through = json["through"]?.string.flatMap(CivilDate.parse),
      let finished = json["finished"]?.number.flatMap(Int64.init),
      let definitions = json["definitions"]?.string
    else { return nil }
    return DailyRunRecord(
      through: through, finished: Moment(milliseconds: finished),
      familiesChanged: json["families"]?.number.flatMap(Int.init) ?? 0,
      failures: (json["failures"]?.array ?? []).compactMap(\.string), definitions: definitions)
  }

  /// Puts it into a store, unless that has run to a later day already.
  public func keep(_ writer: any CaseStoreWriting) throws {
    if let known = try Self.read(writer), known.through > through { return }
    let json = JSONValue.object([
      "through": .string(through.description),
      "finished": .number(String(finished.milliseconds)),
      "families": .number(String(familiesChanged)),
      "failures": .array(failures.map { .string($0) }), "definitions": .string(definitions),
    ])
    try writer.keepNote(Self.key, Array(json.text().utf8))
  }
}

/// What the store remembers of the latest copy that was made of it and found good.
public struct BackupRecord: Hashable, Sendable {
  /// When.
  public let made: Moment
  /// The head of the chain in the copy.
  public let head: String
  /// Whether lists or states were then not what the history gives; they are in the store too until they are made anew.
  public let listsDiffer: Bool

  /// A record.
  public init(made: Moment, head: String, listsDiffer: Bool) {
    self.made = made
    self.head = head
    self.listsDiffer = listsDiffer
  }

  private static let key = "backup"

  /// The record that a store holds; nil before the first copy.
  public static func read(_ reader: any CaseStoreReading) throws -> BackupRecord? {
    guard let bytes = try reader.note(key), let json = try? JSONValue.parse(bytes),
      let made = json["made"]?.number.flatMap(Int64.init), let head = json["head"]?.string
    else { return nil }
    return BackupRecord(
      made: Moment(milliseconds: made), head: head,
      listsDiffer: json["listsDiffer"]?.bool ?? false)
  }

  /// Puts it into a store.
  public func keep(_ writer: any CaseStoreWriting) throws {
    let json = JSONValue.object([
      "made": .number(String(made.milliseconds)), "head": .string(head),
      "listsDiffer": .bool(listsDiffer),
    ])
    try writer.keepNote(Self.key, Array(json.text().utf8))
  }

  /// Notes in a store that its lists have been made anew since.
  public static func noteMended(_ writer: any CaseStoreWriting) throws {
    guard let record = try read(writer), record.listsDiffer else { return }
    try BackupRecord(made: record.made, head: record.head, listsDiffer: false).keep(writer)
  }
}
