import Diagnostics

/// The argument parser's own texts in Swedish. It has no translations, so its finished texts are read and rewritten; what
/// is not recognised stays as it is.
public enum SwedishUsage {
  /// A message about the command line, without final line break.
  ///
  /// - Parameter options: the options that the command has, by their own names and by their other names; nil where they
  ///   are not known, and the parser's own guess is told.
  public static func error(
    _ message: String, options: (own: [String], others: [String])? = nil
  ) -> (text: String, help: String?) {
    var words = Words(message)
    if words.take("Unknown option '") {
      let option = words.until("'")
      if let options {
        return (
          "alternativet `\(option)` finns inte",
          (near(option, options.own) ?? near(option, options.others)).map { "menade du `\($0)`?" }
        )
      }
      if words.take("'. Did you mean '") {
        return ("alternativet `\(option)` finns inte", "menade du `\(words.until("'"))`?")
      }
      return ("alternativet `\(option)` finns inte", nil)
    }
    if words.take("Missing value for '") {
      return ("värdet saknas för `\(words.until("'"))`", nil)
    }
    if words.take("Missing expected argument '") {
      return ("argumentet `\(words.until("'"))` saknas", nil)
    }
    if words.take("Missing one of: ") { return ("något av \(words.rest) saknas", nil) }
    if words.take("Unexpected argument '") {
      return ("argumentet `\(words.until("'"))` var inte väntat", nil)
    }
    if words.take("The option '") {
      let option = words.until("'")
      return ("alternativet `\(option)` tar inget värde", nil)
    }
    if words.take("The value '") {
      let value = words.until("' is invalid")
      if words.take("' is invalid for '") {
        return ("värdet `\(value)` går inte för `\(words.until("'"))`", nil)
      }
      return ("värdet `\(value)` går inte att läsa", nil)
    }
    if words.take("Missing required subcommand") { return ("kommandot saknas", nil) }
    if let range = message.rangeOf(" unexpected arguments: ") {
      return ("argumenten \(message[range.upperBound...]) var inte väntade", nil)
    }
    return (message, nil)
  }

  /// The option that is near enough to be a slip of the hand: the dashes, which all have, do not count.
  private static func near(_ option: String, _ options: [String]) -> String? {
    let bare = { (text: String) in String(text.drop { $0 == "-" }) }
    guard let name = suggest(bare(option), among: options.map(bare)) else { return nil }
    return options.first { bare($0) == name }
  }

  /// A help page or usage line.
  public static func help(_ text: String) -> String {
    var result = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      result += self.line(String(line)) + "\n"
    }
    if !text.hasSuffix("\n") { result.removeLast() }
    return result
  }

  /// A whole help page, with its usage broken into lines that fit; the parser breaks only the rest.
  public static func page(_ text: String, _ style: Style) -> String {
    var lines = help(text).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines.map { line in
      if line.hasPrefix(usage) { return wrapped(line, style) + "\n" }
      // The second of several usages stands under the first, as far in as the parser's own heading is long.
      let isUsage = line.hasPrefix(String(repeating: " ", count: "USAGE: ".count) + "vagknuten")
      return (isUsage ? wrapped(" " + line, style) : line) + "\n"
    }.joined()
  }

  /// A usage line among other details, broken between its arguments; nil for any other line.
  static func detail(_ line: String, _ style: Style, indent: Int) -> String? {
    guard line.hasPrefix(usage) else { return nil }
    return wrapped(line, style, indent: indent, hanging: indent + 2)
  }

  private static func wrapped(_ line: String, _ style: Style) -> String {
    wrapped(
      line, style, indent: line.hasPrefix(" ") ? usage.count : 0, hanging: usage.count)
  }

  /// Broken between arguments, not inside brackets.
  private static func wrapped(_ line: String, _ style: Style, indent: Int, hanging: Int) -> String {
    var depth = 0
    let joined = line.map { letter -> Character in
      if letter == "[" || letter == "<" { depth += 1 }
      if letter == "]" || letter == ">" { depth -= 1 }
      return letter == " " && depth > 0 ? "\u{A0}" : letter
    }
    let broken = style.wrap(
      String(joined.drop { $0 == " " }), indent: indent, hanging: hanging)
    return String(broken.map { $0 == "\u{A0}" ? " " : $0 })
  }

  private static func line(_ line: String) -> String {
    for (english, swedish) in headings where line.hasPrefix(english) {
      return pieces(swedish + line.dropFirst(english.count))
    }
    return pieces(line)
  }

  private static func pieces(_ line: String) -> String {
    var line = line
    for (english, swedish) in phrases {
      if let range = line.rangeOf(english) {
        line = line[..<range.lowerBound] + swedish + line[range.upperBound...]
      }
    }
    return line
  }

  private static let usage = "Så här: "

  private static let headings = [
    ("OVERVIEW: ", ""), ("USAGE: ", usage), ("Usage: ", usage),
    ("ARGUMENTS:", "Argument:"), ("OPTIONS:", "Alternativ:"), ("SUBCOMMANDS:", "Kommandon:"),
    ("  See '", "  Se `"),
  ]

  private static let phrases = [
    ("Show help information.", "Visa den här hjälpen."),
    ("Show the version.", "Visa versionen."),
    ("Show subcommand help information.", "Visa hjälpen för ett kommando."),
    ("' for more information.", "` för mer."),
    ("' for detailed help.", "` för mer om ett kommando."),
    ("<subcommand>", "<kommando>"), ("(default: ", "(annars: "), ("[<options>]", "[alternativ]"),
    (" SUBCOMMANDS:", ":"),
  ]

  /// Reads a text piece by piece.
  private struct Words {
    var rest: Substring
    init(_ text: String) { rest = text[...] }

    mutating func take(_ text: String) -> Bool {
      guard rest.hasPrefix(text) else { return false }
      rest = rest.dropFirst(text.count)
      return true
    }

    /// Up to a mark, which stays; everything when it does not come.
    mutating func until(_ mark: String) -> String {
      let text = String(rest)
      guard let range = text.rangeOf(mark) else {
        rest = ""
        return text
      }
      rest = rest.dropFirst(text[..<range.lowerBound].count)
      return String(text[..<range.lowerBound])
    }
  }
}

extension String {
  func rangeOf(_ text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
