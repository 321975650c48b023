import Foundation
import TestSupport
import Testing

@testable import Outputs

/// Dialogues with the real program at a real terminal, kept as transcripts (`Transcript`). New ones are written by hand
/// with the `$` lines and what is to be answered, of a prompt as much as is known of its end; `RECORD=1` fills in the rest.
/// Files whose names end in `-60` are of terminals with 60 columns.
@Suite("Dialogues at a terminal")
struct DialogueTests {
  static let folder = "CommandLine/Dialogues"

  static let names: [String] = {
    let folder = Golden.folder.appendingPathComponent(Self.folder)
    let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (files ?? []).filter { $0.hasSuffix(".txt") }.sorted()
  }()

  @Test("the program asks and answers as before", arguments: names)
  func dialogue(_ name: String) throws {
    let file = Golden.folder.appendingPathComponent("\(Self.folder)/\(name)")
    let text = try String(contentsOf: file, encoding: .utf8)
    let columns = name.hasSuffix("-60.txt") ? 60 : 80
    let workplace = try Workplace()
    var result = ""
    for part in Transcript(text).parts {
      switch part {
      case .remark(let line): result += "\(line)\n"
      case .call(let call):
        result += try Self.run(call, in: workplace, columns: columns)
      }
    }
    #expect(Golden.difference(result, from: "\(Self.folder)/\(name)") == nil)
  }

  private static func run(_ call: Transcript.Call, in workplace: borrowing Workplace, columns: Int)
    throws -> String
  {
    switch call.place {
    case .nowhere:
      let answer = try workplace.call(call.words)
      #expect(answer.status == 0, "\(call.line)\n\(answer.errors)")
      return "\(call.line)\n\n"
    case .pipe:
      let answer = try workplace.call(call.words)
      let seen = answer.output + answer.errors
      #expect(!seen.contains("\u{1B}"), "\(call.line): a pipe gets no escape codes")
      return "\(call.line)\n\(TranscriptTests.stable(seen, workplace.root))"
        + "[slutkod \(answer.status)]\n\n"
    case .terminal:
      let terminal = try workplace.terminal(call.words, columns: columns)
      var unanswered = call.answers[...]
      var code = "?"
      do {
        while let answer = unanswered.first {
          try wait(for: answer, at: terminal)
          if let key = PseudoTerminal.Key(rawValue: answer.typed) {
            terminal.press(key)
          } else {
            terminal.type(answer.typed)
          }
          unanswered = unanswered.dropFirst()
        }
        code = "\(try terminal.end().code)"
      } catch let problem as PseudoTerminal.Problem {
        // What is written by hand is not lost when it does not fit.
        guard Golden.isRecording else { throw problem }
        Issue.record(problem, "\(call.line)")
      }
      var seen = terminal.screen
      if !seen.hasSuffix("\n") { seen += "\n" }
      for line in seen.components(separatedBy: "\n") {
        // What is typed is as long as the person who types it pleases.
        let shown = line.components(separatedBy: "«")[0]
        #expect(shown.columns <= columns, "\(call.line): wider than the terminal: \(line)")
      }
      for answer in unanswered { seen += "\(answer.prompt)«\(answer.typed)»\n" }
      return "\(call.line)\n\(TranscriptTests.stable(seen, workplace.root))[slutkod \(code)]\n\n"
    }
  }

  private static func wait(for answer: Transcript.Answer, at terminal: PseudoTerminal) throws {
    if answer.prompt.isEmpty {
      // Nothing stands on the line that is typed, so what stands above it tells that it is time.
      guard let above = answer.above else { return }
      try terminal.wait(forText: above + "\n")
      try terminal.waitForEditing()
    } else if Golden.isRecording {
      try terminal.wait(for: String(answer.prompt.suffix(2)), exactly: false)
    } else {
      try terminal.wait(for: answer.prompt)
    }
  }
}
