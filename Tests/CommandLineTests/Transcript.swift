import Foundation
import TestSupport

/// A file with calls of the program and what was seen.
///
/// - `$ vagknuten ...` is typed at a terminal, or with `| cat` behind it runs into a pipe. What follows is what was seen, to
///   `[slutkod N]`, which is the exit code as a shell tells it.
/// - `prompt«answer»`: once the program had asked the prompt, the answer was typed; without a prompt, once the line above
///   had been shown. `«Ctrl-C»` and `«Ctrl-D»` are keys.
/// - `$ vagknuten ... > /dev/null` has to succeed and is not shown.
/// - `# ...` is a remark.
struct Transcript {
  /// A call in the file.
  struct Call {
    /// The line as it stands there.
    let line: String
    let words: [String]
    let place: Place
    var answers: [Answer] = []
  }

  /// Where a call's output goes.
  enum Place: String {
    case terminal = ""
    case pipe = " | cat"
    case nowhere = " > /dev/null"
  }

  struct Answer {
    let prompt: String
    let typed: String
    /// The line above it; nil when that is an answer too.
    let above: String?
  }

  enum Part {
    case remark(String)
    case call(Call)
  }

  private(set) var parts: [Part] = []

  init(_ text: String) {
    var call: Call?
    var above: String?
    func finish() { if let done = call { parts.append(.call(done)) } }
    for line in text.components(separatedBy: "\n") {
      if line.hasPrefix("# ") {
        finish()
        call = nil
        parts.append(.remark(line))
      } else if line.hasPrefix("$ vagknuten") {
        finish()
        var words = line.dropFirst("$ vagknuten".count)
        let place = [Place.pipe, .nowhere].first { words.hasSuffix($0.rawValue) } ?? .terminal
        words = words.dropLast(place.rawValue.count)
        call = Call(line: line, words: TranscriptTests.words(words), place: place)
      } else if let start = line.firstIndex(of: "«"), line.hasSuffix("»") {
        let typed = line[line.index(after: start)...].dropLast()
        call?.answers.append(
          Answer(prompt: String(line[..<start]), typed: String(typed), above: above))
        above = nil
        continue
      }
      above = line
    }
    finish()
  }
}
