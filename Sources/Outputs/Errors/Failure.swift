public import JSONText

/// How the program ends; the numbers are an interface (`docs/cli.md`).
public enum ExitStatus: Int32, Sendable {
  /// Carried out.
  case ok = 0
  /// A rule refuses it; nothing was written.
  case refused = 1
  /// The command line is wrong: an unknown command, option, field, event, case, person, or a value that cannot be read.
  case usage = 2
  /// The definitions are wrong, or examples do not come out.
  case definitions = 3
  /// The store cannot be read or written, or verification found something.
  case store = 4
  /// `status` works, or a copy is made or put in place, and somebody has to look after something.
  case attention = 5
}

/// Why the program could not do what it was asked, as the one who asked reads it.
public struct Failure: Error, Sendable {
  /// How the program ends.
  public let status: ExitStatus
  /// A stable name for programs, kebab-case.
  public let code: String
  /// What is wrong, in one line.
  public let message: String
  /// More about it: each a line of its own, indented by its level.
  public let details: [Detail]
  /// What would have been right.
  public let help: String?
  /// Text that is shown as it is, before everything else: findings about definitions.
  public let findings: String
  /// The same for programs.
  public let findingsJSON: JSONValue?

  /// A line of details.
  public struct Detail: Sendable, Hashable {
    /// The text.
    public let text: String
    /// How deep it is indented, from 0.
    public let level: Int

    /// A line.
    public init(_ text: String, level: Int = 0) {
      self.text = text
      self.level = level
    }
  }

  /// A failure.
  public init(
    _ status: ExitStatus, code: String, _ message: String, details: [Detail] = [],
    help: String? = nil, findings: String = "", findingsJSON: JSONValue? = nil
  ) {
    self.status = status
    self.code = code
    self.message = message
    self.details = details
    self.help = help
    self.findings = findings
    self.findingsJSON = findingsJSON
  }

  /// What stands on standard error.
  public func text(_ style: Style) -> String {
    var text = findings
    if !message.isEmpty {
      let head = "\(status == .refused ? "avvisat" : "fel"): \(message.shownBack)"
      text +=
        style.wrap(head, hanging: 2)
        .paintingPrefix(status == .refused ? "avvisat" : "fel", style) + "\n"
    }
    for detail in details {
      let indent = 2 + detail.level * 2
      if let usage = SwedishUsage.detail(detail.text.shownBack, style, indent: indent) {
        text += usage + "\n"
        continue
      }
      text += style.wrap(detail.text.shownBack, indent: indent, hanging: indent + 2) + "\n"
    }
    if let help { text += style.wrap("hjälp: \(help.shownBack)", indent: 2, hanging: 4) + "\n" }
    if status == .refused { text += "  Inget har ändrats.\n" }
    return text
  }

  /// What stands on standard error with `--json`.
  public var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("code", .string(code)), ("exit", JSONValue(Int(status.rawValue))),
      ("message", .string(message)), ("details", JSONValue(texts: details.map(\.text))),
      ("help", JSONValue(optional: help)),
    ]
    if let findingsJSON { members.append(("findings", findingsJSON)) }
    return .object(["error": .object(JSONObject(members))])
  }
}

extension String {
  /// A text that may hold what somebody typed: nothing that a terminal obeys, and no book.
  fileprivate var shownBack: String {
    let limit = 2_000
    guard utf8.count > limit else { return printable }
    return prefix(limit).description.printable + "…"
  }

  fileprivate func paintingPrefix(_ prefix: String, _ style: Style) -> String {
    hasPrefix(prefix) ? style.paint(prefix, .late) + dropFirst(prefix.count) : self
  }
}
