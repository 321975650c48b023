/// Declared names by their lexemes, for the longest match (10.3.1.5): `date and time` is one name where it is declared.
struct NameTrie: Sendable {
  private struct Node: Sendable {
    var children: [String: Int] = [:]
    var name: String?
  }

  private var nodes: [Node] = [Node()]

  /// Adds a name; several spellings of its spaces are the same name.
  mutating func insert(_ name: String) {
    var current = 0
    for lexeme in Lexer.lexemes(ofName: name) {
      if let next = nodes[current].children[lexeme] {
        current = next
      } else {
        nodes.append(Node())
        nodes[current].children[lexeme] = nodes.count - 1
        current = nodes.count - 1
      }
    }
    if current != 0, nodes[current].name == nil { nodes[current].name = name }
  }

  /// The longest declared name that starts at a token, and the tokens it takes.
  func longestMatch(_ tokens: [Token], from start: Int) -> (name: String, count: Int)? {
    var current = 0
    var best: (String, Int)?
    var index = start
    while index < tokens.count, let lexeme = tokens[index].lexeme,
      let next = nodes[current].children[lexeme]
    {
      current = next
      index += 1
      if let name = nodes[current].name { best = (name, index - start) }
    }
    return best
  }
}
