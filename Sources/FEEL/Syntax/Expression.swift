/// A node of the syntax tree with the UTF-8 bytes it covers (DMN 1.5, 10.3.1.2).
struct Expression: Sendable {
  indirect enum Kind: Sendable {
    case null
    case boolean(Bool)
    case number(Number)
    case string(String)
    /// `@"..."`, grammar rule 66.
    case at(String)
    /// A name; `known` is false when nothing of that name was in scope.
    case name(String, known: Bool)
    case path(Expression, String, Range<Int>)
    case filter(Expression, Expression)
    case invocation(Expression, [Argument])
    case negation(Expression)
    /// Operators of one level, from left to right, in one node: long sums do not make deep trees.
    case arithmetic(Expression, [(operation: ArithmeticOperator, operand: Expression)])
    case comparison(ComparisonOperator, Expression, Expression)
    case between(Expression, Expression, Expression)
    case membership(Expression, [UnaryTest])
    case instanceOf(Expression, TypeSyntax)
    case conjunction([Expression])
    case disjunction([Expression])
    case conditional(Expression, then: Expression, otherwise: Expression)
    case iteration([Iterator], Expression)
    case quantified(every: Bool, [Iterator], Expression)
    case list([Expression])
    case context([Entry])
    case interval(Interval)
    /// `(< 10)`: an operator with one end point, as a value.
    case endpoint(ComparisonOperator, Expression)
    case function([Parameter], Expression)
    /// The finding is already reported; no follow-up findings come from here.
    case invalid
  }

  struct Argument: Sendable {
    let name: (text: String, range: Range<Int>)?
    let value: Expression
  }

  struct Iterator: Sendable {
    let name: String
    let domain: Expression
    /// The end of `domain..end`.
    let end: Expression?
  }

  struct Entry: Sendable {
    let key: String
    let value: Expression
  }

  struct Parameter: Sendable {
    let name: String
    let type: TypeSyntax?
  }

  struct Interval: Sendable {
    let startIncluded: Bool
    let start: Expression
    let end: Expression
    let endIncluded: Bool
  }

  let kind: Kind
  let range: Range<Int>
  /// How many levels lie below; bounded, so that no later pass needs to fear for its stack.
  let depth: Int
}

/// A unary test (rules 15 to 17): in a cell, or after `in`.
struct UnaryTest: Sendable {
  indirect enum Kind: Sendable {
    case comparison(ComparisonOperator, Expression)
    case expression(Expression)
  }
  let kind: Kind
  let range: Range<Int>
}

/// The tests of a cell: `-`, a list of tests, or `not(...)` around one.
struct UnaryTests: Sendable {
  let tests: [UnaryTest]
  let any: Bool
  let negated: Bool
  let range: Range<Int>
}

enum ArithmeticOperator: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case power = "**"
}

enum ComparisonOperator: String, Sendable {
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="

  /// The operator with its sides exchanged.
  var mirrored: ComparisonOperator {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }

  /// Whether an order (negative, zero, positive) satisfies it.
  @inline(__always)
  func holds(_ order: Int) -> Bool {
    switch self {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    }
  }
}

/// A type as it is written; names are looked up when it is checked.
indirect enum TypeSyntax: Sendable {
  case named(String, Range<Int>)
  case list(TypeSyntax)
  case range(TypeSyntax)
  case context([(name: String, type: TypeSyntax)])
  case function([TypeSyntax], TypeSyntax)
}
