import Diagnostics
import FEEL
import YAMLTree

extension Loader {
  /// What a workflow shows the people who work with its cases. The date may be read, for it is computed when it is shown.
  mutating func readDesk(_ build: WorkflowBuild) -> Desk {
    let root = build.draft.root
    let place = ExpressionPlace(use: .other, state: nil, certain: [])
    let attention = root.list("attention").compactMap { node -> DeskItem? in
      guard let title = node.text("title"),
        let condition = compile(node["when"], place, expected: .boolean, in: build, isGuard: true)
      else { return nil }
      return DeskItem(
        title: title, value: compile(node["value"], place, expected: nil, in: build),
        condition: condition, basis: basis(node), span: node.span)
    }
    return Desk(
      overview: readValues("overview", build), attention: attention,
      summary: readValues("summary", build), contact: readContact(build))
  }

  private mutating func readValues(_ key: String, _ build: WorkflowBuild) -> [DeskItem] {
    let place = ExpressionPlace(use: .other, state: nil, certain: [])
    return build.draft.root.list(key).compactMap { node in
      guard let title = node.text("title"),
        let value = compile(node["value"], place, expected: nil, in: build)
      else { return nil }
      return DeskItem(
        title: title, value: value, condition: nil, basis: basis(node), span: node.span)
    }
  }

  private mutating func readContact(_ build: WorkflowBuild) -> Desk.Contact? {
    guard let node = build.draft.root["contact"], let place = node["event"], let id = place.text
    else { return nil }
    guard let event = build.events.first(where: { $0.id == id }) else {
      diagnostics.error(
        "unknown-event", "händelsen `\(id)` finns inte under `events`", at: place.span,
        help: help(for: id, among: build.events.map(\.id)))
      return nil
    }
    guard let kindNode = node["kind"] else { return Desk.Contact(event: id, kind: nil) }
    guard let kind = field(kindNode, in: build) else { return nil }
    guard event.form.entries.contains(where: { $0.field == kind }) else {
      diagnostics.error(
        "kind-not-in-form", "`\(build.fields[kind].name)` fylls inte i med händelsen `\(id)`",
        at: kindNode.span, notes: [.init("händelsen står här", span: event.span)],
        help: "lägg till den i händelsens `form`")
      return nil
    }
    return Desk.Contact(event: id, kind: kind)
  }
}
