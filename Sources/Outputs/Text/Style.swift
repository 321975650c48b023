/// How text is laid out for the one who reads it: the width of the terminal, and whether there are colours.
public struct Style: Sendable {
  /// Columns; never less than 40.
  public let width: Int
  /// Whether ANSI colours are used: only on a terminal.
  public let colour: Bool
  /// Whether the reader sits at a terminal of their own: protected values stand nowhere else in texts about failures.
  public let isTerminal: Bool

  /// A style.
  public init(width: Int = 80, colour: Bool = false, isTerminal: Bool = false) {
    self.width = max(40, width)
    self.colour = colour
    self.isTerminal = isTerminal
  }

  /// What a piece of text is, for its colour.
  enum Tone: String {
    case heading = "1"
    case late = "31"
    case today = "33"
    case faint = "2"
    case good = "32"
  }

  /// The text in the colour of its tone.
  func paint(_ text: String, _ tone: Tone?) -> String {
    guard colour, let tone, !text.isEmpty else { return text }
    return "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m"
  }

  /// Words broken into lines that fit.
  public func wrapped(_ text: String) -> String { wrap(text) }

  /// Words broken into lines that fit, each line after the first indented.
  func wrap(_ text: String, indent: Int = 0, hanging: Int? = nil) -> String {
    let first = String(repeating: " ", count: indent)
    let next = String(repeating: " ", count: hanging ?? indent)
    let widths = (first: max(16, width - indent), rest: max(16, width - (hanging ?? indent)))
    return text.lines(width: widths.rest, first: widths.first).enumerated().map {
      ($0.offset == 0 ? first : next) + $0.element
    }.joined(separator: "\n")
  }
}

extension String {
  /// The text without characters that a terminal would obey: a value that somebody stored must not command the terminal
  /// of the one who reads it. Line breaks and tabs become spaces.
  var printable: String {
    guard unicodeScalars.contains(where: { $0.isHarmful }) else { return self }
    var result = ""
    for scalar in unicodeScalars {
      if !scalar.isHarmful {
        result.unicodeScalars.append(scalar)
      } else {
        result += scalar == "\n" || scalar == "\t" || scalar == "\r" ? " " : "\u{FFFD}"
      }
    }
    return result
  }

  /// Broken at spaces into lines of at most so many columns; a longer word is cut.
  ///
  /// - Parameter first: the columns of the first line, when it has others.
  func lines(width rest: Int, first: Int? = nil) -> [String] {
    var lines: [String] = []
    var width: Int { lines.isEmpty ? first ?? rest : rest }
    for paragraph in split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      for word in paragraph.split(separator: " ", omittingEmptySubsequences: false) {
        let word = String(word)
        // Several spaces in a row stand as they are, except where a line begins.
        if word.isEmpty, line.isEmpty { continue }
        if !line.isEmpty {
          if line.columns + 1 + word.columns <= width {
            line += " " + word
            continue
          }
          lines.append(line.trimmingLineEnd())
          line = ""
        }
        // Bit by bit from its front: measuring all that is left of a megabyte again for each line would take minutes.
        var rest = word[...]
        while true {
          let head = rest.prefix(columns: width)
          guard !head.isEmpty, head.endIndex < rest.endIndex else { break }
          lines.append(String(head))
          rest = rest[head.endIndex...]
        }
        line = String(rest)
      }
      lines.append(line.trimmingLineEnd())
    }
    return lines
  }

  /// With a capital first letter.
  var sentence: String { prefix(1).uppercased() + dropFirst() }
}

extension Unicode.Scalar {
  fileprivate var isHarmful: Bool {
    value < 0x20 || (0x7F...0x9F).contains(value) || (0x202A...0x202E).contains(value)
      || (0x2066...0x2069).contains(value)
  }
}
