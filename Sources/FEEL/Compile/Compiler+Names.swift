import Diagnostics

extension Compiler {
  func name(
    _ name: String, known: Bool, _ range: Range<Int>, _ scope: LocalScope
  ) -> Typed {
    // Innermost first: a bound name, an entry of the element that is filtered, then what the host declared.
    var possibleItems: [Int] = []
    for local in scope.locals.reversed() {
      if local.kind == .item {
        if let member = member(name, of: local.type) {
          let key = "item#\(local.index).\(name)"
          return itemMember(
            name, local.index, member.type,
            nullable: (member.nullable || local.nullable) && !scope.nonNull.contains(key))
        }
        if local.name == name { return variable(local, scope) }
        if Self.mayHaveMembers(local.type) { possibleItems.append(local.index) }
      } else if local.name == name {
        return variable(local, scope)
      }
    }
    let outer = declared(name, name, range, scope)
    if possibleItems.isEmpty {
      return outer ?? unknownName(name, known: known, range, scope)
    }
    // The type of the elements is not known, so their entries are looked up when there are elements.
    usesLocals = true
    let fallback = outer?.code
    let span = source.span
    return Typed(.any, nullable: true) { [possibleItems] context in
      for index in possibleItems where index < context.locals.count {
        if case .context(let entries) = context.locals[index], let value = entries[name] {
          return value
        }
      }
      if let fallback { return fallback(&context) }
      context.note(.noEntry, "elementet har inget `\(name)`", at: span(range))
      return .null
    }
  }

  private func variable(_ local: LocalScope.Local, _ scope: LocalScope) -> Typed {
    usesLocals = true
    let index = local.index
    let nullable = local.nullable && !scope.nonNull.contains("\(local.name)#\(index)")
    return Typed(local.type, nullable: nullable) { context in
      index < context.locals.count ? context.locals[index] : .null
    }
  }

  private func itemMember(
    _ name: String, _ index: Int, _ type: FEELType, nullable: Bool
  ) -> Typed {
    usesLocals = true
    return Typed(type, nullable: nullable) { context in
      guard index < context.locals.count, case .context(let entries) = context.locals[index] else {
        return .null
      }
      return entries[name] ?? .null
    }
  }

  private func member(_ name: String, of type: FEELType) -> FEELType.Member? {
    if case .context(let members) = type { return members.first { $0.name == name } }
    return nil
  }

  private static func mayHaveMembers(_ type: FEELType) -> Bool {
    switch type {
    case .any, .null: true
    case .context(let members): members.isEmpty
    default: false
    }
  }

  /// A name of the environment; nil when it has none of that name. `qualified` is the name with its namespace.
  private func declared(
    _ name: String, _ qualified: String, _ range: Range<Int>, _ scope: LocalScope
  ) -> Typed? {
    if let binding = environment.bindings[name] { return bound(binding, qualified, range, scope) }
    if let function = environment.functions[name] {
      references.functions.insert(name)
      if function.usesClock {
        references.usesToday = true
        references.usesNow = true
      }
      return .constant(.function(FunctionValue(host: function)))
    }
    if let builtin = Builtins.table[name] {
      note(clock: builtin)
      return .constant(.function(FunctionValue(builtin: builtin)))
    }
    return nil
  }

  func bound(
    _ binding: Binding, _ qualified: String, _ range: Range<Int>, _ scope: LocalScope
  ) -> Typed? {
    let known = environment.nonNull.contains(qualified) || scope.nonNull.contains(qualified)
    switch binding {
    case .slot(let slot, let type, let nullable):
      references.names.insert(qualified)
      return Typed(type, nullable: nullable && !known, slot: slot) { context in
        slot >= 0 && slot < context.slots.count ? context.slots[slot] : .null
      }
    case .computed(let type, let nullable, let uses, let evaluate):
      references.names.insert(qualified)
      references.formUnion(uses)
      return Typed(type, nullable: nullable && !known, code: evaluate)
    case .constant(let value):
      references.names.insert(qualified)
      return .constant(value)
    case .namespace(let members):
      error(
        "namespace-as-value", "`\(qualified)` är inget värde utan en samling namn", range,
        help: help(for: "", among: members.keys.map { "\(qualified).\($0)" }))
      return .unknown
    }
  }

  private func unknownName(
    _ name: String, known: Bool, _ range: Range<Int>, _ scope: LocalScope
  ) -> Typed {
    let span = source.span
    let candidates =
      environment.names + scope.locals.map(\.name).filter { $0 != "partial" && $0 != "?" }
    let near = suggest(name, among: candidates)
    var hint = near.map { "menade du `\($0)`?" }
    if near == nil {
      switch name.lowercased() {
      case "ja", "sant", "true": hint = "sant skrivs `true`"
      case "nej", "falskt", "false": hint = "falskt skrivs `false`"
      case "item": break
      case "tom", "tomt", "saknas": hint = "att ett värde saknas prövas med `= null`"
      case "null", "nil", "none": hint = "att ett värde saknas skrivs `null`"
      default: hint = Parser.helpForWords(name) ?? helpForText(name, range)
      }
    }
    if scope.locals.last?.kind == .item, scope.locals.last?.isConstant == true {
      warning("unknown-name", "elementen har inget `\(name)`", range, help: hint)
    } else {
      error("unknown-name", "namnet `\(name)` finns inte", range, help: hint)
    }
    return Typed(.any, nullable: true) { context in
      context.note(.unknownName, "namnet `\(name)` finns inte", at: span(range))
      return .null
    }
  }

  /// How an unknown name is written if it is a text; where no text can stand, what is wanted.
  private func helpForText(_ name: String, _ range: Range<Int>) -> String {
    let isWhole = range.count == source.text.utf8.count
    if let wanted, wanted.range == range {
      switch wanted.type {
      case .date: return "här väntas ett datum: ett fält, eller till exempel `date(\"2017-02-01\")`"
      case .boolean: return "här väntas ett villkor, som är sant eller falskt"
      case .number: return "här väntas ett tal"
      case .time, .dateTime, .monthsDuration, .daysDuration:
        return "här väntas \(wanted.type.swedish)"
      default: break
      }
    }
    let help: String
    let single = name.map { $0 == "'" ? "''" : String($0) }.joined()
    switch source.quotes {
    case .none where isWhole:
      help = "om det är en text skrivs den så här i filen: `'\"\(single)\"'`"
    case .single where isWhole, .double where isWhole:
      help =
        "citattecknen runt värdet hör till filen; om det är en text skrivs den `'\"\(single)\"'`"
    case .double: help = "om det är en text skrivs den mellan citattecken: `\\\"\(name)\\\"`"
    default: help = "om det är en text skrivs den mellan citattecken: `\"\(name)\"`"
    }
    return help + (source.adviceOnTexts.map { "; \($0)" } ?? "")
  }

  func note(clock builtin: Builtin) {
    if builtin.name == "today" { references.usesToday = true }
    if builtin.name == "now" { references.usesNow = true }
  }

  // MARK: Paths

  func path(
    _ base: Expression, _ member: String, _ memberRange: Range<Int>, _ expression: Expression,
    _ scope: LocalScope
  ) -> Typed {
    if let (members, prefix) = namespace(base, scope) {
      let qualified = "\(prefix).\(member)"
      if let binding = members[member] {
        return bound(binding, qualified, expression.range, scope) ?? .unknown
      }
      error(
        "unknown-name", "`\(prefix)` har inget `\(member)`", memberRange,
        help: help(for: member, among: Array(members.keys)))
      return .unknown
    }
    let value = compile(base, scope.plain)
    let known = key(expression, scope).map {
      scope.nonNull.contains($0) || environment.nonNull.contains($0)
    }
    let (type, nullable) = self.type(
      of: member, in: value.type, memberRange, text(base.range))
    let code = value.code
    let span = source.span
    let result = Typed(
      type, nullable: (value.nullable || nullable) && !(known ?? false)
    ) { context in
      let value = code(&context)
      if let result = value.member(member) { return result }
      if context.collectNotes {
        context.note(
          value.isNull ? .wrongTypes : .noEntry,
          value.isNull
            ? "värdet före `.\(member)` saknas"
            : "\(FEELType(of: value).swedish) har inget `\(member)`", at: span(memberRange))
      }
      return .null
    }
    return folded(result, from: [value])
  }

  /// The namespace that an expression names; nil when it names none.
  func namespace(_ expression: Expression, _ scope: LocalScope) -> ([String: Binding], String)? {
    switch expression.kind {
    case .name(let name, _):
      guard !scope.locals.contains(where: { $0.name == name }),
        case .namespace(let members)? = environment.bindings[name]
      else { return nil }
      return (members, name)
    case .path(let base, let member, _):
      guard let (members, prefix) = namespace(base, scope),
        case .namespace(let inner)? = members[member]
      else { return nil }
      return (inner, "\(prefix).\(member)")
    default: return nil
    }
  }

  private func type(
    of member: String, in type: FEELType, _ range: Range<Int>, _ base: String
  ) -> (FEELType, nullable: Bool) {
    switch type {
    case .any: return (.any, true)
    case .null: return (.any, true)
    case .context(let members):
      if members.isEmpty { return (.any, true) }
      if let found = members.first(where: { $0.name == member }) {
        return (found.type, found.nullable)
      }
      error(
        "unknown-member", "`\(base)` har inget `\(member)`", range,
        help: help(for: member, among: members.map(\.name)))
      return (.any, true)
    case .list(let element):
      if element == .null || element == .any { return (.list(.any), false) }
      let (inner, _) = self.type(of: member, in: element, range, base)
      return (.list(inner), false)
    case .range(let element):
      switch member {
      case "start", "end": return (element, true)
      case "start included", "end included": return (.boolean, false)
      default: break
      }
    default:
      if let property = Value.properties(of: type)[member] { return property }
    }
    let known = Array(Value.properties(of: type).keys)
    error(
      "unknown-member", "\(type.swedish) har inget `\(member)`", range,
      help: help(for: member, among: known))
    return (.any, true)
  }
}
