extension Builtins {
  /// The functions of 10.3.4.4 that make one value of a list. Their elements may also be given one by one.
  static let aggregates: [Builtin] = [
    extreme("min", example: "min([3, 1, 2])", greatest: false),
    extreme("max", example: "max([3, 1, 2])", greatest: true),
    numeric("sum", example: "sum([1, 2, 3])") { numbers in
      numbers.isEmpty ? nil : total(numbers)
    },
    numeric("mean", example: "mean([1, 2, 3])") { numbers in
      numbers.isEmpty ? nil : total(numbers)?.divided(by: Number(numbers.count))
    },
    numeric("product", example: "product([2, 3, 4])") { numbers in
      numbers.isEmpty
        ? nil : numbers.reduce(Optional(Number.one)) { $0?.multiplied(by: $1) }
    },
    numeric("median", example: "median(8, 2, 5, 3, 4)") { numbers in
      guard !numbers.isEmpty else { return nil }
      let sorted = numbers.sorted()
      let middle = sorted.count / 2
      if sorted.count % 2 == 1 { return sorted[middle] }
      return sorted[middle - 1].adding(sorted[middle])?.divided(by: Number(2))
    },
    numeric("stddev", example: "stddev([2, 4, 7, 5])") { numbers in
      guard numbers.count > 1, let mean = total(numbers)?.divided(by: Number(numbers.count)) else {
        return nil
      }
      let squares = numbers.compactMap { number in
        number.subtracting(mean).flatMap { $0.multiplied(by: $0) }
      }
      guard squares.count == numbers.count else { return nil }
      return total(squares)?.divided(by: Number(numbers.count - 1))?.squareRoot
    },
    Builtin(
      "mode", clause: "10.3.4.4", example: "mode([6, 3, 9, 6, 6])",
      Signature([parameter("list", .list(.number))], .list(.number), nullable: true, variadic: true)
      { context, values in
        guard let numbers = numbers(values[0], &context) else { return .null }
        var counts: [Number: Int] = [:]
        for number in numbers { counts[number, default: 0] += 1 }
        let most = counts.values.max() ?? 0
        return .list(counts.filter { $0.value == most }.keys.sorted().map { .number($0) })
      }),
    logical("all", example: "all([true, false])", decisive: false),
    logical("any", example: "any([true, false])", decisive: true),
  ]

  private static func total(_ numbers: [Number]) -> Number? {
    numbers.reduce(Optional(Number.zero)) { $0?.adding($1) }
  }

  private static func numbers(_ list: Value, _ context: inout EvaluationContext) -> [Number]? {
    let elements = list.elements
    guard context.spend(1 + elements.count / 16) else { return nil }
    var result: [Number] = []
    result.reserveCapacity(elements.count)
    for element in elements {
      guard case .number(let number) = element else {
        context.note(.wrongTypes, "alla element måste vara tal")
        return nil
      }
      result.append(number)
    }
    return result
  }

  private static func numeric(
    _ name: String, example: String, _ body: @escaping @Sendable ([Number]) -> Number?
  ) -> Builtin {
    Builtin(
      name, clause: "10.3.4.4", example: example,
      Signature([parameter("list", .list(.number))], .number, nullable: true, variadic: true) {
        context, values in
        guard let numbers = numbers(values[0], &context) else { return .null }
        guard let result = body(numbers) else {
          context.note(.arithmetic, "`\(name)` har inget svar för \(numbers.count) element")
          return .null
        }
        return .number(result)
      })
  }

  private static func extreme(_ name: String, example: String, greatest: Bool) -> Builtin {
    Builtin(
      name, clause: "10.3.4.4", example: example,
      Signature(
        [parameter("list", .list(.any))], .any, nullable: true, variadic: true,
        infer: { if case .list(let element) = $0[0], element != .null { element } else { .any } }
      ) { context, values in
        Value.extreme(of: values[0].elements, greatest: greatest, &context)
      })
  }

  /// `all` is false when an element is, `any` true, and null leaves them open; what is neither is outside the domain.
  private static func logical(_ name: String, example: String, decisive: Bool) -> Builtin {
    Builtin(
      name, clause: "10.3.4.4", example: example,
      Signature([parameter("list", .list(.boolean))], .boolean, nullable: true, variadic: true) {
        context, values in
        var undecided = false
        var decided = false
        for element in values[0].elements {
          switch element {
          case .boolean(let value): decided = decided || value == decisive
          case .null: undecided = true
          default:
            context.note(.wrongTypes, "ett element är varken sant eller falskt")
            return .null
          }
        }
        if decided { return .boolean(decisive) }
        if undecided {
          context.note(.wrongTypes, "ett element är varken sant eller falskt")
          return .null
        }
        return .boolean(!decisive)
      })
  }
}

extension Value {
  /// What `min` gives for the elements of a list, or `max` (10.3.4.4): null with a note where there are none, or where they
  /// cannot be ordered.
  public static func extreme(
    of elements: [Value], greatest: Bool, _ context: inout EvaluationContext
  ) -> Value {
    guard context.spend(1 + elements.count / 16) else { return .null }
    guard var best = elements.first else {
      context.note(.noEntry, "listan är tom")
      return .null
    }
    if best.order(best) == nil {
      context.note(.wrongTypes, "elementen kan inte ordnas")
      return .null
    }
    for element in elements.dropFirst() {
      guard let order = element.order(best) else {
        context.note(.wrongTypes, "elementen kan inte jämföras med varandra")
        return .null
      }
      if greatest ? order > 0 : order < 0 { best = element }
    }
    return best
  }
}
