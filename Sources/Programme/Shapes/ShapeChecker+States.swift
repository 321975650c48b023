import Diagnostics
import YAMLTree

extension ShapeChecker {
  /// Where the line `states:` is missing, or indented too little, states end up among the transitions: told once, and
  /// moved to where they belong.
  mutating func movingStates(in entries: [YAMLEntry]) -> [YAMLEntry] {
    guard let index = entries.firstIndex(where: { $0.name == "on" }),
      let heard = entries[index].value.entries
    else { return entries }
    let states = heard.filter { Self.looksLikeState($0.value) }
    guard let first = states.first else { return entries }
    let names = states.map { "`\($0.name)`" }.joined(separator: ", ")
    diagnostics.error(
      "state-among-transitions",
      "\(names) ser ut som tillstånd, men står bland övergångarna i `on`", at: first.key.span,
      help: "sätt en rad `states:` före, eller dra in dem som de andra tillstånden")
    var result = entries
    result[index] = entries[index].with(
      value: entries[index].value.with(entries: heard.filter { !Self.looksLikeState($0.value) }))
    if let place = entries.firstIndex(where: { $0.name == "states" }) {
      let known = entries[place].value
      result[place] = entries[place].with(
        value: known.with(entries: (known.entries ?? []) + states))
    } else {
      result.append(
        entries[index].with(name: "states", value: entries[index].value.with(entries: states)))
    }
    return result
  }

  private static func looksLikeState(_ node: YAMLNode) -> Bool {
    guard let entries = node.entries else { return false }
    return entries.contains {
      ["on", "states", "tasks", "at", "type", "escalations"].contains($0.name)
    }
      && !entries.contains { $0.name == "target" }
  }
}
