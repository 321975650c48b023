extension Builtins {
  /// 10.3.4.2
  static let boolean: [Builtin] = [
    Builtin(
      "not", clause: "10.3.4.2", example: "not(true)",
      Signature([parameter("negand", .boolean, nullable: true)], .boolean, nullable: true) {
        _, values in
        if case .boolean(let value) = values[0] { .boolean(!value) } else { .null }
      })
  ]

  /// 10.3.4.3
  static let string: [Builtin] = [
    Builtin(
      "substring", clause: "10.3.4.3", example: #"substring("foobar", 3, 2)"#,
      Signature(
        [
          parameter("string", .string), parameter("start position", .number),
          parameter("length", .number, nullable: true, optional: true),
        ], .string, nullable: true
      ) { context, values in
        substring(values, &context)
      }),
    text("string length", example: #"string length("tal")"#, .number) {
      .number($0.unicodeScalars.count)
    },
    text("upper case", example: #"upper case("aBc4")"#, .string) { .string($0.uppercased()) },
    text("lower case", example: #"lower case("aBc4")"#, .string) { .string($0.lowercased()) },
    match("substring before", example: #"substring before("foobar", "bar")"#, .string) {
      text, match in
      .string(
        text.firstMatch(of: match).map { String(text.unicodeScalars[..<$0.lowerBound]) } ?? "")
    },
    match("substring after", example: #"substring after("foobar", "ob")"#, .string) { text, match in
      .string(
        text.firstMatch(of: match).map { String(text.unicodeScalars[$0.upperBound...]) } ?? "")
    },
    match("contains", example: #"contains("foobar", "of")"#, .boolean) { text, match in
      .boolean(text.firstMatch(of: match) != nil)
    },
    match("starts with", example: #"starts with("foobar", "fo")"#, .boolean) { text, match in
      .boolean(text.unicodeScalars.starts(with: match.unicodeScalars))
    },
    match("ends with", example: #"ends with("foobar", "r")"#, .boolean) { text, match in
      .boolean(text.unicodeScalars.reversed().starts(with: match.unicodeScalars.reversed()))
    },
    Builtin(
      "string join", clause: "10.3.4.3", example: #"string join(["a", "b"], " och ")"#,
      Signature(
        [
          parameter("list", .list(.string)),
          parameter("delimiter", .string, nullable: true, optional: true),
        ], .string
      ) { context, values in
        joined(values, &context)
      }),
  ]

  private static func text(
    _ name: String, example: String, _ result: FEELType,
    _ body: @escaping @Sendable (String) -> Value
  ) -> Builtin {
    Builtin(
      name, clause: "10.3.4.3", example: example,
      Signature([parameter("string", .string)], result) { context, values in
        guard case .string(let text) = values[0], context.spend(1 + text.utf8.count / 64) else {
          return .null
        }
        return body(text)
      })
  }

  private static func match(
    _ name: String, example: String, _ result: FEELType,
    _ body: @escaping @Sendable (String, String) -> Value
  ) -> Builtin {
    Builtin(
      name, clause: "10.3.4.3", example: example,
      Signature([parameter("string", .string), parameter("match", .string)], result) {
        context, values in
        guard case .string(let text) = values[0], case .string(let match) = values[1],
          context.spend(1 + text.utf8.count / 64)
        else { return .null }
        return body(text, match)
      })
  }

  private static func substring(_ values: [Value], _ context: inout EvaluationContext) -> Value {
    guard case .string(let text) = values[0], case .number(let start) = values[1],
      let position = start.truncatedInt, position != 0
    else {
      context.note(.wrongTypes, "tecken räknas från 1, eller från -1 bakifrån")
      return .null
    }
    // Positions and lengths beyond the text are outside the domain (10.3.4.3, footnote 1).
    let scalars = Array(text.unicodeScalars)
    let first = position > 0 ? position - 1 : scalars.count + max(position, -scalars.count - 1)
    guard scalars.indices.contains(first) else {
      context.note(.noEntry, "texten har \(scalars.count) tecken, inget med nummer \(position)")
      return .null
    }
    var count = scalars.count - first
    if case .number(let length) = values[2] {
      guard let length = length.truncatedInt, length >= 1, length <= count else {
        context.note(.noEntry, "så många tecken finns inte från det stället")
        return .null
      }
      count = length
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[first..<first + count])
    return .string(String(view))
  }

  private static func joined(_ values: [Value], _ context: inout EvaluationContext) -> Value {
    guard case .list(let elements) = values[0] else { return .null }
    var parts: [String] = []
    var size = 0
    for element in elements {
      switch element {
      case .null: continue
      case .string(let text):
        parts.append(text)
        size += text.utf8.count
      default:
        context.note(.wrongTypes, "alla element måste vara text")
        return .null
      }
    }
    let delimiter: String = if case .string(let text) = values[1] { text } else { "" }
    guard size + delimiter.utf8.count * parts.count <= EvaluationContext.maximumText,
      context.spend(1 + parts.count)
    else {
      context.note(.limit, "texten blir för lång")
      return .null
    }
    return .string(parts.joined(separator: delimiter))
  }
}

extension String {
  /// Where a text first occurs, by code points; the empty text occurs at the start.
  func firstMatch(of match: String) -> Range<String.UnicodeScalarIndex>? {
    let view = unicodeScalars
    if match.isEmpty { return view.startIndex..<view.startIndex }
    // Bytes first: a search over scalars would walk the text once per start.
    let text = Array(utf8)
    let wanted = Array(match.utf8)
    guard wanted.count <= text.count else { return nil }
    for start in 0...(text.count - wanted.count) where text[start] == wanted[0] {
      if text[start..<start + wanted.count].elementsEqual(wanted) {
        let lower = utf8.index(startIndex, offsetBy: start)
        return lower..<utf8.index(lower, offsetBy: wanted.count)
      }
    }
    return nil
  }
}
