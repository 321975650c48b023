import Diagnostics
import TestSupport
import Testing
import YAMLTree

/// A document as plain data, to compare with.
indirect enum Model: Equatable {
  case text(String)
  case list([Model])
  case map([Pair])

  struct Pair: Equatable {
    var key: String
    var value: Model
  }

  init(_ node: YAMLNode) {
    switch node.kind {
    case .scalar(let scalar): self = .text(scalar.text)
    case .sequence(let items): self = .list(items.map(Model.init))
    case .mapping(let entries):
      self = .map(
        entries.map { Pair(key: $0.key.scalar?.text ?? "", value: Model($0.value)) })
    }
  }
}

/// Writes random documents in mixed styles.
struct RandomDocument {
  var generator: SeededGenerator
  let end: String
  private var number = 0

  init(generator: SeededGenerator, end: String) {
    self.generator = generator
    self.end = end
  }

  static let texts = [
    "ett", "12 månader", "2017-02-01", "å ä ö", "x y  z", "nej", "a-b", "😀", "ålder >= 18", "1.5",
  ]

  mutating func pick<T>(_ choices: [T], _ fallback: T) -> T {
    choices.randomElement(using: &generator) ?? fallback
  }

  mutating func comment() -> String {
    pick(["", "", "  # kommentar: {x}", " # å"], "")
  }

  mutating func key() -> String {
    number += 1
    return pick(["k\(number)", "nyckel \(number)", "\"q\(number)\"", "'å\(number)'"], "k\(number)")
  }

  mutating func scalar() -> String {
    let text = pick(Self.texts, "x")
    return pick([text, "\"\(text)\"", "'\(text)'", "\"a \\u00e5 \\\"b\\\"\""], text)
  }

  mutating func flow(_ depth: Int) -> String {
    switch Int.random(in: 0..<(depth > 0 ? 4 : 2), using: &generator) {
    case 2:
      let parts = (0..<Int.random(in: 0...3, using: &generator)).map { _ in flow(depth - 1) }
      return "[" + parts.joined(separator: ", ") + "]"
    case 3:
      let parts = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
        key() + ": " + flow(depth - 1)
      }
      return "{" + parts.joined(separator: pick([", ", " ,  "], ", ")) + "}"
    default: return scalar()
    }
  }

  /// The lines of a mapping.
  mutating func mapping(_ indent: Int, _ depth: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var text = ""
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      if Int.random(in: 0..<6, using: &generator) == 0 { text += margin + "# rad" + end + end }
      text += margin + key() + ":" + value(indent, depth)
    }
    return text
  }

  private mutating func value(_ indent: Int, _ depth: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &generator) {
    case 0, 1: return " " + scalar() + comment() + end
    case 2: return " " + flow(2) + comment() + end
    case 3: return comment() + end
    case 4:
      let header = pick(["|", "|-", "|+", ">", ">-"], "|")
      return " " + header + comment() + end + margin + "   rad ett" + end + margin + "   två å"
        + end
        + pick(["", end], "")
    case 5: return " ett" + end + margin + "    två" + comment() + end
    case 6:
      var text = end
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        text += margin + "- " + scalar() + comment() + end
        if Bool.random(using: &generator) {
          let inner = mapping(indent + 2, 0)
          text += margin + "- " + inner.drop { $0 == " " }
        }
      }
      return text.contains("- #") ? " x" + end : text
    default: return comment() + end + mapping(indent + pick([1, 2, 4], 2), depth - 1)
    }
  }
}

@Suite struct RandomEditTests {
  static let replacements = [
    "", "x", "12 månader", "> 18", "- 5", "a: b", "a #b", "@\"2017-02-01\"", "it's \"så\"", "\\",
    "[1..3]",
    "a, b", "rad\nrad två\n", "rad", "a\n\n  b", " ", "\u{7}", "å😀", "*x", "!= 3", "null", "~",
    "\"", "'",
    "\u{2028}", "{}", "a:", ":a", "#", "?", "-", "---", "...", "a\tb", "\ta", "% x", "ett\n\n",
    "\n",
  ]

  /// The nodes that can be edited, with the way to each in the model.
  static func scalars(_ node: YAMLNode) -> [YAMLNode] {
    switch node.kind {
    case .scalar: [node]
    case .sequence(let items): items.flatMap(scalars)
    case .mapping(let entries): entries.flatMap { scalars($0.value) }
    }
  }

  static func mappings(_ node: YAMLNode) -> [YAMLNode] {
    switch node.kind {
    case .scalar: []
    case .sequence(let items): items.flatMap(mappings)
    case .mapping(let entries): [node] + entries.flatMap { mappings($0.value) }
    }
  }

  /// The model of a tree with one node exchanged.
  static func model(_ node: YAMLNode, at place: SourceSpan, _ change: (Model) -> Model) -> Model {
    if node.span == place, case .scalar = node.kind { return change(Model(node)) }
    switch node.kind {
    case .scalar: return Model(node)
    case .sequence(let items): return .list(items.map { model($0, at: place, change) })
    case .mapping(let entries):
      let pairs = entries.map {
        Model.Pair(key: $0.key.scalar?.text ?? "", value: model($0.value, at: place, change))
      }
      return node.span == place ? change(.map(pairs)) : .map(pairs)
    }
  }

  static func read(_ bytes: [UInt8]) -> YAMLDocument? {
    var diagnostics = Diagnostics()
    let source = SourceFile(path: "f", bytes: bytes)
    let document = YAMLTree.parse(source, diagnostics: &diagnostics)
    return diagnostics.isEmpty ? document : nil
  }

  /// Bytes before and after the one place that changed.
  static func isOneChange(_ old: [UInt8], _ new: [UInt8], around place: Range<Int>) -> Bool {
    let head = zip(old, new).prefix { $0 == $1 }.count
    let tail = zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.count
    return head >= place.lowerBound && tail >= old.count - place.upperBound
  }

  @Test("random scalars replaced in random documents give the edited tree, other bytes unchanged")
  func replace() throws {
    var generator = SeededGenerator(seed: testSeed(default: 21))
    var done = 0
    for round in 0..<600 {
      var random = RandomDocument(
        generator: SeededGenerator(seed: generator.next()), end: round % 2 == 0 ? "\n" : "\r\n")
      let text = random.mapping(round % 3, 3)
      let document = try #require(
        Self.read(Array(text.utf8)), "seed \(generator.seed) not read: \(text)")
      guard let node = Self.scalars(document.root).randomElement(using: &generator),
        let new = Self.replacements.randomElement(using: &generator)
      else { continue }
      let context =
        "seed \(generator.seed) round \(round) \(new.debugDescription)\n\(text)\n\(node.span)"
      do {
        let bytes = try YAMLEdit.replaceScalar(node, with: new, in: document)
        let edited = try #require(Self.read(bytes), "\(context)")
        let wanted = Self.model(document.root, at: node.span) { _ in .text(new) }
        #expect(Model(edited.root) == wanted, "\(context)")
        #expect(
          Self.isOneChange(document.source.bytes, bytes, around: node.span.range), "\(context)")
        done += 1
      } catch {
        Issue.record("\(error) \(context)")
      }
    }
    #expect(done > 500)
  }

  @Test("random entries inserted into random mappings give the edited tree, other bytes unchanged")
  func insert() throws {
    var generator = SeededGenerator(seed: testSeed(default: 22))
    for round in 0..<600 {
      var random = RandomDocument(
        generator: SeededGenerator(seed: generator.next()), end: round % 2 == 0 ? "\n" : "\r\n")
      let text = random.mapping(round % 3, 3)
      guard let document = Self.read(Array(text.utf8)),
        let node = Self.mappings(document.root).randomElement(using: &generator),
        let new = Self.replacements.randomElement(using: &generator),
        let key = ["ny", "2018-01-01", "a: b", "- x", "å ä"].randomElement(using: &generator)
      else {
        Issue.record("seed \(generator.seed) not read: \(text)")
        continue
      }
      let entries = try #require(node.entries)
      let after = entries.indices.randomElement(using: &generator)
      let position: YAMLEdit.Position = after.map { .after(entries[$0].name) } ?? .end
      let inner = [YAMLContent.Entry("värde", .text(new)), .init("b", .flowSequence([.text("c")]))]
      let value =
        [YAMLContent.text(new), .mapping(inner), .flowMapping(inner)]
        .randomElement(using: &generator) ?? .text(new)
      let context =
        "seed \(generator.seed) round \(round) \(position) \(value)\n\(text)\n\(node.span)"
      do {
        let bytes = try YAMLEdit.insertEntry(
          key: key, value: value, into: node, position: position, in: document)
        let edited = try #require(Self.read(bytes), "\(context)")
        let wanted = Self.model(document.root, at: node.span) { old in
          guard case .map(var pairs) = old else { return old }
          let content: Model =
            if case .text = value {
              .text(new)
            } else {
              .map([
                .init(key: "värde", value: .text(new)), .init(key: "b", value: .list([.text("c")])),
              ])
            }
          pairs.insert(
            .init(key: key, value: content), at: after.map { $0 + 1 } ?? pairs.count)
          return .map(pairs)
        }
        #expect(Model(edited.root) == wanted, "\(context)")
        let head = zip(document.source.bytes, bytes).prefix { $0 == $1 }.count
        let added = bytes.count - document.source.bytes.count
        #expect(
          added > 0 && bytes[(head + added)...].elementsEqual(document.source.bytes[head...]),
          "\(context)")
      } catch {
        Issue.record("\(error) \(context)")
      }
    }
  }
}
