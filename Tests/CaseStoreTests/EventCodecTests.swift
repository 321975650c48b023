import CaseEngine
import CaseStore
import CivilTime
import FEEL
import TestSupport
import Testing

@Suite("Events as bytes")
struct EventCodecTests {
  private let salt: () -> [UInt8] = { [UInt8](repeating: 7, count: 16) }

  @Test("give back any event")
  func roundTrip() throws {
    let seed = testSeed(default: 11)
    var families = RandomFamilies(seed: seed)
    for index in 0..<100 {
      for event in try families.family("R-\(index)", events: 12).events {
        let encoded = try EventCodec.encode(event, salt: salt)
        let decoded = try EventCodec.decode(encoded.body, protected: encoded.protected)
        #expect(decoded == event, "seed \(seed), family \(index), version \(event.version)")
      }
    }
  }

  @Test("are the same whenever they are made")
  func stable() throws {
    var sample = try Sample.opened("A-1")
    let event = try sample.happen(
      [("A-1", .set(field: "b", .string("x"), SetRecord(origin: .input, isProtected: true)))],
      cause: .corrected, facts: ["z": .number(1), "a": .boolean(true), "m": .null])
    let expected =
      #"{"family":"A-1","version":2,"case":"A-1","cause":{"kind":"corrected"},"date":"2017-02-01","#
      + #""recorded":1485907200000,"actor":"anna","definitions":"d1","#
      + #""facts":{"a":true,"m":null,"z":{"number":"1"}},"#
      + #""changes":[{"kind":"set","field":"b","origin":"input","digest":"#
    let body = String(decoding: try EventCodec.encode(event, salt: salt).body, as: UTF8.self)
    #expect(body.hasPrefix(expected), "\(body)")
  }

  @Test("are refused with a protected value that is not theirs")
  func wrongDigest() throws {
    var sample = try Sample.opened("A-1")
    let event = try sample.happen([("A-1", .reason("true reason"))])
    let encoded = try EventCodec.encode(event, salt: salt)
    let forged = encoded.protected.map {
      EventCodec.ProtectedValue(position: $0.position, salt: $0.salt, value: Array("\"x\"".utf8))
    }
    #expect(throws: CodecError.wrongDigest) {
      try EventCodec.decode(encoded.body, protected: forged)
    }
  }

  @Test("are refused when bytes have moved between a protected value and its salt")
  func movedBoundary() throws {
    var sample = try Sample.opened("A-1")
    let event = try sample.happen([("A-1", .noted("a note that is hidden"))])
    let encoded = try EventCodec.encode(event, salt: salt)
    // What is left of the value is JSON, and salt and value in a row are as they were.
    let whole = try require(encoded.protected.first)
    let longer = EventCodec.ProtectedValue(
      position: whole.position, salt: whole.salt + whole.value.prefix(1),
      value: Array(whole.value.dropFirst()))
    let shorter = EventCodec.ProtectedValue(
      position: whole.position, salt: Array(whole.salt.dropLast()), value: [7] + whole.value)
    for forged in [longer, shorter] {
      #expect(throws: CodecError.wrongDigest) {
        try EventCodec.decode(encoded.body, protected: [forged])
      }
    }
    let number = try sample.happen(
      [("A-1", .set(field: "b", .boolean(true), SetRecord(origin: .input, isProtected: true)))])
    let other = try EventCodec.encode(number, salt: { Array(repeating: 0x20, count: 16) })
    let truth = try require(other.protected.first)
    // A salt that is white space could be the beginning of the value.
    let moved = EventCodec.ProtectedValue(
      position: truth.position, salt: [], value: truth.salt + truth.value)
    #expect(throws: CodecError.wrongDigest) {
      try EventCodec.decode(other.body, protected: [moved])
    }
  }

  @Test("say which protected values are not there, and take none for an emptied one")
  func absent() throws {
    var sample = try Sample.opened("A-1")
    let isProtected = SetRecord(origin: .input, isProtected: true)
    let event = try sample.happen([
      ("A-1", .set(field: "a", .null, isProtected)),
      ("A-1", .set(field: "b", .string("x"), isProtected)), ("A-1", .reason("r")),
      ("A-1", .noted("n")),
      ("A-1", .set(field: "c", .null, SetRecord(origin: .input, isProtected: false))),
    ])
    let encoded = try EventCodec.encode(event, salt: salt)
    let kept = encoded.protected.filter { $0.position == 0 }
    let decoded = try EventCodec.decode(encoded.body, protected: kept)
    #expect(decoded.changes.map(\.isAbsent) == [false, true, true, true, false])
    #expect(decoded.absentValues == 3)
  }

  @Test("never trap on any bytes")
  func mutation() throws {
    let seed = testSeed(default: 12)
    var families = RandomFamilies(seed: seed)
    for index in 0..<20 {
      for event in try families.family("R-\(index)", events: 6).events {
        let encoded = try EventCodec.encode(event, salt: salt)
        for _ in 0..<30 {
          var mutant = encoded.body
          families.mutate(&mutant)
          _ = try? EventCodec.decode(mutant, protected: encoded.protected)
        }
      }
    }
  }
}
