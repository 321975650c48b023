/// A text under somebody's hands, in two parts: what stands before the cursor, and what stands after it. It is changed
/// by whole characters as people see them (grapheme clusters, UAX #29).
struct EditedLine {
  /// What is written.
  enum Kind {
    /// One line: Enter ends it, and pasted line ends become spaces.
    case line
    /// Several lines: an empty line last ends them.
    case block
  }

  /// What a key came to.
  enum Outcome: Hashable {
    case editing
    /// The key does nothing here.
    case refused
    case done
    case endOfInput
  }

  /// More than anybody writes by hand, in bytes.
  static let limit = 200_000

  let kind: Kind
  private(set) var before: String
  private(set) var after = ""
  /// The whole text.
  var text: String { before + after }

  /// Its bytes.
  private var count: Int { before.utf8.count + after.utf8.count }

  /// A line that begins with a text, the cursor last.
  init(_ kind: Kind, text: String = "") {
    self.kind = kind
    before = text
  }

  /// What was written: a block without the empty line that ends it.
  var answer: String {
    guard kind == .block else { return text }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.allSatisfy(\.isWhitespace) ?? false { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  /// Takes a key.
  ///
  /// - Parameters:
  ///   - isFollowed: whether more waits behind it. Nobody types so fast: it is a paste by a terminal that does not say so, and an
  ///     empty line in it ends nothing.
  ///   - vertically: moves the cursor up or down by rows as they are laid out; false when there is no such row.
  mutating func take(
    _ key: Key, isFollowed: Bool = false,
    vertically: (inout EditedLine, Int) -> Bool = { _, _ in false }
  ) -> Outcome {
    switch key {
    case .character(let scalar):
      guard count < Self.limit else { return .refused }
      before.unicodeScalars.append(scalar)
      settle()
    case .paste(let text): return paste(text)
    case .enter:
      guard kind == .block else { return .done }
      // It ends the line wherever in it the cursor stands: nobody means to break a word in two.
      let rest = after.prefix { $0 != "\n" }
      before += rest
      after.removeFirst(rest.count)
      if after.isEmpty, !isFollowed, endsWithEmptyLine { return .done }
      guard count < Self.limit else { return .refused }
      before.append("\n")
    case .endOfInput:
      // On an empty line it ends the input, elsewhere it deletes, as shells have it.
      if after.isEmpty, kind == .line ? before.isEmpty : endsWithEmptyLine { return .endOfInput }
      return take(.delete)
    case .left: return moveLeft()
    case .right: return moveRight()
    case .wordLeft:
      while before.last.map({ !$0.isWord }) ?? false { _ = moveLeft() }
      while before.last?.isWord ?? false { _ = moveLeft() }
    case .wordRight:
      while after.first.map({ !$0.isWord }) ?? false { _ = moveRight() }
      while after.first?.isWord ?? false { _ = moveRight() }
    case .up: return vertically(&self, -1) ? .editing : .refused
    case .down: return vertically(&self, 1) ? .editing : .refused
    case .home: place(at: before.count - lineBefore.count)
    case .end:
      let rest = after.prefix { $0 != "\n" }
      place(at: before.count + rest.count)
    case .backspace:
      guard !before.isEmpty else { return .refused }
      before.removeLast()
      settle()
    case .delete:
      guard !after.isEmpty else { return .refused }
      after.removeFirst()
      settle()
    case .deleteToStart: before.removeLast(lineBefore.count)
    case .deleteToEnd: after.removeFirst(after.prefix { $0 != "\n" }.count)
    case .deleteWord:
      while before.last?.isWhitespace ?? false { before.removeLast() }
      while before.last.map({ !$0.isWhitespace }) ?? false { before.removeLast() }
      settle()
    case .redraw: break
    }
    return .editing
  }

  /// Puts the cursor before the character of a number, counted from 0.
  mutating func place(at position: Int) {
    let whole = text
    let index = whole.index(whole.startIndex, offsetBy: max(0, position), limitedBy: whole.endIndex)
    (before, after) = (
      String(whole[..<(index ?? whole.endIndex)]), String(whole[(index ?? whole.endIndex)...])
    )
  }

  private mutating func paste(_ text: String) -> Outcome {
    var text = text
    if kind == .line {
      while text.last == "\n" { text.removeLast() }
      text = String(text.map { $0 == "\n" ? " " : $0 })
    }
    guard count + text.utf8.count <= Self.limit else { return .refused }
    before += text
    settle()
    return .editing
  }

  private mutating func moveLeft() -> Outcome {
    guard !before.isEmpty else { return .refused }
    after = String(before.removeLast()) + after
    return .editing
  }

  private mutating func moveRight() -> Outcome {
    guard !after.isEmpty else { return .refused }
    before.append(after.removeFirst())
    return .editing
  }

  /// What has come together may be one character now: then the cursor stands after it.
  private mutating func settle() {
    guard !after.isEmpty else { return }
    let whole = before + after
    var rest = before.utf8.count
    var end = whole.startIndex
    while rest > 0, end < whole.endIndex {
      rest -= whole[end].utf8.count
      end = whole.index(after: end)
    }
    (before, after) = (String(whole[..<end]), String(whole[end...]))
  }

  private var lineBefore: Substring {
    before.lastIndex(of: "\n").map { before[before.index(after: $0)...] } ?? before[...]
  }

  private var endsWithEmptyLine: Bool { lineBefore.allSatisfy(\.isWhitespace) }
}

extension Character {
  fileprivate var isWord: Bool { isLetter || isNumber }
}
