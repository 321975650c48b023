import CivilTime
import Diagnostics
import FEEL
import Foundation
import TestSupport
import Testing

/// Untrusted text gives a value or findings, never a trap: mutations of expressions that exercise the whole language.
@Suite("Mutations")
struct MutationTests {
  static let corpus: [String] = [
    #"for i in [1,2,3], j in 4..5 return i + j * partial[-1]"#,
    #"some x in [{a: 1}, {a: 2}] satisfies x.a > 1 and not(x.a = null)"#,
    #"if date("2017-02-01") + @"P12M" < today() then "över" else string join(["a", "b"], ", ")"#,
    #"{a b: 1, f: function(x: number, y) x ** y, c: f(a b, 2)}.c"#,
    #"[1..10] = (1..10] or 5 in (< 3, [4..6), >= 9) or 1 between 2 and 3"#,
    #"replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") = upper case("x\u00e5\U01F40E")"#,
    #"matches("aA-Z", "^[A-Z-[OI]]*\p{Lu}{2,3}(a|b)+?\1$", "imsx")"#,
    #"round half up(-1.23456e-10 / 3, 20) + decimal(2, 1) - sqrt(2) ** 0.5"#,
    #"[{x: 1}, {y: 2}][y > 1].x instance of list<context<a: string, b: range<number>>>"#,
    #"@"2021-01-01T10:10:10@Europe/Stockholm" - @"2020-12-31T24:00:00Z" = duration("P1DT2H")"#,
    #"sort([3,1,2], function(a, b) a < b)[item > 1][1] // slut"#,
    #"overlaps before([1..5], (3..8]) /* c */ and is(@"10:00:00+02:00", time("10:00:00"))"#,
    #"context put({x: 1}, ["x", "y"], null).x = get entries({"": 1})[1].value"#,
    #"ålder >= 18 and samtycke and utfall in ("behörig", "avråds")"#,
    #"number("1.000,5", ".", ",") * years and months duration(@"1990-01-31", @"2017-02-28").years"#,
    #"(function(f) f(f))(function(f) f(f))"#,
    #"list replace(append(concatenate([1], [2]), 3), -1, mode(1, 1, 2))"#,
  ]

  @Test("mutated expressions give a value or findings")
  func mutations() throws {
    var generator = SeededGenerator(seed: testSeed(default: 20_170_201))
    let rounds =
      ProcessInfo.processInfo.environment["VAGKNUTEN_MUTATIONS"].flatMap { Int($0) } ?? 20_000
    var corpus = Self.corpus.map { Array($0.utf8) }
    if let folder = conformanceFolder("feel"), rounds > 50_000 {
      for file in try FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: nil) where file.pathExtension == "json"
      {
        corpus += try ConformanceTest.read(file).map { Array($0.expression.utf8) }
      }
    }
    var environment = Environment()
    environment.declare(slot: 0, "ålder", .number)
    environment.declare(slot: 1, "samtycke", .boolean)
    environment.declare(slot: 2, "utfall", .string)
    let before = try #require(
      EvaluationContext(
        testDate: "2017-02-01", slots: [.number(20), .boolean(true), .string("behörig")]))
    for round in 0..<rounds {
      let bytes = Self.mutated(corpus, &generator)
      let text = String(decoding: bytes, as: UTF8.self)
      var frame = before
      frame.budget = 20_000
      var diagnostics = Diagnostics()
      let source = SourceText(text)
      if let compiled = FEEL.compile(
        expression: source, environment: environment, options: .lenient, diagnostics: &diagnostics)
      {
        _ = compiled.evaluate(&frame).feelText
      } else {
        #expect(diagnostics.hasErrors, "no finding for \(text), seed \(generator.seed), \(round)")
      }
      if let tests = FEEL.compile(
        unaryTests: source, input: TypeInfo(type: .number, nullable: true),
        environment: environment, options: .lenient, diagnostics: &diagnostics)
      {
        _ = tests.matches(.number(5), &frame)
      }
      if round % 64 == 0 { _ = DiagnosticRenderer().render(diagnostics) }
    }
  }

  private static func mutated(
    _ corpus: [[UInt8]], _ generator: inout SeededGenerator
  ) -> [UInt8] {
    var bytes = corpus.randomElement(using: &generator) ?? []
    let pieces: [String] = [
      "(", ")", "[", "]", "{", "}", "..", "-", "1e999", "99999999999999999999999999999999999999",
      "0.0000000000000000000000001", "\"", "\\", "@", "null", "function(", "for x in ", "**", "'",
      "å", "\u{0}", "?", "-9223372036854775808", "9223372036854775807", "P999999999Y", "item",
      "partial", " in ", " instance of ", "#", "if ", "not(", "==", ".", ",", "\u{300}", "😀",
    ]
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let place = bytes.isEmpty ? 0 : Int.random(in: 0...bytes.count, using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0:
        if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &generator) }
      case 1:
        if place < bytes.count { bytes.remove(at: place) }
      case 2, 3:
        bytes.insert(
          contentsOf: Array((pieces.randomElement(using: &generator) ?? "").utf8), at: place)
      case 4:
        let other = corpus.randomElement(using: &generator) ?? []
        let start = other.isEmpty ? 0 : Int.random(in: 0..<other.count, using: &generator)
        let length = min(other.count - start, Int.random(in: 0...40, using: &generator))
        bytes.insert(contentsOf: other[start..<start + length], at: place)
      default:
        let end = min(bytes.count, place + Int.random(in: 0...10, using: &generator))
        bytes.removeSubrange(place..<end)
      }
    }
    return bytes
  }

  @Test(
    "deep nesting is a finding, not a crash",
    arguments: ["(", "[", "-", "{a: ", "if ", "not(", "function(x) ", "x[", "for x in [", "1 in ("])
  func depth(piece: String) {
    var diagnostics = Diagnostics()
    let text = String(repeating: piece, count: 20_000 / piece.utf8.count)
    #expect(
      FEEL.compile(
        expression: SourceText(text), environment: Environment(), diagnostics: &diagnostics) == nil)
    #expect(diagnostics.hasErrors)
    var tests = Diagnostics()
    #expect(
      FEEL.compile(
        unaryTests: SourceText(text), input: TypeInfo(type: .any, nullable: true),
        environment: Environment(), diagnostics: &tests) == nil)
  }

  @Test("nesting just below the limit is compiled and evaluated")
  func nesting() throws {
    var frame = try #require(EvaluationContext(testDate: "2017-02-01"))
    for (open, close, count) in [("(", ")", 90), ("[", "]", 90), ("-", "", 90), ("abs(", ")", 80)] {
      var diagnostics = Diagnostics()
      let text =
        String(repeating: open, count: count) + "1" + String(repeating: close, count: count)
      let compiled = FEEL.compile(
        expression: SourceText(text), environment: Environment(), options: .lenient,
        diagnostics: &diagnostics)
      #expect(!diagnostics.hasErrors, "\(open): \(diagnostics.findings.map(\.message))")
      #expect(compiled?.evaluate(&frame).isNull == false)
    }
  }

  @Test("long sums and conditions do not nest")
  func chains() throws {
    var frame = try #require(EvaluationContext(testDate: "2017-02-01"))
    var diagnostics = Diagnostics()
    let sum = FEEL.compile(
      expression: SourceText(Array(repeating: "1", count: 10_000).joined(separator: " + ")),
      environment: Environment(), diagnostics: &diagnostics)
    #expect(sum?.evaluate(&frame) == .number(10_000))
    let condition = FEEL.compile(
      expression: SourceText(Array(repeating: "true", count: 5_000).joined(separator: " and ")),
      environment: Environment(), diagnostics: &diagnostics)
    #expect(condition?.holds(&frame) == true)
  }

  @Test("work without end stops with a reason")
  func work() throws {
    for text in [
      "count(for i in 1..100000, j in 1..100000 return i)",
      "(function(f) f(f))(function(f) f(f))",
      #"matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "(a+)+$b")"#,
      "sum(for i in 1..9000000 return i)",
    ] {
      var frame = try #require(EvaluationContext(testDate: "2017-02-01"))
      var diagnostics = Diagnostics()
      let compiled = FEEL.compile(
        expression: SourceText(text), environment: Environment(), options: .lenient,
        diagnostics: &diagnostics)
      let clock = ContinuousClock()
      let time = clock.measure { _ = compiled?.evaluate(&frame) }
      #expect(frame.notes.contains { $0.kind == .limit }, "\(text): \(frame.notes)")
      #expect(time < .seconds(60))
    }
  }
}
