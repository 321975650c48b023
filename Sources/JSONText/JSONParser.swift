extension JSONValue {
  /// How many lists and objects may stand inside each other.
  public static let maximumDepth = 128

  /// Reads one JSON text (RFC 8259) with nothing but white space around it.
  ///
  /// Stricter than the standard asks where it leaves a choice: a name may stand only once in an object, a surrogate
  /// must have its other half, and a byte order mark is refused.
  public static func parse(_ bytes: some Collection<UInt8>) throws(JSONError) -> JSONValue {
    var parser = JSONParser(bytes: Array(bytes))
    return try parser.document()
  }

  /// Reads one JSON text.
  public static func parse(_ text: String) throws(JSONError) -> JSONValue {
    try parse(text.utf8)
  }
}

/// Recursive descent over bytes; every access is checked against the end.
private struct JSONParser {
  let bytes: [UInt8]
  var index = 0
  var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// The byte at the current place, 0 at the end; 0 is allowed nowhere in JSON, so the two are told apart only when
  /// an error is made.
  var current: UInt8 { index < bytes.count ? bytes[index] : 0 }

  func failure(_ reason: JSONError.Reason, at offset: Int? = nil) -> JSONError {
    let place = offset ?? index
    if reason == .unexpected, place >= bytes.count {
      return JSONError(reason: .unexpectedEnd, offset: bytes.count)
    }
    return JSONError(reason: reason, offset: place)
  }

  mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x0A, 0x0D, 0x09: index += 1
      default: return
      }
    }
  }

  mutating func document() throws(JSONError) -> JSONValue {
    skipSpace()
    let value = try value()
    skipSpace()
    guard index == bytes.count else { throw failure(.trailing) }
    return value
  }

  mutating func value() throws(JSONError) -> JSONValue {
    switch current {
    case 0x7B: return try object()
    case 0x5B: return try array()
    case 0x22: return .string(try string())
    case 0x74: return try word("true", .bool(true))
    case 0x66: return try word("false", .bool(false))
    case 0x6E: return try word("null", .null)
    case 0x2D, 0x30...0x39: return .number(try number())
    default: throw failure(.unexpected)
    }
  }

  mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    for place in 0..<word.utf8CodeUnitCount {
      guard current == word.utf8Start[place] else { throw failure(.unexpected) }
      index += 1
    }
    return value
  }

  mutating func enter() throws(JSONError) {
    depth += 1
    guard depth <= JSONValue.maximumDepth else { throw failure(.tooDeep) }
    index += 1
    skipSpace()
  }

  mutating func object() throws(JSONError) -> JSONValue {
    try enter()
    var object = JSONObject()
    if current == 0x7D {
      index += 1
      depth -= 1
      return .object(object)
    }
    while true {
      guard current == 0x22 else { throw failure(.unexpected) }
      let place = index
      let key = try string()
      skipSpace()
      guard current == 0x3A else { throw failure(.unexpected) }
      index += 1
      skipSpace()
      guard object.insertNew(key, try value()) else {
        throw failure(.duplicateKey(key), at: place)
      }
      skipSpace()
      let separator = current
      guard separator == 0x2C || separator == 0x7D else { throw failure(.unexpected) }
      index += 1
      if separator == 0x7D { break }
      skipSpace()
    }
    depth -= 1
    return .object(object)
  }

  mutating func array() throws(JSONError) -> JSONValue {
    try enter()
    var elements: [JSONValue] = []
    if current == 0x5D {
      index += 1
      depth -= 1
      return .array(elements)
    }
    while true {
      elements.append(try value())
      skipSpace()
      let separator = current
      guard separator == 0x2C || separator == 0x5D else { throw failure(.unexpected) }
      index += 1
      if separator == 0x5D { break }
      skipSpace()
    }
    depth -= 1
    return .array(elements)
  }

  /// RFC 8259 §6: no leading zero, at least one digit after the point and in the exponent.
  mutating func number() throws(JSONError) -> String {
    let start = index
    if current == 0x2D { index += 1 }
    if current == 0x30 {
      index += 1
    } else {
      try digits(start)
    }
    if current == 0x2E {
      index += 1
      try digits(start)
    }
    if current == 0x65 || current == 0x45 {
      index += 1
      if current == 0x2B || current == 0x2D { index += 1 }
      try digits(start)
    }
    if (0x30...0x39).contains(current) { throw failure(.badNumber, at: start) }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  mutating func digits(_ start: Int) throws(JSONError) {
    let first = index
    while (0x30...0x39).contains(current) { index += 1 }
    guard index > first else { throw failure(.badNumber, at: start) }
  }

  mutating func string() throws(JSONError) -> String {
    index += 1
    let start = index
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x22 {
        guard let text = String(validating: bytes[start..<index], as: UTF8.self) else {
          throw failure(.notUTF8, at: start)
        }
        index += 1
        return text
      }
      if byte == 0x5C { return try stringWithEscapes(from: start) }
      if byte < 0x20 { throw failure(.controlCharacter) }
      index += 1
    }
    throw failure(.unexpectedEnd)
  }

  mutating func stringWithEscapes(from start: Int) throws(JSONError) -> String {
    var content = Array(bytes[start..<index])
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x22 {
        guard let text = String(validating: content, as: UTF8.self) else {
          throw failure(.notUTF8, at: start)
        }
        index += 1
        return text
      }
      if byte < 0x20 { throw failure(.controlCharacter) }
      index += 1
      if byte != 0x5C {
        content.append(byte)
        continue
      }
      let escape = current
      index += 1
      switch escape {
      case 0x22, 0x5C, 0x2F: content.append(escape)
      case 0x62: content.append(0x08)
      case 0x66: content.append(0x0C)
      case 0x6E: content.append(0x0A)
      case 0x72: content.append(0x0D)
      case 0x74: content.append(0x09)
      case 0x75: content.append(contentsOf: String(try unicodeEscape()).utf8)
      default:
        throw failure(index > bytes.count ? .unexpectedEnd : .badEscape, at: index - 2)
      }
    }
    throw failure(.unexpectedEnd, at: bytes.count)
  }

  mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let start = index - 2
    let first = try fourDigits()
    var code = first
    if (0xD800...0xDBFF).contains(first) {
      guard current == 0x5C, index + 1 < bytes.count, bytes[index + 1] == 0x75 else {
        throw failure(.loneSurrogate, at: start)
      }
      index += 2
      let second = try fourDigits()
      guard (0xDC00...0xDFFF).contains(second) else { throw failure(.loneSurrogate, at: start) }
      code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw failure(.loneSurrogate, at: start) }
    return scalar
  }

  mutating func fourDigits() throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      let byte = current
      let digit: UInt32
      switch byte {
      case 0x30...0x39: digit = UInt32(byte - 0x30)
      case 0x41...0x46: digit = UInt32(byte - 0x41 + 10)
      case 0x61...0x66: digit = UInt32(byte - 0x61 + 10)
      default: throw failure(index < bytes.count ? .badEscape : .unexpectedEnd)
      }
      code = code << 4 | digit
      index += 1
    }
    return code
  }
}
