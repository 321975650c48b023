import CaseEngine
import CivilTime
public import JSONText
import Programme

extension RoleTable {
  /// The screen: a part for each role, in it a part for each workflow.
  public func text(_ style: Style) -> String {
    roles.map { text($0, style) }.joined(separator: "\n")
  }

  private func text(_ row: Row, _ style: Style) -> String {
    var text = style.paint("\(row.role.title) (\(row.role.id))", .heading) + "\n"
    var facts: [(String, String)] = [("Läser", reads(row))]
    if row.role.reviewsAccess { facts.append(("Svarar för", "personuppgifter: läser `åtkomst`")) }
    if !row.actsFor.isEmpty {
      facts.append(("Handlar åt", row.actsFor.map(\.title).joined(separator: ", ")))
    }
    let names = row.persons.map(\.name).joined(separator: ", ")
    facts.append(("Innehas av", names.isEmpty ? "ingen" : names.printable))
    text += CaseScreen.facts(facts, style)
    for part in row.workflows where !part.isEmpty { text += self.text(part, style) }
    return text
  }

  private func reads(_ row: Row) -> String {
    var kinds: [String] = []
    if row.role.reads.contains(.personal) { kinds.append("personuppgifter") }
    if row.role.reads.contains(.sensitive) { kinds.append("känsliga uppgifter") }
    return kinds.isEmpty ? "inget skyddat" : kinds.joined(separator: " och ")
  }

  private func text(_ part: Part, _ style: Style) -> String {
    var text = style.wrap(part.workflow.title, indent: 2) + "\n"
    func list(_ title: String, _ items: [String]) {
      guard !items.isEmpty else { return }
      text += style.wrap("\(title):", indent: 4) + "\n"
      for item in items { text += style.wrap(item.printable, indent: 6, hanging: 8) + "\n" }
    }
    if part.opens { text += style.wrap("öppnar ärenden", indent: 4) + "\n" }
    list("registrerar", part.events.map { "\($0.title) (\($0.id))" })
    list("gör och beslutar", part.tasks.map { "\($0.title) (\($0.id))" })
    list("tar emot", part.receives)
    // A role that reads nothing protected would have them all listed.
    let readable = part.workflow.fields.contains { $0.isProtected } && !part.hidden.isEmpty
    if readable {
      let isAll = part.hidden.count == part.workflow.fields.filter(\.isProtected).count
      list("läser inte", isAll ? ["det som är skyddat"] : part.hidden.map(\.title))
    }
    return text
  }

  /// The table for programs.
  public var json: JSONValue {
    .array(
      roles.map { row in
        .object([
          "role": .string(row.role.id), "title": .string(row.role.title),
          "through": JSONValue(optional: row.role.through),
          "actsFor": JSONValue(texts: row.actsFor.map(\.id)),
          "reads": JSONValue(texts: row.role.reads.compactMap(\.word).sorted()),
          "reviewsAccess": .bool(row.role.reviewsAccess),
          "persons": JSONValue(texts: row.persons.map(\.id)),
          "workflows": .array(
            row.workflows.map { part in
              .object([
                "workflow": .string(part.workflow.id), "opens": .bool(part.opens),
                "events": JSONValue(texts: part.events.map(\.id)),
                "tasks": JSONValue(texts: part.tasks.map(\.id)),
                "receives": JSONValue(texts: part.receives),
                "hidden": JSONValue(texts: part.hidden.map(\.name)),
              ])
            }),
        ])
      })
  }
}
