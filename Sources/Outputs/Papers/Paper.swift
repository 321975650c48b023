/// Something that is read away from the screen: a notice, an agenda, what a meeting is prepared with. One content, rendered as
/// text, Markdown or HTML.
public struct Paper: Sendable {
  /// The title.
  public let title: String
  /// What stands below it.
  public let subtitle: String?
  /// The content, in order.
  public var blocks: [Block]

  /// A document.
  public init(title: String, subtitle: String? = nil, blocks: [Block] = []) {
    self.title = title
    self.subtitle = subtitle
    self.blocks = blocks
  }

  /// A part of the content.
  public enum Block: Sendable {
    /// The title of a section.
    case heading(String)
    /// The title of a part of a section.
    case subheading(String)
    /// Sentences.
    case paragraph(String)
    /// A remark that is less important than the rest.
    case remark(String)
    /// Facts: what, and what it is.
    case facts([(name: String, value: String)])
    /// Things one below the other, without numbers.
    case list([Entry])
    /// The same, numbered from a number on.
    case numbered([Entry], from: Int)
  }

  /// A thing in a list.
  public struct Entry: Sendable {
    /// What it is.
    public let title: String
    /// What marks it.
    public let mark: String?
    /// What it says, below the title.
    public let text: String?
    /// More about it.
    public let details: [(name: String, value: String)]

    /// A thing.
    public init(
      _ title: String, mark: String? = nil, text: String? = nil,
      details: [(name: String, value: String)] = []
    ) {
      self.title = title
      self.mark = mark
      self.text = text
      self.details = details
    }
  }

  /// Forms in which it can be rendered.
  public enum Format: String, CaseIterable, Sendable {
    /// For a terminal or a mail.
    case text
    /// CommonMark.
    case markdown
    /// One page that holds everything that it needs.
    case html
  }

  /// The document in a form.
  public func render(_ format: Format, _ style: Style) -> String {
    switch format {
    case .text: text(style)
    case .markdown: markdown
    case .html: html
    }
  }

  /// With another document's content after its own.
  mutating func append(_ other: Paper, under heading: String) {
    blocks.append(.heading(heading))
    blocks += other.blocks
  }
}
