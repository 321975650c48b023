import JSONText
import Testing

@Suite struct JSONTextTests {
  @Test("numbers keep their digits, names their order")
  func keepsWhatWasWritten() throws {
    let text = #"{"b":1.50,"a":[-0,1e-400,12345678901234567890],"ö":null,"x":{"y":true,"z":"å"}}"#
    #expect(try JSONValue.parse(text).text() == text)
  }

  @Test("literals build values and pretty text is indented")
  func pretty() {
    let value: JSONValue = ["namn": "Ö", "lista": [1, nil, true], "tomt": [:], "inga": []]
    #expect(value["lista"]?.array?.first?.int == 1)
    #expect(
      value.text(pretty: true) == """
        {
          "namn": "Ö",
          "lista": [
            1,
            null,
            true
          ],
          "tomt": {},
          "inga": []
        }
        """)
  }

  @Test("only what must be escaped is escaped, and terminal controls")
  func escapes() throws {
    let value = JSONValue("\"\\/\u{8}\u{C}\n\r\t\u{1}\u{7F}\u{85}\u{2028}\u{2029}å😀")
    let text = #""\"\\/\b\f\n\r\t\u0001\u007f\u0085\u2028\u2029å😀""#
    #expect(value.text() == text)
    #expect(try JSONValue.parse(text) == value)
    #expect(try JSONValue.parse(#""\ud83d\uDE00\u00e5""#) == "😀å")
  }

  @Test("the writer gives the same text as the value")
  func writer() {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("a")
    writer.int(Int.min)
    writer.key("b")
    writer.beginArray()
    writer.string("x")
    writer.null()
    writer.beginArray()
    writer.endArray()
    writer.bool(false)
    writer.int(0)
    writer.endArray()
    writer.endObject()
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == #"{"a":-9223372036854775808,"b":["x",null,[],false,0]}"#)
  }

  @Test(
    "what is not JSON is refused with its place",
    arguments: [
      ("", JSONError.Reason.unexpectedEnd, 0), ("{", .unexpectedEnd, 1), ("[1,]", .unexpected, 3),
      ("01", .badNumber, 0), ("1.", .badNumber, 0), ("-", .badNumber, 0), ("1e+", .badNumber, 0),
      ("tru", .unexpectedEnd, 3), ("nul1", .unexpected, 3), ("\"a", .unexpectedEnd, 2),
      ("\"\\x\"", .badEscape, 1), ("\"\\", .unexpectedEnd, 1), ("\"\\ud800\"", .loneSurrogate, 1),
      ("\"\\udc00\"", .loneSurrogate, 1), ("\"\\ud800\\u0041\"", .loneSurrogate, 1),
      ("\"\n\"", .controlCharacter, 1), ("{\"a\":1,\"a\":2}", .duplicateKey("a"), 7),
      ("1 2", .trailing, 2), ("\u{FEFF}1", .unexpected, 0), ("{a:1}", .unexpected, 1),
      ("\"\\u12g4\"", .badEscape, 5), ("'a'", .unexpected, 0),
    ] as [(String, JSONError.Reason, Int)])
  func refusals(text: String, reason: JSONError.Reason, offset: Int) {
    do throws(JSONError) {
      _ = try JSONValue.parse(text)
      Issue.record("accepted \(text)")
    } catch {
      #expect(error.reason == reason)
      #expect(error.offset == offset)
    }
  }

  @Test("bytes that are not UTF-8 are refused")
  func notUTF8() {
    #expect(throws: JSONError.self) { try JSONValue.parse([0x22, 0xFF, 0x22] as [UInt8]) }
    #expect(throws: JSONError.self) {
      try JSONValue.parse([0x22, 0x5C, 0x6E, 0xC0, 0x80, 0x22] as [UInt8])
    }
  }

  @Test("nesting is limited")
  func depth() throws {
    let allowed = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    _ = try JSONValue.parse(allowed)
    #expect(throws: JSONError.self) { try JSONValue.parse("[" + allowed + "]") }
    #expect(throws: JSONError.self) {
      try JSONValue.parse(String(repeating: "[", count: 1_000_000))
    }
  }

  @Test("large objects find, replace and remove by name")
  func largeObjects() throws {
    var object = JSONObject()
    for number in 0..<100 { object["n\(number)"] = JSONValue(number) }
    object["n7"] = "sju"
    object["n50"] = nil
    #expect(object.count == 99)
    #expect(object["n7"] == "sju")
    #expect(object["n50"] == nil)
    #expect(object["n99"]?.int == 99)
    #expect(try JSONValue.parse(JSONValue.object(object).text()) == .object(object))
  }

  @Test("no bytes make the parser trap")
  func mutations() {
    let seed = Array(#"{"a":[1.5e3,"\u00e5\ud83d\ude00\n",true,null,{"b":""}]}"#.utf8)
    var state: UInt64 = 42
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: state >> 33) % bound
    }
    for _ in 0..<20_000 {
      var bytes = seed
      for _ in 0...next(4) {
        let place = next(bytes.count)
        switch next(3) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: next(256))
        case 1: bytes.remove(at: place)
        default: bytes.insert(bytes[next(bytes.count)], at: place)
        }
      }
      if let value = try? JSONValue.parse(bytes) {
        #expect(throws: Never.self) { try JSONValue.parse(value.text()) == value }
      }
    }
  }
}
