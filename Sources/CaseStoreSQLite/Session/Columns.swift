import CivilTime
import GRDB

/// What the columns of a row are told to, one after another: a hash for most rows, arguments for those that are written.
/// One description of a row serves both, so that they cannot differ.
protocol ColumnSink {
  mutating func text(_ text: String?)
  mutating func int(_ number: Int?)
}

extension ColumnSink {
  mutating func day(_ date: CivilDate?) { int(date?.dayNumber) }
  mutating func flag(_ flag: Bool) { int(flag ? 1 : 0) }
}

/// A row that can be hashed and written.
protocol Columns {
  func columns(_ sink: inout some ColumnSink)
}

extension Columns {
  /// The hash of its columns.
  var rowHash: UInt64 {
    var hash = RowHash()
    columns(&hash)
    return hash.value
  }

  /// Its columns as arguments.
  var rowValues: [Argument] {
    var values = RowValues()
    columns(&values)
    return values.values
  }
}

/// Arguments of a statement.
struct RowValues: ColumnSink {
  private(set) var values: [Argument] = []

  mutating func text(_ text: String?) { values.append(.text(text)) }
  mutating func int(_ number: Int?) { values.append(.int(number)) }
}

/// FNV-1a over 64 bits, in steps of a byte or of eight: the same on every machine and in every release, unlike Swift's own
/// hashing. A change that left the hash as it was would leave a list out of date until the next one; verification would
/// find it.
struct RowHash: ColumnSink {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func text(_ text: String?) {
    guard var text else { return step(1) }
    text.withUTF8 { utf8 in
      step(2)
      step(UInt64(utf8.count))
      for unit in utf8 { step(UInt64(unit)) }
    }
  }

  mutating func int(_ number: Int?) {
    guard let number else { return step(3) }
    step(4)
    step(UInt64(bitPattern: Int64(number)))
  }

  /// The multiplication carries upwards only, so the high half is brought down for whole numbers.
  private mutating func step(_ bits: UInt64) {
    value = (value ^ bits) &* 0x0000_0100_0000_01B3
    value ^= value >> 32
  }
}
