import Diagnostics
import FEEL
import YAMLTree

extension Loader {
  mutating func readActions(
    _ node: YAMLNode, _ key: String, state: Int?, certain: Set<String>,
    in build: inout WorkflowBuild
  ) -> [Int] {
    let place = ExpressionPlace(use: .other, state: state, certain: certain)
    var result: [Int] = []
    for action in node.list(key) {
      for entry in action.entries("set") {
        guard let index = field(entry.key, entry.name, in: build),
          let value = compile(
            entry.value, place, expected: build.fields[index].type, in: build)
        else { continue }
        checkConstant(value, build.fields[index], build)
        checkProtection(value, build.fields[index])
        result.append(build.add(action: .set(field: index, value)))
      }
      for item in action.list("clear") {
        guard let index = field(item, in: build) else { continue }
        if build.fields[index].required {
          diagnostics.error(
            "clears-required",
            "`\(build.fields[index].name)` måste alltid finnas och kan inte tömmas",
            at: item.span)
        }
        result.append(build.add(action: .clear(field: index)))
      }
      if let event = action.text("raise") { result.append(build.add(action: .raise(event))) }
      if let send = action["send"], let event = send.text("event") {
        let toParent = send.text("to") == "parent"
        result.append(
          build.add(action: toParent ? .sendToParent(event) : .sendToChildren(event)))
      }
      if let open = action["open"], let index = readOpen(open, place, in: &build) {
        result.append(index)
      }
    }
    return result
  }

  /// A text written out for a field that takes only some.
  mutating func checkConstant(
    _ value: ScopedExpression, _ field: Field, _ build: WorkflowBuild
  ) {
    guard let values = field.values else { return }
    let name = value.expression.text
    if let choices = build.environment.choices(of: name),
      case let other = choices.filter({ !values.contains($0) }), !other.isEmpty
    {
      diagnostics.error(
        "unknown-value",
        "`\(name)` kan vara \(other.map { "`\($0)`" }.joined(separator: ", ")), men det kan inte `\(field.name)`",
        at: value.expression.span, notes: [.init("värdena står här", span: field.span)],
        help: help(for: other.first ?? "", among: values))
    }
    guard let constant = value.expression.constant, !constant.isNull, !field.accepts(constant)
    else { return }
    let text = if case .string(let text) = constant { text } else { value.expression.text }
    diagnostics.error(
      "unknown-value", "`\(field.name)` kan aldrig vara `\(text)`", at: value.expression.span,
      notes: [.init("värdena står här", span: field.span)], help: help(for: text, among: values))
  }

  /// What is derived from a protected value must not stand unprotected in the history, where it could never be erased.
  private mutating func checkProtection(_ value: ScopedExpression, _ field: Field) {
    // Either mark keeps the value apart; which of them says who reads it is the writer's to choose.
    guard !field.isProtected, !value.protection.isEmpty else { return }
    let marks = value.protection.map(\.text).sorted().joined(separator: ", ")
    diagnostics.error(
      "unprotected-copy", "ett skyddat värde skulle skrivas oskyddat i `\(field.name)`",
      at: value.expression.span, notes: [.init("fältet står här", span: field.span)],
      help: "märk den med `\(marks)`")
  }

  private mutating func readOpen(
    _ node: YAMLNode, _ place: ExpressionPlace, in build: inout WorkflowBuild
  ) -> Int? {
    guard let target = node["workflow"], let id = target.text else { return nil }
    guard let child = drafts.first(where: { $0.id == id }) else {
      diagnostics.error(
        "unknown-workflow", "arbetsflödet `\(id)` finns inte", at: target.span,
        help: help(for: id, among: drafts.map(\.id)))
      return nil
    }
    if !child.parents.contains(where: { $0.text == build.draft.id }) {
      diagnostics.error(
        "wrong-parent", "`\(id)` öppnas inte under `\(build.draft.id)`", at: target.span,
        notes: [.init("arbetsflödet står här", span: child.idSpan)],
        help: "skriv `\(build.draft.id)` i dess `parent`")
    }
    var silent = self
    let fields = silent.readFields(child)
    var data: [(name: String, value: ScopedExpression)] = []
    for entry in node.entries("data") {
      guard let field = fields.first(where: { $0.name == entry.name }) else {
        diagnostics.error(
          "unknown-field", "fältet `\(entry.name)` finns inte i `\(id)`", at: entry.key.span,
          help: help(for: entry.name, among: fields.map(\.name)))
        continue
      }
      guard let value = compile(entry.value, place, expected: field.type, in: build) else {
        continue
      }
      checkConstant(value, field, build)
      checkProtection(value, field)
      data.append((entry.name, value))
    }
    for field in fields where field.required && field.defaultValue == nil {
      guard node["data"]?[field.name] == nil else { continue }
      diagnostics.error(
        "unfillable-field", "`\(id)` kan inte öppnas utan `\(field.name)`", at: target.span,
        notes: [.init("fältet står här", span: field.span)],
        help: "skriv den under `data`")
    }
    return build.add(action: .open(workflow: id, data: data))
  }
}
