import CaseStore
import Foundation
import GRDB

/// What a family's rows hold, in short: for each row its key and a hash of its columns. It lies beside the snapshot, so
/// that appending learns without reading a row which ones to write.
struct KeptRows: Equatable {
  /// The rows of one case.
  struct Case: Equatable {
    /// Its row in `cases`.
    var id: Int64
    /// The hash of that row.
    var hash: UInt64
    /// For each of `RowTable.all` the rows by key.
    var tables: [[Entry]]
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
      for table in state.tables {
        writer.unsigned(UInt64(table.count))
        for entry in table {
          writer.int(entry.key)
          writer.fixed(entry.hash)
        }
      }
    }
    return writer.bytes
  }

  init() {}

  init(_ bytes: [UInt8]) throws(CodecError) {
    cases = try ByteReader.read(bytes) { reader throws(CodecError) in
      guard try reader.byte() == Self.version else {
        throw .malformed("en radförteckning av en annan version")
      }
      return try reader.list { reader throws(CodecError) in
        var state = Case(id: Int64(try reader.int()), hash: try reader.fixed(), tables: [])
        for _ in RowTable.all {
          state.tables.append(
            try reader.list { reader throws(CodecError) in
              Entry(key: try reader.int(), hash: try reader.fixed())
            })
        }
        return state
      }
    }
  }
}

/// FNV-1a over 64 bits: the same on every machine and in every release, unlike Swift's own hashing. A change that left
/// the hash as it was would leave a list out of date until the next one; `verifiera` would find it.
struct RowHash {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func combine(_ values: [DatabaseValue]) {
    for value in values { combine(value) }
  }

  private mutating func combine(_ value: DatabaseValue) {
    switch value.storage {
    case .null: byte(0)
    case .int64(let number):
      byte(1)
      word(UInt64(bitPattern: number))
    case .double(let number):
      byte(2)
      word(number.bitPattern)
    case .string(let text):
      byte(3)
      word(UInt64(text.utf8.count))
      for unit in text.utf8 { byte(unit) }
    case .blob(let data):
      byte(4)
      word(UInt64(data.count))
      for unit in data { byte(unit) }
    }
  }

  private mutating func word(_ number: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      byte(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }

  private mutating func byte(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
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
