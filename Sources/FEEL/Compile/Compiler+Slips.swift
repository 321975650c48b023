import Diagnostics

// What people write in a cell who count with a decimal comma, or write an interval with a dash: sound FEEL that means
// something else. Rules are told; the standard's own examples are not (`Options.lenient`).
extension Compiler {
  /// Looks for numbers with a decimal comma, and for intervals with a dash, among the tests of a cell.
  func checkSlips(in cell: UnaryTests) {
    let tests = cell.tests
    var index = 0
    while index < tests.count {
      var end = index
      while end + 1 < tests.count, isOneNumber(tests[end], tests[end + 1]) { end += 1 }
      if end > index { report(tests[index...end]) }
      checkDash(tests[index])
      index = end + 1
    }
  }

  /// Whether nothing but a comma stands between two whole numbers.
  private func isOneNumber(_ left: UnaryTest, _ right: UnaryTest) -> Bool {
    guard left.range.upperBound + 1 == right.range.lowerBound,
      case .expression(let node) = right.kind
    else { return false }
    return isDigits(left.operand, signed: true) && isDigits(node, signed: false)
  }

  private func isDigits(_ node: Expression, signed: Bool) -> Bool {
    switch node.kind {
    case .number: text(node.range).utf8.allSatisfy { (48...57).contains($0) }
    case .negation(let inner) where signed: isDigits(inner, signed: false)
    default: false
    }
  }

  private func report(_ tests: ArraySlice<UnaryTest>) {
    guard let first = tests.first, let last = tests.dropFirst().first else { return }
    let range = first.range.lowerBound..<last.range.upperBound
    let right = text(last.range)
    if case .comparison = first.kind {
      let start = text(first.range)
      error(
        "decimal-comma", "decimaltecknet är punkt", range,
        help: "skriv `\(start).\(right)`, eller `\(start), \(right)` om det är två villkor")
    } else if tests.count == 2 {
      // More than two in a row are no number.
      let left = text(first.range)
      warning(
        "decimal-comma", "`\(left),\(right)` är två värden, \(left) och \(right)", range,
        help: "skriv `\(left).\(right)`, eller `\(left), \(right)` om det är två värden")
    }
  }

  /// `1-5` is -4.
  private func checkDash(_ test: UnaryTest) {
    guard case .expression(let node) = test.kind, case .arithmetic(let first, let rest) = node.kind,
      rest.count == 1, let second = rest.first, second.operation == .subtract,
      case .number(let low) = first.kind, case .number(let high) = second.operand.kind
    else { return }
    let (left, right) = (text(first.range), text(second.operand.range))
    let isAscending = Number.order(low, high) <= 0
    warning(
      "dash-interval", "`\(text(node.range))` är \(left) minus \(right), inte ett intervall",
      node.range,
      help: "menade du `[\(isAscending ? left : right)..\(isAscending ? right : left)]`?")
  }
}
