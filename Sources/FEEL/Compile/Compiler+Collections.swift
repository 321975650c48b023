import CivilTime
import Diagnostics

extension Compiler {
  func list(_ elements: [Expression], _ scope: LocalScope) -> Typed {
    let typed = elements.map { compile($0, scope.plain) }
    let codes = typed.map(\.code)
    let type = typed.reduce(FEELType.null) { $0.union($1.type) }
    let result = Typed(.list(type), nullable: false) { context in
      guard context.spend(codes.count) else { return .null }
      var values: [Value] = []
      values.reserveCapacity(codes.count)
      var isFlat = true
      for code in codes {
        let value = code(&context)
        isFlat = isFlat && value.isScalar
        values.append(value)
      }
      return isFlat || context.admits(.list(values)) ? .list(values) : .null
    }
    return folded(result, from: typed)
  }

  /// A context: each entry is a name for the ones after it.
  func context(_ entries: [Expression.Entry], _ scope: LocalScope) -> Typed {
    var inner = scope.plain
    var members: [FEELType.Member] = []
    var codes: [(String, Code)] = []
    var typed: [Typed] = []
    let keys = entries.map(\.key)
    let entries = Self.ordered(entries)
    let isReordered = entries.map(\.key) != keys
    for entry in entries {
      let value = compile(entry.value, inner)
      typed.append(value)
      members.append(
        FEELType.Member(name: entry.key, type: value.type, nullable: value.nullable))
      codes.append((entry.key, value.code))
      inner.add(entry.key, value.type, nullable: value.nullable)
    }
    usesLocals = usesLocals || !entries.isEmpty
    if isReordered { members.sort { Self.place($0.name, keys) < Self.place($1.name, keys) } }
    let result = Typed(.context(members), nullable: false) { [codes] context in
      guard context.spend(codes.count) else { return .null }
      let start = context.locals.count
      defer { context.locals.removeLast(context.locals.count - start) }
      var result = Context()
      if isReordered { for key in keys { result[key] = .null } }
      var isFlat = true
      for (key, code) in codes {
        let value = code(&context)
        isFlat = isFlat && value.isScalar
        result[key] = value
        context.locals.append(value)
      }
      return isFlat || context.admits(.context(result)) ? .context(result) : .null
    }
    return folded(result, from: typed)
  }

  private static func place(_ name: String, _ keys: [String]) -> Int {
    keys.firstIndex(of: name) ?? keys.count
  }

  /// The entries in the order in which they depend on each other (10.3.2.11, local context): an entry may name one that is
  /// written after it. What depends on itself stays where it is.
  private static func ordered(_ entries: [Expression.Entry]) -> [Expression.Entry] {
    var later = Set(entries.map(\.key))
    var needs: [Set<String>] = []
    var forward = false
    for entry in entries {
      later.remove(entry.key)
      var names: Set<String> = []
      if !later.isEmpty { entry.value.collectNames(into: &names) }
      needs.append(names)
      forward = forward || !names.isDisjoint(with: later)
    }
    guard forward else { return entries }
    var result: [Expression.Entry] = []
    var state = [Bool?](repeating: nil, count: entries.count)
    let places = Dictionary(
      entries.enumerated().map { ($0.element.key, $0.offset) }, uniquingKeysWith: { $1 })
    func visit(_ index: Int, _ depth: Int) {
      guard state[index] == nil, depth <= Parser.maximumDepth else { return }
      state[index] = false
      for name in needs[index].sorted() {
        if let place = places[name], place > index || state[place] == nil {
          visit(place, depth + 1)
        }
      }
      if state[index] == false {
        state[index] = true
        result.append(entries[index])
      }
    }
    for index in entries.indices { visit(index, 0) }
    return result.count == entries.count ? result : entries
  }

  // MARK: Filters

  /// `list[position]` and `list[condition]` (10.3.2.15, table 68).
  func filter(
    _ base: Expression, _ conditionNode: Expression, _ range: Range<Int>, _ scope: LocalScope
  ) -> Typed {
    usesLocals = true
    let list = compile(base, scope.plain)
    let element: FEELType = if case .list(let element) = list.type { element } else { list.type }
    let inner = scope.adding(
      "item", element, nullable: true, kind: .item, isConstant: list.constant != nil)
    let condition = compile(conditionNode, inner)
    let (code, test) = (list.code, condition.code)
    let span = source.span
    switch condition.type {
    case .number:
      let result = Typed(element, nullable: true) { context in
        let elements = code(&context).elements
        context.locals.append(.null)
        let index = test(&context)
        context.locals.removeLast()
        return Self.element(of: elements, at: index, &context, span(range))
      }
      return condition.constant == nil ? result : folded(result, from: [list])
    case .boolean, .null:
      let decide = condition.condition
      return Typed(.list(element), nullable: list.nullable || list.type == .any) { context in
        let value = code(&context)
        guard !value.isNull else {
          context.note(.wrongTypes, "listan saknas", at: span(range))
          return .null
        }
        return Self.select(value.elements, &context) { decide(&$0) == .yes }
      }
    case .any:
      return Typed(.any, nullable: true) { context in
        let value = code(&context)
        guard !value.isNull else {
          context.note(.wrongTypes, "listan saknas", at: span(range))
          return .null
        }
        let elements = value.elements
        context.locals.append(elements.first ?? .null)
        let first = test(&context)
        context.locals.removeLast()
        if case .number = first {
          return Self.element(of: elements, at: first, &context, span(range))
        }
        return Self.select(elements, &context) { test(&$0) == .boolean(true) }
      }
    default:
      error(
        "not-a-condition",
        "i hakparentesen väntas ett nummer eller ett villkor, inte \(condition.type.swedish)",
        conditionNode.range)
      return .unknown
    }
  }

  private static func select(
    _ elements: [Value], _ context: inout EvaluationContext,
    _ condition: (inout EvaluationContext) -> Bool
  ) -> Value {
    var result: [Value] = []
    let index = context.locals.count
    context.locals.append(.null)
    defer { context.locals.removeLast() }
    for element in elements {
      guard context.spend() else { return .null }
      context.locals[index] = element
      if condition(&context) { result.append(element) }
    }
    return .list(result)
  }

  private static func element(
    of elements: [Value], at index: Value, _ context: inout EvaluationContext,
    _ span: @autoclosure () -> SourceSpan
  ) -> Value {
    guard case .number(let number) = index, let position = number.exactInt, position != 0 else {
      context.note(.noEntry, "det finns inget element med det numret", at: span())
      return .null
    }
    let offset = position > 0 ? position - 1 : elements.count + position
    guard elements.indices.contains(offset) else {
      context.note(
        .noEntry, "listan har \(elements.count) element, inget med nummer \(position)", at: span())
      return .null
    }
    return elements[offset]
  }

  // MARK: Iterations

  private struct CompiledIterator {
    let domain: Code
    let end: Code?
  }

  private func compile(_ iterators: [Expression.Iterator], _ scope: LocalScope) -> (
    [CompiledIterator], LocalScope, mayStop: Bool
  ) {
    var inner = scope.plain
    var mayStop = false
    var compiled: [CompiledIterator] = []
    for iterator in iterators {
      let domain = compile(iterator.domain, inner)
      let end = iterator.end.map { compile($0, inner) }
      if let end, !Self.iterable(domain.type) || !Self.iterable(end.type) {
        error(
          "wrong-type", "`..` räknar upp hela tal eller datum",
          iterator.domain.range
            .lowerBound..<(iterator.end?.range.upperBound ?? iterator.domain.range.upperBound))
      }
      compiled.append(CompiledIterator(domain: domain.code, end: end?.code))
      mayStop = mayStop || Self.mayStop(domain, end)
      let (type, nullable): (FEELType, Bool) =
        switch domain.type {
        case _ where end != nil: (domain.type, false)
        case .list(let element): (element, true)
        case .range(let element): (element, false)
        default: (domain.type, domain.nullable)
        }
      inner = inner.adding(iterator.name, type == .null ? .any : type, nullable: nullable)
    }
    usesLocals = true
    return (compiled, inner, mayStop)
  }

  /// Whether there may be nothing to go through: null, or ends that are no integers.
  private static func mayStop(_ domain: Typed, _ end: Typed?) -> Bool {
    if domain.nullable || domain.type == .any || end?.nullable == true { return true }
    if case .range(.date) = domain.type { return false }
    if case .range = domain.type { return domain.constant == nil }
    guard let end else { return false }
    return !(domain.type == .date && end.type == .date)
      && (domain.constant == nil || end.constant == nil)
  }

  private static func iterable(_ type: FEELType) -> Bool {
    switch type {
    case .number, .date, .any: true
    default: false
    }
  }

  /// `for` (10.3.2.14).
  func iteration(
    _ iterators: [Expression.Iterator], _ body: Expression, _ range: Range<Int>, _ scope: LocalScope
  ) -> Typed {
    // The results so far lie below the iterators, where `partial` finds them.
    let partial = scope.depth
    let start = scope.adding("partial", .list(.any), nullable: false)
    let (compiled, inner, mayStop) = compile(iterators, start)
    let value = compile(body, inner)
    let code = value.code
    let span = source.span
    return Typed(.list(value.type), nullable: mayStop) { context in
      guard partial == context.locals.count else { return .null }
      context.locals.append(.list([]))
      defer { context.locals.removeLast(context.locals.count - partial) }
      let complete = Self.iterate(compiled[...], &context, span(range)) { context in
        let value = code(&context)
        // A result that holds others is charged in full: `partial` as a result is a copy each time.
        guard value.isScalar || context.admits(.list([value]), parts: 1) else { return false }
        // Taken out while it grows, so that it is not copied.
        guard case .list(var results) = context.locals[partial] else { return false }
        context.locals[partial] = .null
        results.append(value)
        let fits = results.count <= EvaluationContext.maximumList
        context.locals[partial] = .list(results)
        if !fits { context.note(.limit, "listan blir för lång", at: span(range)) }
        return fits
      }
      return complete ? context.locals[partial] : .null
    }
  }

  /// `some` and `every` (10.3.2.15).
  func quantified(
    every: Bool, _ iterators: [Expression.Iterator], _ body: Expression, _ range: Range<Int>,
    _ scope: LocalScope
  ) -> Typed {
    let (compiled, inner, mayStop) = compile(iterators, scope)
    let value = compile(body, inner)
    requireCondition(value, body)
    let test = value.condition
    let depth = scope.depth
    let span = source.span
    return .condition(nullable: mayStop || value.nullable || value.type != .boolean) { context in
      guard depth == context.locals.count else { return .undecided }
      defer { context.locals.removeLast(context.locals.count - depth) }
      var result = Truth(every)
      let decided: Truth = every ? .no : .yes
      let complete = Self.iterate(compiled[...], &context, span(range)) { context in
        switch test(&context) {
        case decided:
          result = decided
          return false
        case .undecided: result = .undecided
        default: break
        }
        return true
      }
      return complete || result == decided ? result : .undecided
    }
  }

  /// Runs `body` for every combination; false when it stopped or a domain is none.
  private static func iterate(
    _ iterators: ArraySlice<CompiledIterator>, _ context: inout EvaluationContext,
    _ span: @autoclosure () -> SourceSpan, _ body: (inout EvaluationContext) -> Bool
  ) -> Bool {
    guard let iterator = iterators.first else { return body(&context) }
    let domain = iterator.domain(&context)
    let index = context.locals.count
    context.locals.append(.null)
    defer { context.locals.removeLast(context.locals.count - index) }
    func step(_ value: Value, _ context: inout EvaluationContext) -> Bool {
      guard context.spend() else { return false }
      context.locals[index] = value
      return iterate(iterators.dropFirst(), &context, span(), body)
    }
    if let end = iterator.end {
      // The end must not see the variable: it is compiled for the scope without it.
      context.locals.removeLast()
      let limit = end(&context)
      context.locals.append(.null)
      guard let values = Sequence(from: domain, to: limit) else {
        context.note(.wrongTypes, "`..` räknar upp hela tal eller datum", at: span())
        return false
      }
      for value in values { guard step(value, &context) else { return false } }
      return true
    }
    switch domain {
    case .null:
      context.note(.wrongTypes, "listan att gå igenom saknas", at: span())
      return false
    case .list(let elements):
      for element in elements { guard step(element, &context) else { return false } }
    case .range(let range):
      guard let values = Sequence(range) else {
        context.note(
          .wrongTypes, "bara intervall av hela tal eller datum kan räknas upp", at: span())
        return false
      }
      for value in values { guard step(value, &context) else { return false } }
    default: return step(domain, &context)
    }
    return true
  }

  /// Integers or dates one after the other, up or down.
  private struct Sequence: Swift.Sequence, IteratorProtocol {
    private var current: Int
    private let last: Int
    private let direction: Int
    private let dates: Bool
    private var done: Bool

    init?(from start: Value, to end: Value) {
      switch (start, end) {
      case (.number(let first), .number(let second)):
        guard let first = first.exactInt, let second = second.exactInt else { return nil }
        (current, last, dates) = (first, second, false)
      case (.date(let first), .date(let second)):
        (current, last, dates) = (first.dayNumber, second.dayNumber, true)
      default: return nil
      }
      direction = current <= last ? 1 : -1
      done = false
    }

    init?(_ range: RangeValue) {
      guard range.form == .interval else { return nil }
      self.init(from: range.start, to: range.end)
      if !range.startIncluded {
        if current == last { done = true } else { current += direction }
      }
      if !range.endIncluded {
        guard current != last else {
          done = true
          return
        }
        self = Sequence(
          current: current, last: last - direction, direction: direction, dates: dates, done: done)
      }
    }

    private init(current: Int, last: Int, direction: Int, dates: Bool, done: Bool) {
      self.current = current
      self.last = last
      self.direction = direction
      self.dates = dates
      self.done = done
    }

    mutating func next() -> Value? {
      guard !done else { return nil }
      let value = current
      if value == last { done = true } else { current += direction }
      return dates ? CivilDate(dayNumber: value).map { .date($0) } : .number(value)
    }
  }
}

extension Value {
  /// The elements of a list; any other value counts as a list of itself, null as none (10.3.2.9.4).
  var elements: [Value] {
    switch self {
    case .list(let elements): elements
    case .null: []
    default: [self]
    }
  }
}
