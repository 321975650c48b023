extension Builtins {
  /// 10.3.4.7: how points and ranges lie to each other (table 78).
  static let range: [Builtin] = [
    relation(
      "before", example: "before([1..4], [6..9])", .pointPoint, .pointRange, .rangePoint,
      .rangeRange
    ) {
      left, right in
      left.end.order(right.start).map { order in
        order < 0 || (order == 0 && (!left.endIncluded || !right.startIncluded))
      }
    },
    relation(
      "after", example: "after([6..9], [1..4])", .pointPoint, .pointRange, .rangePoint, .rangeRange
    ) {
      left, right in
      left.start.order(right.end).map { order in
        order > 0 || (order == 0 && (!left.startIncluded || !right.endIncluded))
      }
    },
    relation("meets", example: "meets([1..5], [5..10])", .rangeRange) { left, right in
      left.end.order(right.start).map { $0 == 0 && left.endIncluded && right.startIncluded }
    },
    relation("met by", example: "met by([5..10], [1..5])", .rangeRange) { left, right in
      left.start.order(right.end).map { $0 == 0 && left.startIncluded && right.endIncluded }
    },
    relation("overlaps", example: "overlaps([1..5], [3..8])", .rangeRange) { left, right in
      guard let ends = left.end.order(right.start), let starts = left.start.order(right.end) else {
        return nil
      }
      return (ends > 0 || (ends == 0 && left.endIncluded && right.startIncluded))
        && (starts < 0 || (starts == 0 && left.startIncluded && right.endIncluded))
    },
    relation("overlaps before", example: "overlaps before([1..5], [3..8])", .rangeRange) {
      left, right in
      guard let start = startOrder(left, right), let ends = left.end.order(right.start),
        let end = endOrder(left, right)
      else { return nil }
      return start < 0 && (ends > 0 || (ends == 0 && left.endIncluded && right.startIncluded))
        && end <= 0
    },
    relation("overlaps after", example: "overlaps after([3..8], [1..5])", .rangeRange) {
      left, right in
      guard let start = startOrder(right, left), let ends = right.end.order(left.start),
        let end = endOrder(right, left)
      else { return nil }
      return start < 0 && (ends > 0 || (ends == 0 && right.endIncluded && left.startIncluded))
        && end <= 0
    },
    relation("finishes", example: "finishes(5, [1..5])", .pointRange, .rangeRange) { left, right in
      finishes(left, right)
    },
    relation("finished by", example: "finished by([5..10], 10)", .rangePoint, .rangeRange) {
      left, right in finishes(right, left)
    },
    relation("includes", example: "includes([5..10], 6)", .rangePoint, .rangeRange) { left, right in
      includes(left, right)
    },
    relation("during", example: "during(5, [1..10])", .pointRange, .rangeRange) { left, right in
      includes(right, left)
    },
    relation("starts", example: "starts(1, [1..5])", .pointRange, .rangeRange) { left, right in
      starts(left, right)
    },
    relation("started by", example: "started by([1..10], 1)", .rangePoint, .rangeRange) {
      left, right in starts(right, left)
    },
    relation("coincides", example: "coincides([1..5], [1..5])", .pointPoint, .rangeRange) {
      left, right in
      guard let start = startOrder(left, right), let end = endOrder(left, right) else { return nil }
      return start == 0 && end == 0
    },
  ]

  /// The kinds of operands that a relation is defined for.
  private enum Form {
    case pointPoint
    case pointRange
    case rangePoint
    case rangeRange

    var parameters: [HostFunction.Parameter] {
      switch self {
      case .pointPoint: [parameter("point1", .any), parameter("point2", .any)]
      case .pointRange: [parameter("point", .any), parameter("range", .range(.any))]
      case .rangePoint: [parameter("range", .range(.any)), parameter("point", .any)]
      case .rangeRange:
        [parameter("range1", .range(.any)), parameter("range2", .range(.any))]
      }
    }

    func accepts(_ left: Value, _ right: Value) -> Bool {
      switch self {
      case .pointPoint: !left.isRangeValue && !right.isRangeValue
      case .pointRange: !left.isRangeValue && right.isRangeValue
      case .rangePoint: left.isRangeValue && !right.isRangeValue
      case .rangeRange: left.isRangeValue && right.isRangeValue
      }
    }
  }

  private static func relation(
    _ name: String, example: String, _ forms: Form...,
    body: @escaping @Sendable (RangeValue, RangeValue) -> Bool?
  ) -> Builtin {
    let work: @Sendable (inout EvaluationContext, [Value]) -> Value = { context, values in
      guard forms.contains(where: { $0.accepts(values[0], values[1]) }),
        let left = asRange(values[0]), let right = asRange(values[1]),
        let result = body(left, right)
      else {
        context.note(.wrongTypes, "`\(name)` kan inte jämföra dessa värden")
        return .null
      }
      return .boolean(result)
    }
    // The forms differ in the names of their parameters; which one is meant is seen from the values.
    return Builtin(
      name: name, clause: "10.3.4.7", example: example,
      signatures: forms.map { Signature($0.parameters, .boolean, nullable: true, body: work) })
  }

  private static func asRange(_ value: Value) -> RangeValue? {
    if case .range(let range) = value {
      return range.form == .notEqual ? nil : range
    }
    guard value.order(value) != nil else { return nil }
    return RangeValue(start: value, startIncluded: true, end: value, endIncluded: true)
  }

  /// Which one starts first; an open start lies behind a closed one at the same value, and no start before all.
  private static func startOrder(_ left: RangeValue, _ right: RangeValue) -> Int? {
    if left.start.isNull || right.start.isNull {
      return (left.start.isNull ? 0 : 1) - (right.start.isNull ? 0 : 1)
    }
    guard let order = left.start.order(right.start) else { return nil }
    if order != 0 { return order }
    return (left.startIncluded ? 0 : 1) - (right.startIncluded ? 0 : 1)
  }

  /// Which one ends first; an open end lies before a closed one at the same value, and no end behind all.
  private static func endOrder(_ left: RangeValue, _ right: RangeValue) -> Int? {
    if left.end.isNull || right.end.isNull {
      return (left.end.isNull ? 1 : 0) - (right.end.isNull ? 1 : 0)
    }
    guard let order = left.end.order(right.end) else { return nil }
    if order != 0 { return order }
    return (left.endIncluded ? 1 : 0) - (right.endIncluded ? 1 : 0)
  }

  private static func includes(_ outer: RangeValue, _ inner: RangeValue) -> Bool? {
    guard let start = startOrder(outer, inner), let end = endOrder(outer, inner) else { return nil }
    return start <= 0 && end >= 0
  }

  private static func starts(_ left: RangeValue, _ right: RangeValue) -> Bool? {
    guard let start = startOrder(left, right), let end = endOrder(left, right) else { return nil }
    return start == 0 && end <= 0
  }

  private static func finishes(_ left: RangeValue, _ right: RangeValue) -> Bool? {
    guard let start = startOrder(left, right), let end = endOrder(left, right) else { return nil }
    return end == 0 && start >= 0
  }
}

extension Value {
  fileprivate var isRangeValue: Bool { if case .range = self { true } else { false } }
}

extension Builtin {
  init(name: String, clause: String, example: String, signatures: [Signature]) {
    self.name = name
    self.clause = clause
    self.example = example
    self.signatures = signatures
  }
}
