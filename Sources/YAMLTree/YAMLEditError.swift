/// Why an edit in place is refused. Nothing is changed then.
public enum YAMLEditError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The node is not (part of) the document.
  case notInDocument
  /// Only scalars can be replaced.
  case notAScalar
  /// Entries can be inserted only into mappings.
  case notAMapping
  /// The node is an alias; what it names stands elsewhere.
  case isAlias
  /// The mapping has the key already.
  case keyExists(String)
  /// The mapping does not have the key after which to insert.
  case noSuchKey(String)
  /// No way of writing it was found that leaves everything else as it reads now.
  case wouldChangeMore

  /// What is wrong, in Swedish.
  public var description: String {
    switch self {
    case .notInDocument: "stället finns inte i filen"
    case .notAScalar: "bara ett enkelt värde kan bytas ut"
    case .notAMapping: "bara i en mapp kan en nyckel läggas till"
    case .isAlias: "värdet är en hänvisning (`*namn`) och ändras där ankaret står"
    case .keyExists(let key): "nyckeln `\(key)` finns redan"
    case .noSuchKey(let key): "nyckeln `\(key)` finns inte"
    case .wouldChangeMore: "ändringen går inte att skriva utan att annat i filen ändras"
    }
  }
}
