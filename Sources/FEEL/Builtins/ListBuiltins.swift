extension Builtins {
  /// 10.3.4.4
  static let list: [Builtin] =
    aggregates + [
      Builtin(
        "list contains", clause: "10.3.4.4", example: "list contains([1, 2, 3], 2)",
        Signature(
          [parameter("list", .list(.any)), parameter("element", .any, nullable: true)], .boolean
        ) { context, values in
          guard case .list(let elements) = values[0], context.spend(1 + elements.count / 16) else {
            return .null
          }
          return .boolean(elements.contains { $0.equals(values[1]) == .yes })
        }),
      Builtin(
        "count", clause: "10.3.4.4", example: "count([1, 2, 3])",
        Signature([parameter("list", .list(.any))], .number) { _, values in
          .number(values[0].elements.count)
        }),
      Builtin(
        "sublist", clause: "10.3.4.4", example: "sublist([4, 5, 6], 1, 2)",
        Signature(
          [
            parameter("list", .list(.any)), parameter("start position", .number),
            parameter("length", .number, nullable: true, optional: true),
          ], .list(.any), nullable: true, infer: { $0[0] }
        ) { context, values in sublist(values, &context) }),
      Builtin(
        "append", clause: "10.3.4.4", example: "append([1], 2, 3)",
        Signature(
          [parameter("list", .list(.any)), parameter("item", .any, nullable: true)], .list(.any),
          repeats: true, infer: appended
        ) { context, values in
          made(values[0].elements + values.dropFirst(), &context)
        }),
      Builtin(
        "concatenate", clause: "10.3.4.4", example: "concatenate([1, 2], [3])",
        Signature([parameter("list", .list(.any))], .list(.any), repeats: true, infer: merged) {
          context, values in made(values.flatMap(\.elements), &context)
        }),
      Builtin(
        "insert before", clause: "10.3.4.4", example: "insert before([1, 3], 1, 2)",
        Signature(
          [
            parameter("list", .list(.any)), parameter("position", .number),
            parameter("newItem", .any, nullable: true),
          ], .list(.any), nullable: true
        ) { context, values in
          var elements = values[0].elements
          guard let index = index(values[1], in: elements, &context) else { return .null }
          elements.insert(values[2], at: index)
          return made(elements, &context)
        }),
      Builtin(
        "remove", clause: "10.3.4.4", example: "remove([1, 2, 3], 2)",
        Signature(
          [parameter("list", .list(.any)), parameter("position", .number)], .list(.any),
          nullable: true, infer: { $0[0] }
        ) { context, values in
          var elements = values[0].elements
          guard let index = index(values[1], in: elements, &context) else { return .null }
          elements.remove(at: index)
          return .list(elements)
        }),
      Builtin(
        "list replace", clause: "10.3.4.4", example: "list replace([2, 4, 7, 8], 3, 6)",
        Signature(
          [
            parameter("list", .list(.any)), parameter("position", .number),
            parameter("newItem", .any, nullable: true),
          ], .list(.any), nullable: true
        ) { context, values in
          var elements = values[0].elements
          guard let index = index(values[1], in: elements, &context) else { return .null }
          elements[index] = values[2]
          return .list(elements)
        },
        Signature(
          [
            parameter("list", .list(.any)),
            parameter("match", .function([.any, .any], .boolean)),
            parameter("newItem", .any, nullable: true),
          ], .list(.any), nullable: true
        ) { context, values in replaced(values, &context) }),
      Builtin(
        "reverse", clause: "10.3.4.4", example: "reverse([1, 2, 3])",
        Signature([parameter("list", .list(.any))], .list(.any), infer: { $0[0] }) { _, values in
          .list(values[0].elements.reversed())
        }),
      Builtin(
        "index of", clause: "10.3.4.4", example: "index of([1, 2, 3, 2], 2)",
        Signature(
          [parameter("list", .list(.any)), parameter("match", .any, nullable: true)],
          .list(.number)
        ) { context, values in
          let elements = values[0].elements
          guard context.spend(1 + elements.count / 16) else { return .null }
          return .list(
            elements.indices.filter { elements[$0].equals(values[1]) == .yes }.map {
              .number($0 + 1)
            })
        }),
      Builtin(
        "union", clause: "10.3.4.4", example: "union([1, 2], [2, 3])",
        Signature([parameter("list", .list(.any))], .list(.any), repeats: true, infer: merged) {
          context, values in distinct(values.flatMap(\.elements), &context)
        }),
      Builtin(
        "distinct values", clause: "10.3.4.4", example: "distinct values([1, 2, 3, 2, 1])",
        Signature([parameter("list", .list(.any))], .list(.any), infer: { $0[0] }) {
          context, values in distinct(values[0].elements, &context)
        }),
      Builtin(
        "flatten", clause: "10.3.4.4", example: "flatten([[1, 2], [[3]], 4])",
        Signature([parameter("list", .list(.any))], .list(.any)) { context, values in
          var result: [Value] = []
          flatten(values[0].elements, into: &result, depth: 0)
          return made(result, &context)
        }),
    ]

  private static let appended: @Sendable ([FEELType]) -> FEELType = { types in
    guard case .list(let element)? = types.first else { return .list(.any) }
    return .list(types.dropFirst().reduce(element) { $0.union($1) })
  }

  private static let merged: @Sendable ([FEELType]) -> FEELType = { types in
    types.dropFirst().reduce(types.first ?? .list(.any)) { $0.union($1) }
  }

  /// A list, unless it is too long.
  private static func made(_ elements: [Value], _ context: inout EvaluationContext) -> Value {
    guard elements.count <= EvaluationContext.maximumList, context.spend(1 + elements.count / 16)
    else {
      context.note(.limit, "listan blir för lång")
      return .null
    }
    return .list(elements)
  }

  private static func sublist(_ values: [Value], _ context: inout EvaluationContext) -> Value {
    let elements = values[0].elements
    guard let first = index(values[1], in: elements, &context) else { return .null }
    guard case .number(let length) = values[2] else { return .list(Array(elements[first...])) }
    guard let count = length.truncatedInt, count >= 1, count <= elements.count - first else {
      context.note(.noEntry, "så många element finns inte")
      return .null
    }
    return .list(Array(elements[first..<first + count]))
  }

  /// The offset of a position that counts from 1, or from -1 at the end.
  private static func index(
    _ position: Value, in elements: [Value], _ context: inout EvaluationContext
  ) -> Int? {
    guard case .number(let number) = position, let position = number.truncatedInt, position != 0
    else {
      context.note(.noEntry, "element räknas från 1, eller från -1 bakifrån")
      return nil
    }
    let (offset, overflow) =
      position > 0
      ? position.subtractingReportingOverflow(1) : elements.count.addingReportingOverflow(position)
    guard !overflow, elements.indices.contains(offset) else {
      context.note(.noEntry, "listan har \(elements.count) element, inget med nummer \(position)")
      return nil
    }
    return offset
  }

  private static func replaced(_ values: [Value], _ context: inout EvaluationContext) -> Value {
    guard case .function(let match) = values[1], match.parameters.count == 2 else {
      context.note(.wrongTypes, "funktionen måste ha två parametrar")
      return .null
    }
    var elements = values[0].elements
    for index in elements.indices {
      guard case .boolean(let replace) = match.call(&context, [elements[index], values[2]]) else {
        context.note(.wrongTypes, "funktionen måste svara sant eller falskt")
        return .null
      }
      if replace { elements[index] = values[2] }
    }
    return .list(elements)
  }

  private static func distinct(_ elements: [Value], _ context: inout EvaluationContext) -> Value {
    var result: [Value] = []
    // FEEL's equality is Swift's for the simple kinds; the others are compared one by one.
    var simple: Set<Value> = []
    // By a hash that agrees with FEEL's equality, so that only likely equals are compared.
    var others: [Int: [Value]] = [:]
    for element in elements {
      switch element {
      case .null, .boolean, .number, .string, .date, .monthsDuration, .daysDuration:
        guard context.spend() else { return .null }
        if simple.insert(element).inserted { result.append(element) }
      default:
        var hasher = Hasher()
        element.hashForEquality(into: &hasher)
        let hash = hasher.finalize()
        let alike = others[hash] ?? []
        guard context.spend(1 + alike.count / 16) else { return .null }
        if !alike.contains(where: { $0.equals(element) == .yes }) {
          others[hash, default: []].append(element)
          result.append(element)
        }
      }
    }
    return .list(result)
  }

  private static func flatten(_ elements: [Value], into result: inout [Value], depth: Int) {
    for element in elements {
      if case .list(let inner) = element, depth < Parser.maximumDepth {
        flatten(inner, into: &result, depth: depth + 1)
      } else {
        result.append(element)
      }
    }
  }
}
