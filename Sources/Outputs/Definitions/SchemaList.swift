public import JSONText

/// The schemas that were not up to date.
public struct SchemaList: Sendable {
  private let names: [String]
  private let written: Bool

  /// A list of files' names.
  ///
  /// - Parameter written: whether they have been written anew.
  public init(names: [String], written: Bool) {
    self.names = names
    self.written = written
  }

  /// The list for programs.
  public var json: JSONValue {
    .object([
      "current": .bool(names.isEmpty || written),
      "written": JSONValue(texts: written ? names : []),
    ])
  }
}
