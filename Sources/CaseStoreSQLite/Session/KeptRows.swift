import CaseEngine
import CaseStore

/// What a family's rows hold, in short: for each row its key and a hash of its columns. It lies beside the snapshot, so
/// that appending learns without reading a row which ones to write.
struct KeptRows: Equatable {
  /// The rows of one case.
  struct Case: Equatable {
    /// Its row in `cases`.
    var id: Int64
    /// The hash of that row.
    var hash: UInt64
    var states: [Entry] = []
    var tasks: [Entry] = []
    var coming: [Entry] = []
    var escalations: [Entry] = []
    var spendings: [Entry] = []
    var meetings: [Entry] = []
    var agenda: [Entry] = []
  }

  /// A row.
  struct Entry: Equatable {
    /// The second part of its primary key, after the case.
    let key: Int
    /// The hash of the other columns.
    let hash: UInt64
  }

  /// In the order of the family's cases.
  var cases: [Case] = []

  private static let version: UInt8 = 1

  var bytes: [UInt8] {
    var writer = ByteWriter(capacity: 256)
    writer.byte(Self.version)
    writer.unsigned(UInt64(cases.count))
    for state in cases {
      writer.int(Int(state.id))
      writer.fixed(state.hash)
      Self.write(state.states, to: &writer)
      Self.write(state.tasks, to: &writer)
      Self.write(state.coming, to: &writer)
      Self.write(state.escalations, to: &writer)
      Self.write(state.spendings, to: &writer)
      Self.write(state.meetings, to: &writer)
      Self.write(state.agenda, to: &writer)
    }
    return writer.bytes
  }

  private static func write(_ entries: [Entry], to writer: inout ByteWriter) {
    writer.unsigned(UInt64(entries.count))
    for entry in entries {
      writer.int(entry.key)
      writer.fixed(entry.hash)
    }
  }

  init() {}

  /// What the rows of a projection hold.
  ///
  /// - Parameter ids: of the rows in `cases`, one for each case.
  init(_ projection: Projection, ids: [Int64]) {
    for (row, id) in zip(projection.cases, ids) {
      func own<Row: Columns>(
        _ rows: [Row], _ number: KeyPath<Row, String>, _ key: KeyPath<Row, Int>?
      )
        -> [Entry]
      {
        Self.entries(rows.filter { $0[keyPath: number] == row.number }) { row in
          key.map { row[keyPath: $0] }
        }
      }
      cases.append(
        Case(
          id: id, hash: row.rowHash, states: Self.entries(StateRow.all(of: row)) { _ in nil },
          tasks: own(projection.tasks, \.number, \.serial),
          coming: own(projection.coming, \.number, nil),
          escalations: own(projection.escalations, \.number, \.serial),
          spendings: own(projection.spendings, \.number, nil),
          meetings: own(projection.meetings, \.number, nil),
          agenda: own(projection.agenda, \.number, nil)))
    }
  }

  /// - Parameter key: the key of a row; its place when nil.
  static func entries<Row: Columns>(_ rows: [Row], _ key: (Row) -> Int?) -> [Entry] {
    rows.enumerated().map { place, row in
      Entry(key: key(row) ?? place, hash: row.rowHash)
    }
  }

  /// The same with the rows of each case in the order of their keys.
  var inOrder: [Case] {
    cases.map { state in
      var state = state
      state.tasks.sort { $0.key < $1.key }
      state.escalations.sort { $0.key < $1.key }
      return state
    }
  }

  /// - Throws: `CodecError.otherForm` for bytes of another version.
  init(_ bytes: [UInt8]) throws(CodecError) {
    cases = try ByteReader.read(bytes) { reader throws(CodecError) in
      guard try reader.byte() == Self.version else {
        throw .otherForm
      }
      return try reader.list { reader throws(CodecError) in
        Case(
          id: Int64(try reader.int()), hash: try reader.fixed(),
          states: try Self.entries(&reader), tasks: try Self.entries(&reader),
          coming: try Self.entries(&reader), escalations: try Self.entries(&reader),
          spendings: try Self.entries(&reader), meetings: try Self.entries(&reader),
          agenda: try Self.entries(&reader))
      }
    }
  }

  private static func entries(_ reader: inout ByteReader) throws(CodecError) -> [Entry] {
    try reader.list { reader throws(CodecError) in
      Entry(key: try reader.int(), hash: try reader.fixed())
    }
  }
}

extension ByteWriter {
  /// Eight bytes, the lowest first.
  mutating func fixed(_ value: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      byte(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
    }
  }
}

extension ByteReader {
  /// Eight bytes, the lowest first.
  mutating func fixed() throws(CodecError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 8) { value |= UInt64(try byte()) << UInt64(shift) }
    return value
  }
}
