/// Why a text is not JSON.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// Something else than a value, a name or a separator.
    case unexpected
    /// The text ends in the middle.
    case unexpectedEnd
    /// Something follows the value.
    case trailing
    /// Not a number by RFC 8259 §6.
    case badNumber
    /// An unknown or unfinished escape in a text.
    case badEscape
    /// A surrogate escape without its other half.
    case loneSurrogate
    /// A control character inside a text that must be escaped.
    case controlCharacter
    /// Bytes that are not UTF-8.
    case notUTF8
    /// A name that stands twice in one object.
    case duplicateKey(String)
    /// Nested deeper than the limit.
    case tooDeep
  }

  /// What is wrong.
  public let reason: Reason
  /// Where, in bytes from the start.
  public let offset: Int

  /// What is wrong and where, in Swedish.
  public var description: String {
    let what =
      switch reason {
      case .unexpected: "oväntat tecken"
      case .unexpectedEnd: "texten tar slut mitt i ett värde"
      case .trailing: "det står något efter värdet"
      case .badNumber: "talet är inte skrivet som i JSON"
      case .badEscape: "okänd följd efter `\\`"
      case .loneSurrogate: "ett ensamt surrogat är inget tecken"
      case .controlCharacter: "styrtecken måste skrivas som `\\u....`"
      case .notUTF8: "texten är inte UTF-8"
      case .duplicateKey(let key): "namnet `\(key)` står två gånger"
      case .tooDeep: "mer än \(JSONValue.maximumDepth) nivåer i varandra"
      }
    return "\(what) (byte \(offset))"
  }
}
