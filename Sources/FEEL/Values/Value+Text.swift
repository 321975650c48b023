import CivilTime

extension Value {
  /// The value as a FEEL expression that gives it again (functions excepted).
  public var feelText: String {
    switch self {
    case .null: "null"
    case .boolean(let value): value ? "true" : "false"
    case .number(let value): value.description
    case .string(let value): Self.quoted(value)
    case .date(let value): "@\"\(value)\""
    case .time(let value): "@\"\(value)\""
    case .dateTime(let value): "@\"\(value)\""
    case .monthsDuration(let value): "@\"\(value)\""
    case .daysDuration(let value): "@\"\(value)\""
    case .list(let elements): "[" + elements.map(\.feelText).joined(separator: ", ") + "]"
    case .context(let context):
      "{"
        + context.entries.map { "\(Self.key($0.key)): \($0.value.feelText)" }
        .joined(separator: ", ") + "}"
    case .range(let range): range.feelText
    case .function(let function):
      "function(\(function.parameters.joined(separator: ", "))) ..."
    }
  }

  /// The value as FEEL's `string()` gives it (10.3.4.1): a string as it is, inside lists and contexts quoted.
  var stringText: String? {
    switch self {
    case .null: nil
    case .string(let value): value
    case .date(let value): value.description
    case .time(let value): value.description
    case .dateTime(let value): value.description
    case .monthsDuration(let value): value.description
    case .daysDuration(let value): value.description
    case .list(let elements):
      "[" + elements.map(\.nestedStringText).joined(separator: ", ") + "]"
    case .context(let context):
      "{"
        + context.entries.map { "\(Self.key($0.key)): \($0.value.nestedStringText)" }
        .joined(separator: ", ") + "}"
    default: feelText
    }
  }

  private var nestedStringText: String {
    if case .string(let value) = self { return Self.quoted(value) }
    return stringText ?? "null"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func key(_ key: String) -> String {
    let lexemes = Lexer.lexemes(ofName: key)
    let plain =
      !key.isEmpty && lexemes.joined(separator: " ") == key
      && !(lexemes.first?.first?.isNumber ?? true)
    return plain ? key : quoted(key)
  }
}

extension RangeValue {
  /// The range as it is written.
  public var feelText: String {
    switch form {
    case .interval:
      "\(startIncluded ? "[" : "(")\(start.feelText)..\(end.feelText)\(endIncluded ? "]" : ")")"
    case .less: "(< \(end.feelText))"
    case .lessOrEqual: "(<= \(end.feelText))"
    case .greater: "(> \(start.feelText))"
    case .greaterOrEqual: "(>= \(start.feelText))"
    case .equal: "(= \(start.feelText))"
    case .notEqual: "(!= \(start.feelText))"
    }
  }
}
