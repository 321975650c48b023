import CivilTime
import Diagnostics

/// One way in which a function can be called, with where each argument goes.
struct CallPlan: Sendable {
  let signature: Signature
  /// For each parameter the argument that it gets; nil where an optional one is left out.
  let arguments: [Int?]
  /// All arguments together are the list that the only parameter takes.
  let gathers: Bool
}

extension Compiler {
  func invocation(
    _ function: Expression, _ arguments: [Expression.Argument], _ expression: Expression,
    _ scope: LocalScope
  ) -> Typed {
    if case .name(let name, let known) = function.kind,
      !scope.locals.contains(where: { $0.name == name })
    {
      if let host = environment.functions[name] {
        references.functions.insert(name)
        if host.usesClock {
          references.usesToday = true
          references.usesNow = true
        }
        return call(name, [Signature(host)], arguments, expression, scope, pure: false)
      }
      let isValue = environment.bindings[name] != nil
      if let builtin = Builtins.table[name], !isValue || !isFunction(environment.bindings[name]) {
        if name == "not", arguments.count == 1,
          arguments[0].name == nil || arguments[0].name?.text == "negand"
        {
          return negatedCondition(arguments[0].value, expression.range, scope)
        }
        note(clock: builtin)
        return call(
          name, builtin.signatures, arguments, expression, scope,
          pure: builtin.name != "today" && builtin.name != "now")
      }
      if !isValue {
        let candidates = Array(Builtins.table.keys) + Array(environment.functions.keys)
        error(
          "unknown-function", "funktionen `\(name)` finns inte", function.range,
          help: Parser.helpForOperator(name)
            ?? suggest(name, among: candidates).map { "menade du `\($0)`?" })
        for argument in arguments { _ = compile(argument.value, scope.plain) }
        let span = source.span
        let range = function.range
        _ = known
        return Typed(.any, nullable: true) { context in
          context.note(.unknownName, "funktionen `\(name)` finns inte", at: span(range))
          return .null
        }
      }
    }
    return dynamicCall(function, arguments, expression, scope)
  }

  private func isFunction(_ binding: Binding?) -> Bool {
    switch binding {
    case .slot(_, let type, _), .computed(let type, _, _, _):
      if case .function = type { true } else { type == .any }
    case .constant(.function): true
    default: false
    }
  }

  // MARK: Declared functions

  private func call(
    _ name: String, _ signatures: [Signature], _ arguments: [Expression.Argument],
    _ expression: Expression, _ scope: LocalScope, pure: Bool
  ) -> Typed {
    let typed = arguments.map { compile($0.value, scope.plain) }
    let matching = signatures.compactMap { Self.plan($0, arguments) }
    // Forms with the same names in another order (`before(range, point)`): the order as written tells which is meant.
    let asWritten = matching.filter { $0.arguments == Array(arguments.indices) }
    let plans = asWritten + matching.filter { $0.arguments != Array(arguments.indices) }
    let span = source.span
    let range = expression.range
    guard !plans.isEmpty else {
      let forms = signatures.map { "`\($0.text(name))`" }.joined(separator: " eller ")
      error(
        "wrong-arguments", "`\(name)` kan inte anropas så", range, help: "skriv \(forms)")
      return Typed(.any, nullable: true) { context in
        context.note(.invocation, "`\(name)` kan inte anropas så", at: span(range))
        return .null
      }
    }
    let fitting = plans.filter { Self.fits($0, typed) }
    if fitting.isEmpty { reportArguments(name, plans, typed, arguments, range) }
    if let plan = fitting.first { checkChoices(name, plan, typed, arguments) }
    let candidates = fitting.isEmpty ? plans : fitting
    let codes = typed.map(\.code)
    let type = candidates.dropFirst().reduce(candidates[0].resultType(typed)) {
      $0.union($1.resultType(typed))
    }
    let nullable = fitting.isEmpty || candidates.contains { $0.mayBeNull(typed) }
    let single = candidates.count == 1 ? candidates.first : nil
    let code: Code = { context in
      var values: [Value] = []
      values.reserveCapacity(codes.count)
      for code in codes { values.append(code(&context)) }
      let notes = context.notes.count
      defer { context.place(notesFrom: notes, span(range)) }
      if let single {
        if let bound = single.bind(values, &context) {
          return single.signature.run(&context, bound)
        }
      } else {
        for candidate in candidates {
          if let bound = candidate.bind(values, &context) {
            return candidate.signature.run(&context, bound)
          }
        }
      }
      if context.collectNotes, context.notes.count == notes {
        Self.noteArguments(name, values, &context)
      }
      return .null
    }
    let result = Typed(type, nullable: nullable, code: code)
    guard pure, !fitting.isEmpty, typed.allSatisfy({ $0.constant != nil }) else { return result }
    return foldedCall(name, result, range)
  }

  /// A call whose arguments are all constant is made once. Null tells that the arguments are wrong.
  private func foldedCall(_ name: String, _ call: Typed, _ range: Range<Int>) -> Typed {
    var frame = Self.constantFrame(notes: true)
    let value = call.code(&frame)
    if !value.isNull { return .constant(value) }
    if let note = frame.notes.last, note.kind != .limit {
      error(
        "always-null", "`\(text(range))` ger aldrig något värde: \(note.text)", range)
    }
    return call
  }

  /// How the arguments meet the parameters; nil when number or names do not fit.
  static func plan(_ signature: Signature, _ arguments: [Expression.Argument]) -> CallPlan? {
    let named = arguments.contains { $0.name != nil }
    let parameters = signature.parameters
    if !named {
      if signature.variadic, arguments.count != 1 {
        return arguments.isEmpty
          ? nil : CallPlan(signature: signature, arguments: [0], gathers: true)
      }
      if let last = signature.repeatsFrom, arguments.count > parameters.count {
        guard arguments.count >= last else { return nil }
        return CallPlan(
          signature: signature, arguments: Array(arguments.indices), gathers: false)
      }
      let required = parameters.filter { !$0.optional }.count
      guard arguments.count >= required, arguments.count <= parameters.count else { return nil }
      return CallPlan(
        signature: signature,
        arguments: parameters.indices.map { $0 < arguments.count ? $0 : nil }, gathers: false)
    }
    var places: [Int?] = Array(repeating: nil, count: parameters.count)
    for (index, argument) in arguments.enumerated() {
      guard let name = argument.name?.text,
        let place = parameters.firstIndex(where: { Self.sameName($0.name, name) }),
        places[place] == nil
      else { return nil }
      places[place] = index
    }
    for (index, place) in places.enumerated()
    where place == nil && !parameters[index].optional {
      return nil
    }
    return CallPlan(signature: signature, arguments: places, gathers: false)
  }

  private static func sameName(_ left: String, _ right: String) -> Bool {
    left == right || Lexer.lexemes(ofName: left) == Lexer.lexemes(ofName: right)
  }

  private static func fits(_ plan: CallPlan, _ arguments: [Typed]) -> Bool {
    if plan.gathers { return true }
    return plan.arguments.enumerated().allSatisfy { index, argument in
      guard let argument, arguments.indices.contains(argument) else { return true }
      let parameter = plan.signature.parameter(index)
      let type = arguments[argument].type
      if type == .null { return parameter.nullable }
      return parameter.type.fit(type) != .never
    }
  }

  private func reportArguments(
    _ name: String, _ plans: [CallPlan], _ typed: [Typed], _ arguments: [Expression.Argument],
    _ range: Range<Int>
  ) {
    for (index, argument) in arguments.enumerated() {
      let wanted = plans.compactMap { plan in
        plan.arguments.firstIndex(of: index).map { plan.signature.parameter($0) }
      }
      let given = typed[index].type
      let fits = wanted.contains {
        given == .null ? $0.nullable : $0.type.fit(given) != .never
      }
      if !fits {
        let types = wanted.map(\.type.swedish).reduce(into: [String]()) {
          if !$0.contains($1) { $0.append($1) }
        }
        error(
          "wrong-argument",
          "`\(name)` kan inte ta \(given.swedish) som `\(wanted.first?.name ?? "")`",
          argument.value.range, help: "där väntas \(types.joined(separator: " eller "))")
        return
      }
    }
    error("wrong-argument", "argumenten till `\(name)` passar inte ihop", range)
  }

  static func noteArguments(
    _ name: String, _ values: [Value], _ context: inout EvaluationContext
  ) {
    if values.contains(where: \.isNull) {
      context.note(.wrongTypes, "ett argument till `\(name)` saknas")
    } else {
      let types = values.map { FEELType(of: $0).swedish }.joined(separator: " och ")
      context.note(.wrongTypes, "`\(name)` kan inte ta \(types)")
    }
  }

  // MARK: Function values

  private func dynamicCall(
    _ function: Expression, _ arguments: [Expression.Argument], _ expression: Expression,
    _ scope: LocalScope
  ) -> Typed {
    let callee = compile(function, scope.plain)
    let typed = arguments.map { compile($0.value, scope.plain) }
    var type = FEELType.any
    switch callee.type {
    case .any: break
    case .function(let parameters, let result):
      type = result
      if parameters.count != arguments.count, callee.constant == nil {
        error(
          "wrong-arguments",
          "funktionen tar \(parameters.count) argument, inte \(arguments.count)", expression.range)
      }
    default:
      error(
        "not-a-function", "`\(text(function.range))` är \(callee.type.swedish), ingen funktion",
        function.range)
    }
    let code = callee.code
    let codes = typed.map(\.code)
    let names = arguments.map { $0.name?.text }
    let named = names.contains { $0 != nil }
    let span = source.span
    let range = expression.range
    return Typed(type, nullable: true) { context in
      guard case .function(let function) = code(&context) else {
        context.note(.invocation, "det som anropas är ingen funktion", at: span(range))
        return .null
      }
      var values: [Value] = []
      values.reserveCapacity(codes.count)
      for code in codes { values.append(code(&context)) }
      if named {
        var ordered = [Value?](repeating: nil, count: function.parameters.count)
        for (name, value) in zip(names, values) {
          guard let name,
            let place = function.parameters.firstIndex(where: { Self.sameName($0, name) }),
            ordered[place] == nil
          else {
            context.note(.invocation, "funktionen har inga sådana parametrar", at: span(range))
            return .null
          }
          ordered[place] = value
        }
        // Parameters that are not supplied are null (10.3.2.13.5).
        values = ordered.map { $0 ?? .null }
      }
      let notes = context.notes.count
      defer { context.place(notesFrom: notes, span(range)) }
      return function.call(&context, values)
    }
  }

  /// A function definition (10.3.2.13.2): it keeps the locals that exist where it is written.
  func functionDefinition(
    _ parameters: [Expression.Parameter], _ body: Expression, _ scope: LocalScope
  ) -> Typed {
    usesLocals = true
    var inner = scope.plain
    var types: [FEELType] = []
    for parameter in parameters {
      let type = parameter.type.flatMap {
        FEELType.resolve(
          $0, types: environment.types, source: source, diagnostics: &diagnostics)
      }
      types.append(type ?? .any)
      inner = inner.adding(parameter.name, type ?? .any, nullable: true)
    }
    let value = compile(body, inner)
    let code = value.code
    let names = parameters.map(\.name)
    let type = FEELType.function(types, value.type)
    let depth = scope.depth
    return Typed(type, nullable: false) { [types] context in
      let captured = Array(context.locals.prefix(depth))
      let kept = Value.list(captured)
      guard context.admits(kept, parts: 1) else { return .null }
      let isFlat = captured.allSatisfy(\.isScalar)
      return .function(
        FunctionValue(
          parameters: names, type: type, nesting: isFlat ? 1 : kept.nesting,
          weight: isFlat ? captured.count : kept.size(limit: .max) ?? 0
        ) { context, arguments in
          let saved = context.locals
          defer { context.locals = saved }
          context.locals = captured
          for (argument, type) in zip(arguments, types) {
            guard let value = argument.coerced(to: type) else {
              context.note(.coercion, "ett argument är inte \(type.swedish)")
              return .null
            }
            context.locals.append(value)
          }
          return code(&context)
        })
    }
  }
}

extension CallPlan {
  /// The values of the parameters, converted; nil when one does not fit.
  func bind(_ values: [Value], _ context: inout EvaluationContext) -> [Value]? {
    if gathers { return [.list(values)] }
    var result: [Value] = []
    result.reserveCapacity(arguments.count)
    for (index, argument) in arguments.enumerated() {
      guard let argument else {
        result.append(.null)
        continue
      }
      let parameter = signature.parameter(index)
      let value = values[argument]
      if value.isNull {
        guard parameter.nullable else { return nil }
        result.append(.null)
        continue
      }
      guard let converted = value.argument(for: parameter.type) else { return nil }
      result.append(converted)
    }
    return result
  }

  func resultType(_ arguments: [Typed]) -> FEELType {
    guard let infer = signature.infer else { return signature.result }
    if gathers {
      return infer([.list(arguments.reduce(FEELType.null) { $0.union($1.type) })])
    }
    return infer(
      self.arguments.enumerated().map { index, argument in
        guard let argument, arguments.indices.contains(argument) else { return .null }
        let type = arguments[argument].type
        if case .list = signature.parameter(index).type {
          if case .list = type { return type }
          return type == .any ? .list(.any) : .list(type)
        }
        return type
      })
  }

  func mayBeNull(_ arguments: [Typed]) -> Bool {
    if signature.nullable
      || gathers && arguments.contains(where: { $0.nullable || $0.type == .any })
    {
      return true
    }
    return self.arguments.enumerated().contains { index, argument in
      guard !gathers, let argument, arguments.indices.contains(argument) else { return false }
      let parameter = signature.parameter(index)
      let given = arguments[argument]
      if given.nullable && !parameter.nullable { return true }
      return parameter.type.fit(given.type) != .always && given.type != .null
    }
  }
}

extension Value {
  /// The value as an argument of a type (10.3.2.9.4). The elements of lists are left to the function.
  func argument(for type: FEELType) -> Value? {
    switch (type, self) {
    case (.any, _): return self
    case (.number, .number), (.string, .string), (.boolean, .boolean), (.date, .date),
      (.time, .time), (.dateTime, .dateTime), (.monthsDuration, .monthsDuration),
      (.daysDuration, .daysDuration), (.list, .list), (.context, .context), (.range, .range),
      (.function, .function):
      return self
    case (.list, _): return .list([self])
    case (.dateTime, .date(let date)): return .dateTime(.init(date: date, zone: .offset(.utc)))
    case (_, .list(let elements)) where elements.count == 1:
      // A list of a list of one is taken apart once, and is still a list then.
      if case .list = elements[0] { return nil }
      return elements[0].isNull ? nil : elements[0].argument(for: type)
    default: return nil
    }
  }

  /// The value converted to a declared type (10.3.2.9.4); nil when it does not conform. A list of one is taken for its
  /// element, or a value for the list of it, once and not at any depth.
  public func coerced(to type: FEELType) -> Value? {
    if let value = conformed(to: type) { return value }
    if case .list(let element) = type, let value = conformed(to: element) { return .list([value]) }
    if case .list(let elements) = self, elements.count == 1 {
      return elements[0].conformed(to: type)
    }
    return nil
  }

  /// The value as it is, or a date as the date with time that it is taken for.
  private func conformed(to type: FEELType) -> Value? {
    if type.includes(self) { return self }
    switch (type, self) {
    case (.dateTime, .date(let date)): return .dateTime(.init(date: date, zone: .offset(.utc)))
    case (.list(let element), .list(let values)):
      // Each element for itself, so that a list of dates can be a list of dates with times.
      let converted = values.compactMap { $0.conformed(to: element) }
      return converted.count == values.count ? .list(converted) : nil
    default: return nil
    }
  }
}
