import CaseEngine
import CaseStore
import CivilTime
import FEEL
import TestSupport
import Testing

@Suite("Snapshots")
struct SnapshotTests {
  @Test("give back any state")
  func roundTrip() throws {
    let seed = testSeed(default: 1)
    var families = RandomFamilies(seed: seed)
    for index in 0..<200 {
      let state = try families.family("R-\(index)", events: families.number(0...20)).state
      let bytes = try SnapshotCodec.encode(state)
      #expect(try SnapshotCodec.decode(bytes) == state, "seed \(seed), family \(index)")
    }
  }

  @Test("refuse every shortened form and anything after the end")
  func truncation() throws {
    var families = RandomFamilies(seed: 2)
    let bytes = try SnapshotCodec.encode(try families.family("R", events: 15).state)
    for length in 0..<bytes.count {
      #expect(throws: CodecError.self) { try SnapshotCodec.decode(Array(bytes.prefix(length))) }
    }
    #expect(throws: CodecError.self) { try SnapshotCodec.decode(bytes + [0]) }
  }

  @Test("never trap on any bytes")
  func mutation() throws {
    let seed = testSeed(default: 3)
    var families = RandomFamilies(seed: seed)
    var outcomes = (read: 0, refused: 0)
    for index in 0..<40 {
      let bytes = try SnapshotCodec.encode(
        try families.family("R-\(index)", events: families.number(0...12)).state)
      for _ in 0..<200 {
        var mutant = bytes
        for _ in 0..<families.number(1...4) { families.mutate(&mutant) }
        do throws(CodecError) {
          // What is still readable is a state like any other.
          let state = try SnapshotCodec.decode(mutant)
          #expect(try SnapshotCodec.decode(SnapshotCodec.encode(state)) == state)
          outcomes.read += 1
        } catch { outcomes.refused += 1 }
      }
    }
    #expect(outcomes.read > 0 && outcomes.refused > 0, "seed \(seed)")
  }

  @Test("never trap on noise")
  func noise() {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<5_000 {
      let length = Int.random(in: 0...60, using: &generator)
      let bytes: [UInt8] =
        [SnapshotCodec.version]
        + (0..<length).map { _ in
          UInt8.random(in: 0...255, using: &generator)
        }
      _ = try? SnapshotCodec.decode(bytes)
    }
  }

  @Test("claim no more memory than their bytes account for")
  func hugeCounts() {
    let huge: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]
    #expect(throws: CodecError.self) { try SnapshotCodec.decode([SnapshotCodec.version] + huge) }
    let tooLong = [UInt8](repeating: 0xFF, count: 11)
    #expect(throws: CodecError.self) { try SnapshotCodec.decode([SnapshotCodec.version] + tooLong) }
  }

  @Test("refuse the form of another version")
  func version() throws {
    var bytes = try SnapshotCodec.encode(try Sample.opened("A-1").state)
    bytes[0] += 1
    #expect(throws: CodecError.otherForm) {
      try SnapshotCodec.decode(bytes)
    }
  }

  @Test("refuse values that have no form outside an evaluation, and values that go too deep")
  func unstorable() throws {
    var deep = Value.null
    for _ in 0..<70 { deep = .list([deep]) }
    let range = Value.range(
      RangeValue(start: .number(1), startIncluded: true, end: .number(2), endIncluded: true))
    for value in [range, .list([range]), deep] {
      var sample = try Sample.opened("A-1")
      try sample.happen([
        ("A-1", .set(field: "x", value, SetRecord(origin: .input, isProtected: false)))
      ])
      #expect(throws: CodecError.unstorable) { try SnapshotCodec.encode(try sample.state) }
    }
  }
}

extension RandomFamilies {
  /// Changes, removes, adds or repeats a few bytes.
  mutating func mutate(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else {
      bytes.append(UInt8(number(0...255)))
      return
    }
    let place = number(0...bytes.count - 1)
    switch number(0...4) {
    case 0: bytes[place] = UInt8(number(0...255))
    case 1: bytes[place] ^= 1 << UInt8(number(0...7))
    case 2: bytes.remove(at: place)
    case 3: bytes.insert(UInt8(number(0...255)), at: place)
    default: bytes.removeLast(min(bytes.count - 1, number(1...8)))
    }
  }
}
