import Diagnostics
import Foundation
import Programme
import TestSupport
import Testing

@Suite("Mutilated definitions")
struct MutationTests {
  /// Each file changed at random: loading the programme with it never traps, and what is found lies in the file.
  ///
  /// `VAGKNUTEN_MUTATIONS` sets how many times (for a long run), `VAGKNUTEN_SEED` repeats a failure.
  @Test(
    "a file with lines and words deleted, doubled, swapped or cut off gives findings inside it, never a trap"
  )
  func mutations() throws {
    let seed = testSeed(default: 20_170_201)
    var random = SeededGenerator(seed: seed)
    let environment = ProcessInfo.processInfo.environment
    let rounds = environment["VAGKNUTEN_MUTATIONS"].flatMap { Int($0) } ?? 1_200
    let shipped = try ShippedProgramme.files()
    let small = try FaultSuite.programme().sorted { $0.key < $1.key }
    let words = Self.words(shipped.map(\.text) + small.map(\.value))
    for round in 0..<rounds {
      // The small programme is loaded whole with one file changed; a shipped file by itself, and now and then among all.
      let isSmall = round.isMultiple(of: 3)
      let files: [(path: String, text: String)] =
        isSmall ? small.map { ($0.key, $0.value) } : shipped
      let index = Int.random(in: 0..<files.count, using: &random)
      var text = Array(files[index].text.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        text = Self.mutate(text, words, &random)
      }
      let mutant = SourceFile(path: files[index].path, bytes: text)
      var sources = [mutant]
      if isSmall || round % 200 == 1 {
        sources += files.enumerated().filter { $0.offset != index }.map {
          SourceFile(path: $0.element.path, text: $0.element.text)
        }
      }
      let sourceSet = Set(sources.map(ObjectIdentifier.init))
      var findings = Diagnostics()
      let start = ContinuousClock.now
      _ = Loader.load(
        sources.filter { !$0.path.contains("scenarier") }, hash: "", diagnostics: &findings)
      if mutant.path.contains("scenarier") {
        _ = Scenario.read(mutant, diagnostics: &findings)
      }
      let took = ContinuousClock.now - start
      let place: Comment = "seed \(seed), round \(round), \(mutant.path)"
      #expect(took < .seconds(20), place)
      for finding in findings.findings {
        for span in [finding.span] + finding.notes.map(\.span) {
          guard let span else { continue }
          let isInside =
            sourceSet.contains(ObjectIdentifier(span.source)) && span.range.lowerBound >= 0
            && span.range.upperBound <= span.source.bytes.count
          #expect(isInside, "\(place): \(finding.code) \(finding.message)")
          if !isInside { return }
        }
      }
      _ = DiagnosticRenderer().render(findings)
    }
  }

  /// What occurs in the files, to put it where it does not belong.
  private static func words(_ texts: [String]) -> [[UInt8]] {
    var words: Set<String> = []
    for text in texts {
      for word in text.split(whereSeparator: { " \n".contains($0) }) { words.insert(String(word)) }
    }
    let odd = [
      "\t", "!=", "- ", "{", "}", "[", "]", "'", "\"", "&a", "*a", "|", ">", "...", "---", "~", "§",
      "\u{0}", "9223372036854775807 veckor", "9223372036854775807", "99999999999999999999 månader",
      "9000000000000 arbetsdagar före", "0 veckor", "-1 arbetsdag", "9999-12-31", "0000-00-00",
      "1e999", "-9223372036854775808",
    ]
    return (words.sorted() + odd + odd + odd).map { Array($0.utf8) }
  }

  private static func mutate(
    _ bytes: [UInt8], _ words: [[UInt8]], _ random: inout SeededGenerator
  ) -> [UInt8] {
    guard bytes.count > 2 else { return bytes }
    let isLine = Bool.random(using: &random)
    let separators: Set<UInt8> = isLine ? [0x0A] : [0x0A, 0x20, 0x2C, 0x7B, 0x7D, 0x5B, 0x5D, 0x3A]
    let at = Int.random(in: 0..<bytes.count, using: &random)
    var lower = at
    while lower > 0, !separators.contains(bytes[lower - 1]) { lower -= 1 }
    var upper = at
    while upper < bytes.count, !separators.contains(bytes[upper]) { upper += 1 }
    if isLine, upper < bytes.count { upper += 1 }
    let piece = Array(bytes[lower..<upper])
    let before = Array(bytes[..<lower])
    let after = Array(bytes[upper...])
    switch Int.random(in: 0..<7, using: &random) {
    case 0: return before + after
    case 1: return before + piece + piece + after
    case 2: return before + (words.randomElement(using: &random) ?? []) + after
    case 3: return before + piece + [0x20] + (words.randomElement(using: &random) ?? []) + after
    case 4: return Array(bytes[..<at])
    case 5: return before + piece.reversed() + after
    default:
      // Another place of the same file.
      let other = Int.random(in: 0..<bytes.count, using: &random)
      let end = min(bytes.count, other + piece.count)
      return before + Array(bytes[other..<end]) + after
    }
  }
}
