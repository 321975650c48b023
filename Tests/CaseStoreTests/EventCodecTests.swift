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
