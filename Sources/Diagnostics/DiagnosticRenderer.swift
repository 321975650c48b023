/// Writes findings for people: place, code, message, the line with the place underlined, notes and help.
///
/// ```
/// Workflows/lån.yaml:12:13: fel[unknown-state]: tillståndet `utlnåad` finns inte
///    12 |     target: utlnåad
///       |             ^^^^^^^
///       = hjälp: menade du `utlånad`?
/// ```
public struct DiagnosticRenderer: Sendable {
  /// Whether to colour with ANSI sequences; only for a terminal.
  public let colour: Bool
  /// Lines longer than this are cut around the place, in characters.
  public let width: Int
  /// Whether messages, notes and help are broken at the width too: for a terminal, not for what reads line by line.
  public let wraps: Bool
  /// Whether to name the kind of a finding behind its severity: for those who write definitions, not for a file that somebody
  /// fills in.
  public let showsCodes: Bool

  /// A renderer.
  public init(
    colour: Bool = false, width: Int = 120, wraps: Bool = false, showsCodes: Bool = true
  ) {
    self.showsCodes = showsCodes
    self.colour = colour
    self.width = width
    self.wraps = wraps
  }

  /// One finding, ending with a line break.
  public func render(_ finding: Diagnostic) -> String {
    let place = finding.span.map { span in
      let start = span.start
      return "\(span.source.path):\(start.line):\(start.column): "
    }
    let head = Self.harmless(place ?? "")
    let word = finding.severity.swedish
    let code = showsCodes ? "[\(finding.code)]" : ""
    var text = broken("\(head)\(word)\(code): \(Self.harmless(finding.message))", 2)
    if colour, text.hasPrefix(head + word) {
      text = head + paint(word, finding.severity.colour) + text.dropFirst((head + word).count)
    }
    if let span = finding.span { text += snippet(span) }
    for note in finding.notes {
      if let span = note.span {
        let start = span.start
        let place = "\(span.source.path):\(start.line):\(start.column)"
        text += broken("  \(Self.harmless(place)): \(Self.harmless(note.message))", 4)
        text += snippet(span)
      } else {
        text += broken("       = \(Self.harmless(note.message))", 9)
      }
    }
    if let help = finding.help { text += broken("       = hjälp: \(Self.harmless(help))", 9) }
    return text
  }

  /// All findings in reading order, a blank line between them, and a last line that counts them.
  public func render(_ diagnostics: Diagnostics) -> String {
    let findings = diagnostics.sorted
    guard !findings.isEmpty else { return "" }
    return findings.map(render).joined(separator: "\n") + "\n" + Self.summary(findings) + "\n"
  }

  /// `2 fel, 1 varning`.
  public static func summary(_ findings: [Diagnostic]) -> String {
    let errors = findings.count { $0.severity == .error }
    let warnings = findings.count { $0.severity == .warning }
    let notes = findings.count { $0.severity == .note }
    var parts = ["\(errors) fel", "\(warnings) \(warnings == 1 ? "varning" : "varningar")"]
    if notes > 0 { parts.append("\(notes) \(notes == 1 ? "upplysning" : "upplysningar")") }
    return parts.joined(separator: ", ")
  }

  /// A line with its line break, broken between words where it is longer than the width; what follows is indented.
  private func broken(_ line: String, _ indent: Int) -> String {
    guard wraps, line.count > max(width, 40) else { return line + "\n" }
    var result = ""
    var current = ""
    // The blanks at the start belong to the first word.
    let start = line.prefix { $0 == " " }
    for (index, word) in line.dropFirst(start.count).split(separator: " ").enumerated() {
      if index == 0 {
        current = String(start + word)
      } else if current.count + 1 + word.count <= max(width, 40) {
        current += " " + word
      } else {
        result += current + "\n"
        current = String(repeating: " ", count: indent) + word
      }
    }
    return result + current + "\n"
  }

  /// The first line of a span with the place underlined. A span that goes on over several lines is underlined to the
  /// end of its first.
  private func snippet(_ span: SourceSpan) -> String {
    let source = span.source
    let line = source.lineIndex(at: min(max(span.range.lowerBound, 0), source.bytes.count))
    let range = source.lineRange(line)
    let start = min(max(span.range.lowerBound, range.lowerBound), range.upperBound)
    let end = min(max(span.range.upperBound, start), range.upperBound)
    var before = source.text(range.lowerBound..<start).map(Self.shown).joined()
    let marked = source.text(start..<end).map(Self.shown).joined()
    var after = source.text(end..<range.upperBound).map(Self.shown).joined()
    let room = max(width, 40)
    if before.count > room / 2 { before = "…" + before.suffix(room / 2) }
    if before.count + marked.count + after.count > room {
      after = String(after.prefix(max(0, room - before.count - marked.count))) + "…"
    }
    let number = String(line + 1)
    let gutter = String(repeating: " ", count: max(0, 5 - number.count)) + number
    let underline = String(repeating: "^", count: max(1, min(marked.count, room)))
    return """
      \(gutter) | \(before)\(marked.prefix(room))\(after)
            | \(String(repeating: " ", count: before.count))\(paint(underline, "31"))

      """
  }

  /// A text as it can stand in a terminal: findings repeat what somebody wrote.
  private static func harmless(_ text: String) -> String { text.map(shown).joined() }

  /// A character as it can stand in a terminal: tabs as one space, control characters as a sign, so that no file can
  /// send commands to the reader's terminal and the underline stays below its text.
  private static func shown(_ character: Character) -> String {
    if character == "\t" { return " " }
    guard let scalar = character.unicodeScalars.first else { return "" }
    let value = scalar.value
    if value < 0x20 || (0x7F...0x9F).contains(value) { return "\u{FFFD}" }
    if (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value) { return "\u{FFFD}" }
    return String(character)
  }

  private func paint(_ text: String, _ code: String) -> String {
    colour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

extension Diagnostic.Severity {
  /// The word that people read.
  public var swedish: String {
    switch self {
    case .error: "fel"
    case .warning: "varning"
    case .note: "upplysning"
    }
  }

  fileprivate var colour: String {
    switch self {
    case .error: "31"
    case .warning: "33"
    case .note: "36"
    }
  }
}
