import Foundation
import TestSupport

/// The place of the handbook's pages for people: the demonstration's year, as it is on a day.
final class DemoFolder: HandbookPlace {
  private let root = NSTemporaryDirectory() + "vagknuten-handbok-" + UUID().uuidString
  private var copies = 0
  private var folder: String { "\(root)/\(copies)" }
  private var day: String?
  private var person: String?

  deinit { try? FileManager.default.removeItem(atPath: root) }

  func begin(with day: String) throws {
    copies += 1
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    let made = try Workplace.run(["demo", "--till", day, "--behåll", folder])
    guard made.status == 0 else { throw HandbookProblem(made.errors) }
  }

  func go(to day: String, as person: String?) { (self.day, self.person) = (day, person) }

  /// Types a command. Who sits there on which day need not be said each time.
  func call(_ typed: TypedCommand, answers: [String]?) throws -> Workplace.Result {
    guard copies > 0 else {
      throw HandbookProblem("the page has not said of which day the year is")
    }
    var words = typed.arguments
    for (option, value) in [("--som", person), ("--datum", day)] {
      if let value, !words.contains(option) { words += [option, value] }
    }
    let environment = typed.environment.merging(["VAGKNUTEN_HOME": folder]) { own, _ in own }
    guard let answers else {
      return try Workplace.run(words, environment: environment, in: folder)
    }
    let terminal = try Workplace.terminal(words, environment: environment)
    for answer in answers {
      try terminal.waitForQuestion()
      if let key = PseudoTerminal.Key(rawValue: answer) {
        terminal.press(key)
      } else {
        terminal.type(answer)
      }
    }
    let end = try terminal.end()
    return Workplace.Result(status: end.code, output: terminal.screen, errors: "")
  }

  func screen(_ shown: [String], seen: [String]) -> [String] { seen }

  func replace(_ old: String, with new: String, in file: String) throws {
    let text = try text(of: file)
    guard text.components(separatedBy: old).count == 2 else {
      throw HandbookProblem("“\(old)” does not stand there once:\n\(text)")
    }
    try write(text.replacingOccurrences(of: old, with: new), to: file)
  }

  func copy(_ file: String, to other: String) throws { try write(text(of: file), to: other) }

  func lines(of file: String) throws -> [String] {
    try text(of: file).components(separatedBy: "\n")
  }

  private func text(of file: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
  }

  private func write(_ text: String, to file: String) throws {
    try text.write(toFile: "\(folder)/\(file)", atomically: true, encoding: .utf8)
  }
}
