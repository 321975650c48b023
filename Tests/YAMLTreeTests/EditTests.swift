import Diagnostics
import TestSupport
import Testing
import YAMLTree

@Suite struct EditTests {
  func replaced(_ text: String, _ key: String, _ new: String) throws -> String {
    let document = try document(text)
    let node = try #require(document.root[key])
    let bytes = try YAMLEdit.replaceScalar(node, with: new, in: document)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("a scalar is replaced and keeps its quotes while it can")
  func replace() throws {
    #expect(
      try replaced("x: 1  # k\r\ny: 2\r\n", "x", "12 månader") == "x: 12 månader  # k\r\ny: 2\r\n")
    #expect(try replaced("x: 1\n", "x", "> 18") == "x: \"> 18\"\n")
    #expect(try replaced("x: 1\n", "x", "a: b") == "x: \"a: b\"\n")
    #expect(try replaced("x: 1\n", "x", "a # b") == "x: \"a # b\"\n")
    #expect(try replaced("x: 1\n", "x", "@\"2017-02-01\"") == "x: '@\"2017-02-01\"'\n")
    #expect(try replaced("x: 1\n", "x", "") == "x: \"\"\n")
    #expect(try replaced("x: 1\n", "x", " a ") == "x: \" a \"\n")
    #expect(try replaced("x: 'a'\n", "x", "it's") == "x: 'it''s'\n")
    #expect(try replaced("x: 'a'\n", "x", "a\nb") == "x: \"a\\nb\"\n")
    #expect(try replaced("x: \"a\"\n", "x", "b \"c\" \\") == "x: \"b \\\"c\\\" \\\\\"\n")
    #expect(try replaced("{x: a, y: b}", "x", "c, d") == "{x: \"c, d\", y: b}")
    #expect(try replaced("x:\ny: 1\n", "x", "5") == "x: 5\ny: 1\n")
    #expect(try replaced("x:   # k\ny: 1\n", "x", "5") == "x: 5   # k\ny: 1\n")
    #expect(try replaced("{x}", "x", "5") == "{x: 5}")
    #expect(try replaced("{x, y}", "x", "5") == "{x: 5, y}")
    #expect(try replaced("x: &a !t 1\ny: *a\n", "x", "2") == "x: &a !t 2\ny: *a\n")
    #expect(try replaced("x: \"a\n  b\" # k\ny: 1", "x", "c") == "x: \"c\" # k\ny: 1")
  }

  @Test("a block scalar stays one while its header allows it")
  func replaceBlock() throws {
    #expect(
      try replaced("x: | # k\r\n   a\r\n   b\r\n\r\ny: 1\r\n", "x", "c\n\n  d\n")
        == "x: | # k\r\n   c\r\n\r\n     d\r\n\r\ny: 1\r\n")
    #expect(try replaced("x: |- # k\n  a\ny: 1\n", "x", "b\n") == "x: \"b\\n\" # k\ny: 1\n")
    #expect(try replaced("x: >\n  a\n  b\ny: 1\n", "x", "c\nd\n") == "x: >\n  c\n\n  d\ny: 1\n")
    #expect(try replaced("x: >-\n  a\n", "x", "c\n  d\ne") == "x: |-\n  c\n    d\n  e\n")
    #expect(try replaced("x: |\n  a\n", "x", " b") == "x: \" b\"\n")
  }

  @Test("what cannot be replaced is refused")
  func replaceRefusals() throws {
    let document = try document("a: &x 1\nb: *x\nc: [1]\n")
    let other = try tree("a: 1")
    func failure(_ node: YAMLNode?) throws -> YAMLEditError? {
      let node = try #require(node)
      do throws(YAMLEditError) {
        _ = try YAMLEdit.replaceScalar(node, with: "2", in: document)
        return nil
      } catch { return error }
    }
    #expect(try failure(document.root["b"]) == .isAlias)
    #expect(try failure(document.root["c"]) == .notAScalar)
    #expect(try failure(other["a"]) == .notInDocument)
  }

  @Test("a key can be renamed, but not to one that is there")
  func renameKey() throws {
    let document = try document("a: 1\nb: 2\n")
    let key = try #require(document.root.entries?[0].key)
    #expect(
      try YAMLEdit.replaceScalar(key, with: "c", in: document) == Array("c: 1\nb: 2\n".utf8))
    #expect(throws: YAMLEditError.wouldChangeMore) {
      try YAMLEdit.replaceScalar(key, with: "b", in: document)
    }
  }

  func inserted(
    _ text: String, at path: String..., key: String, value: YAMLContent,
    _ position: YAMLEdit.Position = .end
  ) throws -> String {
    let document = try document(text)
    var node = document.root
    for name in path { node = try #require(node[name]) }
    let bytes = try YAMLEdit.insertEntry(
      key: key, value: value, into: node, position: position, in: document)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("an entry is inserted into lines with their own indentation and line ends")
  func insertBlock() throws {
    #expect(
      try inserted("a: 1 # k\nb: 2\n", key: "c", value: .text("3"), .after("a"))
        == "a: 1 # k\nc: 3\nb: 2\n")
    #expect(try inserted("a: 1", key: "c", value: .text("3")) == "a: 1\nc: 3")
    let values = "v:\r\n   2017-02-01: {value: 1}  # k\r\n\r\n# slut\r\nw: 1\r\n"
    #expect(
      try inserted(
        values, at: "v", key: "2018-01-01",
        value: .flowMapping([.init("value", .text("12 månader")), .init("source", .text("a, b"))]))
        == "v:\r\n   2017-02-01: {value: 1}  # k\r\n   2018-01-01: {value: 12 månader, source: \"a, b\"}"
        + "\r\n\r\n# slut\r\nw: 1\r\n")
    #expect(
      try inserted(
        "v:\n    a: 1\n", at: "v", key: "b",
        value: .mapping([.init("c", .text("- d")), .init("e", .mapping([.init("f", .text("1"))]))]))
        == "v:\n    a: 1\n    b:\n        c: \"- d\"\n        e:\n            f: 1\n")
    let items = try document("- a: 1\n  b: |\n    x\n\n- 2\n")
    let item = try #require(items.root.items?[0])
    #expect(
      try YAMLEdit.insertEntry(key: "c", value: .text("3"), into: item, in: items)
        == Array("- a: 1\n  b: |\n    x\n  c: 3\n\n- 2\n".utf8))
    #expect(
      try inserted("a: |+\n  x\n\nb: 1\n", key: "c", value: .text("3"), .after("a"))
        == "a: |+\n  x\n\nc: 3\nb: 1\n")
  }

  @Test("an entry is inserted into brackets")
  func insertFlow() throws {
    #expect(try inserted("x: {}\n", at: "x", key: "a", value: .text("1")) == "x: {a: 1}\n")
    #expect(
      try inserted("x: { } # k\n", at: "x", key: "a", value: .text("1")) == "x: {a: 1 } # k\n")
    #expect(
      try inserted(
        "x: {a: 1, b: 2}", at: "x", key: "c", value: .flowSequence([.text("d")]), .after("a"))
        == "x: {a: 1, c: [d], b: 2}")
    #expect(try inserted("{a: 1,}", key: "c", value: .text("3")) == "{a: 1, c: 3,}")
    #expect(try inserted("{a}", key: "c", value: .text("3")) == "{a, c: 3}")
    #expect(try inserted("{a: }", key: "c", value: .text("3")) == "{a: , c: 3}")
    #expect(
      try inserted("x: {\n  a: 1, # k\n  b: 2\n}\n", at: "x", key: "c", value: .text("3"))
        == "x: {\n  a: 1, # k\n  b: 2,\n  c: 3\n}\n")
    #expect(
      try inserted("{a: 1}", key: "c", value: .mapping([.init("d", .text("1"))]))
        == "{a: 1, c: {d: 1}}")
  }

  @Test("what cannot be inserted is refused")
  func insertRefusals() throws {
    #expect(throws: YAMLEditError.keyExists("a")) {
      try inserted("a: 1", key: "a", value: .text("1"))
    }
    #expect(throws: YAMLEditError.noSuchKey("b")) {
      try inserted("a: 1", key: "c", value: .text("1"), .after("b"))
    }
    #expect(throws: YAMLEditError.notAMapping) {
      try inserted("a: 1", at: "a", key: "c", value: .text("1"))
    }
  }
}
