import CivilTime
import FEEL

/// The values of an input, divided so finely that no cell of the column tells two values of a part from each other.
struct Axis: Sendable {
  /// A part, with a value that stands for all of it.
  struct Atom: Sendable {
    let example: Value
    let shape: Shape
  }

  enum Shape: Sendable {
    /// Exactly one value.
    case point(Value)
    /// Everything between two of the column's values, without them; null is no end.
    case between(Value, Value)
    /// All values that no cell names.
    case other
  }

  var atoms: [Atom]
  /// Whether the atoms lie in the order of their values.
  let ordered: Bool

  /// The axis for the constants that the cells of a column name; nil when they are of kinds that are not analysed.
  init?(_ tests: [ConstantTest], type: FEELType) {
    var points: [Value] = []
    var known: Set<Value> = []
    var hasOrder = false
    func add(_ value: Value) {
      if !value.isNull, known.insert(value).inserted { points.append(value) }
    }
    func add(test: Value) -> Bool {
      switch test {
      case .range(let range):
        hasOrder = true
        add(range.start)
        add(range.end)
      case .list(let elements): return elements.allSatisfy { add(test: $0) }
      case .context, .function: return false
      default: add(test)
      }
      return true
    }
    for test in tests {
      switch test {
      case .compare(let comparison, let value):
        if comparison != "=", comparison != "!=" { hasOrder = true }
        guard add(test: value) else { return nil }
      case .value(let value): guard add(test: value) else { return nil }
      }
    }
    switch type == .any ? points.first.map({ FEELType(of: $0) }) ?? .any : type {
    case .boolean:
      atoms = [false, true].map { Atom(example: .boolean($0), shape: .point(.boolean($0))) }
      ordered = false
    case .number, .date, .dateTime, .time, .monthsDuration, .daysDuration:
      guard let atoms = Self.intervals(points) else { return nil }
      self.atoms = atoms
      ordered = true
    case .string where !hasOrder:
      atoms = points.map { Atom(example: $0, shape: .point($0)) }
      atoms.append(Atom(example: .string(Self.unused(points)), shape: .other))
      ordered = false
    case .any where points.isEmpty:
      atoms = [Atom(example: .null, shape: .other)]
      ordered = false
    default: return nil
    }
  }

  private static func unused(_ points: [Value]) -> String {
    var name = "annat"
    while points.contains(.string(name)) { name += " värde" }
    return name
  }

  /// The points and what lies between, below and above them; nil when they are of different kinds, or clocks of
  /// different zones.
  private static func intervals(_ points: [Value]) -> [Atom]? {
    guard let first = points.first else {
      return [Atom(example: .null, shape: .other)]
    }
    guard points.allSatisfy({ Sample.areAlike(first, $0) }) else { return nil }
    let sorted = points.sorted(by: Sample.isLess)
    var atoms: [Atom] = []
    var previous = Value.null
    for point in sorted {
      if let example = Sample.between(previous, point) {
        atoms.append(Atom(example: example, shape: .between(previous, point)))
      }
      atoms.append(Atom(example: point, shape: .point(point)))
      previous = point
    }
    if let example = Sample.between(previous, .null) {
      atoms.append(Atom(example: example, shape: .between(previous, .null)))
    }
    return atoms
  }
}

/// A value that lies strictly between two others; null stands for no limit.
enum Sample {
  static func isLess(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.number(let a), .number(let b)): a < b
    case (.date(let a), .date(let b)): a < b
    case (.monthsDuration(let a), .monthsDuration(let b)): a < b
    case (.daysDuration(let a), .daysDuration(let b)): a < b
    case (.time(let a), .time(let b)): a.time < b.time
    case (.dateTime(let a), .dateTime(let b)): a.localSecond < b.localSecond
    default: false
    }
  }

  /// Whether values are of one kind and, if they are clocks, of one zone.
  static func areAlike(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.number, .number), (.date, .date), (.monthsDuration, .monthsDuration),
      (.daysDuration, .daysDuration):
      true
    case (.time(let a), .time(let b)): a.zone == b.zone
    case (.dateTime(let a), .dateTime(let b)): a.zone == b.zone
    default: false
    }
  }

  /// Nil when there is none: between two days that follow each other, say.
  static func between(_ low: Value, _ high: Value) -> Value? {
    switch (low, high) {
    case (.null, .null): nil
    case (.number(let low), .null): low.adding(.one).map { .number($0) }
    case (.null, .number(let high)): high.subtracting(.one).map { .number($0) }
    case (.number(let low), .number(let high)): number(low, high)
    case (.date(let low), .null): low.adding(days: 1).map { .date($0) }
    case (.null, .date(let high)): high.adding(days: -1).map { .date($0) }
    case (.date(let low), .date(let high)):
      low.adding(days: 1).flatMap { $0 < high ? .date($0) : nil }
    case (.monthsDuration(let low), .null):
      low.adding(MonthsDuration(months: 1)).map { .monthsDuration($0) }
    case (.null, .monthsDuration(let high)):
      high.subtracting(MonthsDuration(months: 1)).map { .monthsDuration($0) }
    case (.monthsDuration(let low), .monthsDuration(let high)):
      low.adding(MonthsDuration(months: 1)).flatMap { $0 < high ? .monthsDuration($0) : nil }
    case (.daysDuration(let low), .null):
      low.adding(DaysDuration(seconds: 86_400)).map { .daysDuration($0) }
    case (.null, .daysDuration(let high)):
      high.subtracting(DaysDuration(seconds: 86_400)).map { .daysDuration($0) }
    case (.daysDuration(let low), .daysDuration(let high)):
      DaysDuration(nanoseconds: (low.totalNanoseconds + high.totalNanoseconds) / 2)
        .flatMap { low < $0 && $0 < high ? .daysDuration($0) : nil }
    case (.time(let low), .null): time(low, 86_399)
    case (.null, .time(let high)): time(high, 0)
    case (.time(let low), .time(let high)):
      low.time.secondOfDay + 1 < high.time.secondOfDay
        ? time(low, low.time.secondOfDay + 1) : nil
    case (.dateTime(let low), .null): dateTime(low, 1)
    case (.null, .dateTime(let high)): dateTime(high, -1)
    case (.dateTime(let low), .dateTime(let high)):
      low.localSecond + 1 < high.localSecond ? dateTime(low, 1) : nil
    default: nil
    }
  }

  /// The next integer where there is room for one, else the middle.
  private static func number(_ low: Number, _ high: Number) -> Value? {
    if let next = low.rounded(scale: 0, .floor)?.adding(.one), next < high { return .number(next) }
    return low.adding(high)?.divided(by: Number(2)).map { .number($0) }
  }

  private static func time(_ near: ZonedTime, _ second: Int) -> Value? {
    guard near.time.secondOfDay != second else { return nil }
    return TimeOfDay(nanosecondOfDay: second * 1_000_000_000)
      .map { .time(ZonedTime(time: $0, zone: near.zone)) }
  }

  private static func dateTime(_ near: CivilDateTime, _ seconds: Int) -> Value? {
    near.adding(DaysDuration(seconds: seconds), under: SystemZones()).map { .dateTime($0) }
  }
}

extension Axis {
  /// An axis that is not divided.
  init(whole: Void) {
    atoms = [Atom(example: .null, shape: .other)]
    ordered = false
  }

  /// Some of the atoms; nil for all of them.
  func condition(_ set: IndexSet) -> TableAnalysis.Condition? {
    let chosen = set.indices
    if chosen.count == atoms.count { return nil }
    guard ordered else {
      let hasOther = chosen.contains { if case .other = atoms[$0].shape { true } else { false } }
      let named = hasOther ? atoms.indices.filter { !set.contains($0) } : chosen
      return TableAnalysis.Condition(
        pieces: named.map { .value(atoms[$0].example) }, isNegated: hasOther)
    }
    var pieces: [TableAnalysis.Condition.Piece] = []
    var index = 0
    while index < chosen.count {
      var last = index
      while last + 1 < chosen.count, chosen[last + 1] == chosen[last] + 1 { last += 1 }
      pieces.append(run(chosen[index], chosen[last]))
      index = last + 1
    }
    return TableAnalysis.Condition(pieces: pieces, isNegated: false)
  }

  /// Neighbouring atoms as one piece.
  private func run(_ first: Int, _ last: Int) -> TableAnalysis.Condition.Piece {
    if first == last, case .point(let value) = atoms[first].shape { return .value(value) }
    let (low, lowIncluded): (Value, Bool) =
      switch atoms[first].shape {
      case .point(let value): (value, true)
      case .between(let low, _): (low, false)
      case .other: (.null, false)
      }
    let (high, highIncluded): (Value, Bool) =
      switch atoms[last].shape {
      case .point(let value): (value, true)
      case .between(_, let high): (high, false)
      case .other: (.null, false)
      }
    return .range(
      RangeValue(
        start: low, startIncluded: lowIncluded, end: high, endIncluded: highIncluded))
  }
}
