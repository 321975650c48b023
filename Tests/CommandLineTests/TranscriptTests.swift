import Foundation
import TestSupport
import Testing

/// Calls of the real program with everything it answers, kept as transcripts: a line `$ vagknuten ...` is typed, what
/// follows is what was seen. New ones are written by hand with only the `$` lines, and filled in by `RECORD=1`.
@Suite("Transcripts of the command line")
struct TranscriptTests {
  static let names: [String] = {
    let folder = Golden.folder.appendingPathComponent("CommandLine")
    let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    // What other tests keep there is no transcript.
    return (files ?? []).filter { name in
      let text = try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      return name.hasSuffix(".txt") && text?.contains("$ vagknuten") ?? false
    }.sorted()
  }()

  @Test("the program answers as before", arguments: names)
  func transcript(_ name: String) throws {
    let file = Golden.folder.appendingPathComponent("CommandLine/\(name)")
    let text = try String(contentsOf: file, encoding: .utf8)
    let workplace = try Workplace()
    var result = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("# ") {
        result += "\(line)\n"
        continue
      }
      guard line.hasPrefix("$ vagknuten") else { continue }
      let answer = try workplace.call(Self.words(line.dropFirst("$ vagknuten".count)))
      result += "\(line)\n\(Self.stable(answer.output + answer.errors, workplace.root))"
      result += "[slutkod \(answer.status)]\n\n"
    }
    #expect(Golden.difference(result, from: "CommandLine/\(name)") == nil)
  }

  /// Words as a shell reads them: quotes hold what is between them together.
  static func words(_ line: Substring) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for letter in line {
      if letter == quote {
        quote = nil
      } else if quote == nil, letter == "'" || letter == "\"" {
        quote = letter
        word = word ?? ""
      } else if quote == nil, letter == " " {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(letter)
      }
    }
    if let done = word { words.append(done) }
    return words
  }

  /// What is another on each run: the folder, the day of recording, the head of the chain.
  static func stable(_ text: String, _ root: String) -> String {
    var text = text.replacingOccurrences(of: root, with: "MAPP")
    for (pattern, stand) in [
      ("[0-9a-f]{64}", "HUVUD"), ("registrerat\\s+[0-9]{4}-[0-9]{2}-[0-9]{2}", "registrerat DAG"),
      ("efter i dag, [0-9]{4}-[0-9]{2}-[0-9]{2}", "efter i dag, DAG"),
      ("\"recorded\": [0-9]+", "\"recorded\": TID"),
      ("\"date\": \"20[2-9][0-9]-[0-9]{2}-[0-9]{2}\"", "\"date\": DAG"),
    ] {
      text = text.replacingOccurrences(of: pattern, with: stand, options: .regularExpression)
    }
    return text
  }
}
