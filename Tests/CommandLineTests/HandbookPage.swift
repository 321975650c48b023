import Foundation

/// A page of the handbook with its commands typed, one after another, and its screens written anew.
///
/// A line `$ vagknuten ...` in a fence is typed, and what was seen stands below it. Comments on lines of their own say what
/// else is to be done (`Directive`).
struct HandbookPage {
  /// The page as it shall be.
  private(set) var text = ""
  /// What could not be done as the page says.
  private(set) var problems: [String] = []

  private var lines: ArraySlice<String>
  private var result: [String] = []
  /// What has been said of the next screen.
  private var next = Next()

  private struct Next {
    var file: String?
    var excerpt: Excerpt?
    var answers: [String]?
    var isRefused = false
    var isEmpty: Bool { file == nil && excerpt == nil && answers == nil && !isRefused }
  }

  init(_ text: String, at place: some HandbookPlace) {
    lines = text.components(separatedBy: "\n")[...]
    while let line = lines.popFirst() {
      result.append(line)
      if line.hasPrefix("```") {
        fence(at: place)
      } else if line.hasPrefix("<!-- ") {
        do {
          try carryOut(Directive(comment: line), at: place)
        } catch {
          problems.append("\(line)\n\(error)")
        }
      }
    }
    if !next.isEmpty { problems.append("no screen comes after what was said of it") }
    self.text = result.joined(separator: "\n")
  }

  private mutating func carryOut(_ directive: Directive, at place: some HandbookPlace) throws {
    switch directive {
    case .demo(let day): try place.begin(with: day)
    case .day(let day, let person): try place.go(to: day, as: person)
    case .replace(let old, let new, let file): try place.replace(old, with: new, in: file)
    case .copy(let file, let other): try place.copy(file, to: other)
    case .type(let typed):
      let answer = try place.call(typed, answers: nil)
      guard answer.status == 0 else { throw HandbookProblem(answer.output + answer.errors) }
    case .file(let path, let excerpt): (next.file, next.excerpt) = (path, excerpt)
    case .excerpt(let excerpt): next.excerpt = excerpt
    case .answers(let answers): next.answers = answers
    case .refused: next.isRefused = true
    }
  }

  /// Writes what stands in a fence, and the line that ends it.
  private mutating func fence(at place: some HandbookPlace) {
    if let file = next.file {
      let said = take()
      write(over: untilEnd { _ in false }) {
        try said.excerpt?.cut(try place.lines(of: file), marksEnds: false) ?? []
      }
    }
    while let line = lines.popFirst() {
      result.append(line)
      if line.hasPrefix("```") { return }
      guard line.hasPrefix("$ "), let typed = TypedCommand(line.dropFirst(2)) else { continue }
      let said = take()
      let shown = untilEnd { $0.hasPrefix("$ ") }
      write(over: shown) {
        let answer = try place.call(typed, answers: said.answers)
        let seen = (typed.isQuiet ? "" : answer.output) + answer.errors
        guard (answer.status != 0) == said.isRefused else { throw HandbookProblem(seen) }
        let lines = Self.lines(seen)
        return place.screen(shown, seen: try said.excerpt?.cut(lines) ?? lines)
      }
    }
  }

  /// Writes a screen below the last line; what cannot be written anew stays as it stands.
  private mutating func write(over old: [String], _ screen: () throws -> [String]) {
    do {
      result += try screen()
    } catch {
      problems.append("\(result.last ?? "")\n\(error)")
      result += old
    }
  }

  private mutating func take() -> Next {
    defer { next = Next() }
    return next
  }

  private mutating func untilEnd(or isEnd: (String) -> Bool) -> [String] {
    let part = lines.prefix { !$0.hasPrefix("```") && !isEnd($0) }
    lines = lines.dropFirst(part.count)
    return Array(part)
  }

  private static func lines(_ answer: String) -> [String] {
    var lines = answer.components(separatedBy: "\n")
    while lines.last == "" { lines.removeLast() }
    return lines
  }
}

/// Where the commands of a page are typed.
protocol HandbookPlace {
  /// Types a command; at a terminal when there are answers to what it asks.
  func call(_ typed: TypedCommand, answers: [String]?) throws -> Workplace.Result
  /// What the page shall show, of what it shows and what was seen.
  func screen(_ shown: [String], seen: [String]) -> [String]

  /// Lays the demonstration's year out, as it is after a day.
  func begin(with day: String) throws
  /// Makes it another day, with somebody at the keyboard.
  func go(to day: String, as person: String?) throws
  /// Changes the one place in a file where a text stands.
  func replace(_ old: String, with new: String, in file: String) throws
  func copy(_ file: String, to other: String) throws
  func lines(of file: String) throws -> [String]
}

/// What a page asks for and does not get.
struct HandbookProblem: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Most places are no year of the demonstration.
extension HandbookPlace {
  func begin(with day: String) throws { throw HandbookProblem("there is no demo here") }
  func go(to day: String, as person: String?) throws { throw HandbookProblem("it is today here") }
  func replace(_ old: String, with new: String, in file: String) throws {
    throw HandbookProblem("no files are changed here")
  }
  func copy(_ file: String, to other: String) throws {
    throw HandbookProblem("no files are changed here")
  }
  func lines(of file: String) throws -> [String] {
    throw HandbookProblem("no files are shown here")
  }
}
