import Foundation

/// What a comment on a line of its own in a page of the handbook says. Words are read as a shell reads them.
enum Directive {
  /// `<!-- demo 2017-04-09 -->`: what follows is typed in a new copy of the demonstration's year, as it is after that day.
  case demo(until: String)
  /// `<!-- day 2017-04-10 anna -->`: what follows is typed on that day, by Anna.
  case day(String, person: String?)
  /// `<!-- $ vagknuten ... -->`: typed without being shown, and has to succeed.
  case type(TypedCommand)
  /// `<!-- replace "old" with "new" in FILE -->`: the one place in the file is changed; `\n` is a line end.
  case replace(String, with: String, in: String)
  /// `<!-- copy FILE to FILE -->`
  case copy(String, to: String)
  /// `<!-- excerpt ... -->`: of the next answer only these parts are shown.
  case excerpt(Excerpt)
  /// `<!-- file FILE ... -->`: the next fence shows these parts of the file.
  case file(String, Excerpt)
  /// `<!-- answers ja "" Ctrl-D -->`: the next command is typed at a terminal, and what it asks is answered so.
  case answers([String])
  /// `<!-- refused -->`: the next command is refused; others have to succeed.
  case refused

  /// - Throws: `HandbookProblem` when it says nothing of the kind.
  init(comment: String) throws {
    guard comment.hasSuffix(" -->") else { throw HandbookProblem("the comment does not end") }
    let text = comment.dropFirst("<!-- ".count).dropLast(" -->".count)
    if text.hasPrefix("$ "), let typed = TypedCommand(text.dropFirst(2)) {
      self = .type(typed)
      return
    }
    let words = TranscriptTests.words(text)
    let rest = Array(words.dropFirst())
    switch (words.first, rest.count) {
    case ("demo", 1): self = .demo(until: rest[0])
    case ("day", 1...2): self = .day(rest[0], person: rest.dropFirst().first)
    case ("replace", 5) where rest[1] == "with" && rest[3] == "in":
      let texts = rest.map { $0.replacingOccurrences(of: "\\n", with: "\n") }
      self = .replace(texts[0], with: texts[2], in: rest[4])
    case ("copy", 3) where rest[1] == "to": self = .copy(rest[0], to: rest[2])
    case ("excerpt", 1...): self = .excerpt(Excerpt(rest[...]))
    case ("file", 2...): self = .file(rest[0], Excerpt(rest[1...]))
    case ("answers", _): self = .answers(rest)
    case ("refused", 0): self = .refused
    default: throw HandbookProblem("that is nothing to do")
    }
  }
}
