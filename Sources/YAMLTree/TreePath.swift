import Diagnostics

/// The way from the root to a node.
struct TreePath: Equatable {
  enum Step: Equatable {
    case item(Int)
    case key(Int)
    case value(Int)
  }

  var steps: [Step] = []

  /// The way to a node of the document, found by its place; what aliases stand for is not looked into.
  static func find(_ node: YAMLNode, in document: YAMLDocument) -> TreePath? {
    guard node.span.source === document.source else { return nil }
    var path = TreePath()
    return path.descend(document.root, to: node) ? path : nil
  }

  private mutating func descend(_ here: YAMLNode, to node: YAMLNode) -> Bool {
    if here.isAlias { return false }
    if here.span.range == node.span.range, here.isSameKind(as: node) { return true }
    let wanted = node.span.range
    switch here.kind {
    case .scalar: return false
    case .sequence(let items):
      for (place, item) in items.enumerated() where item.span.range.encloses(wanted) {
        if step(.item(place), item, to: node) { return true }
      }
    case .mapping(let entries):
      for (place, entry) in entries.enumerated() {
        if entry.key.span.range.encloses(wanted), step(.key(place), entry.key, to: node) {
          return true
        }
        if entry.value.span.range.encloses(wanted), step(.value(place), entry.value, to: node) {
          return true
        }
      }
    }
    return false
  }

  private mutating func step(_ step: Step, _ next: YAMLNode, to node: YAMLNode) -> Bool {
    steps.append(step)
    if descend(next, to: node) { return true }
    steps.removeLast()
    return false
  }
}

extension Range<Int> {
  fileprivate func encloses(_ other: Range<Int>) -> Bool {
    lowerBound <= other.lowerBound && other.upperBound <= upperBound
  }
}

extension YAMLNode {
  fileprivate func isSameKind(as other: YAMLNode) -> Bool {
    switch (kind, other.kind) {
    case (.scalar, .scalar), (.sequence, .sequence), (.mapping, .mapping): true
    default: false
    }
  }
}

/// Whether an edited tree is the old one with exactly one change.
struct TreeComparison {
  enum Change {
    /// The node at the path is a scalar with this text.
    case text(String)
    /// The mapping at the path has one more entry, at this place.
    case entry(Int, key: String, value: YAMLContent)
  }

  let path: TreePath
  let change: Change

  func holds(_ old: YAMLNode, _ new: YAMLNode) -> Bool { compare(old, new, path.steps[...]) }

  /// - Parameter rest: what is left of the path; nil off the path.
  private func compare(_ old: YAMLNode, _ new: YAMLNode, _ rest: ArraySlice<TreePath.Step>?) -> Bool
  {
    guard old.tag == new.tag, old.anchor == new.anchor, old.isAlias == new.isAlias else {
      return false
    }
    if old.isAlias { return old.sourceText == new.sourceText }
    let isTarget = rest?.isEmpty ?? false
    switch (old.kind, new.kind) {
    case (.scalar(let before), .scalar(let after)):
      if isTarget, case .text(let text) = change { return same(after.text, text) }
      return same(before.text, after.text) && old.isEmpty == new.isEmpty
    case (.sequence(let before), .sequence(let after)):
      guard before.count == after.count else { return false }
      return before.indices.allSatisfy {
        compare(before[$0], after[$0], next(rest, .item($0)))
      }
    case (.mapping(let before), .mapping(var after)):
      if isTarget, case .entry(let place, let key, let value) = change {
        guard after.count == before.count + 1, after.indices.contains(place) else { return false }
        let added = after.remove(at: place)
        guard let text = added.key.scalar?.text, same(text, key), value.isWritten(as: added.value)
        else { return false }
      }
      guard before.count == after.count else { return false }
      return before.indices.allSatisfy {
        compare(before[$0].key, after[$0].key, next(rest, .key($0)))
          && compare(before[$0].value, after[$0].value, next(rest, .value($0)))
      }
    default: return false
    }
  }

  private func next(
    _ rest: ArraySlice<TreePath.Step>?, _ step: TreePath.Step
  ) -> ArraySlice<TreePath.Step>? {
    guard let rest, rest.first == step else { return nil }
    return rest.dropFirst()
  }
}

/// The same bytes, not only the same text to a reader.
func same(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
