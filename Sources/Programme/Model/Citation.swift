/// Where a rule comes from: a document of the programme, and the place in it.
public struct Citation: Sendable, Hashable {
  /// The document's id among the programme's documents.
  public let document: String
  /// The section, as the document names it.
  public let section: String?
  /// The document's own words.
  public let quote: String?

  /// `avtal, avsnitt 4`.
  public var swedish: String {
    var text = document
    if let section { text += ", avsnitt \(section)" }
    if let quote { text += ": ”\(quote)”" }
    return text
  }
}

/// What a part of a programme rests on.
public struct Basis: Sendable, Hashable {
  /// The source it cites.
  public let source: Citation?
  /// Whether it stands in no source and nobody has decided it: it runs, and is shown as a proposal.
  public let proposed: Bool

  /// Rests on nothing that was said.
  public static let none = Basis(source: nil, proposed: false)

  /// What people read: the source, or that it is a proposal; nil when neither was said.
  public var swedish: String? {
    if proposed { return "förslag, ej beslutat" }
    return source.map { "källa: \($0.swedish)" }
  }
}

/// A document that rules cite.
public struct Document: Sendable, Hashable {
  /// Its id.
  public let id: String
  /// Its title.
  public let title: String
}
