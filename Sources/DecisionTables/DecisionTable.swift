public import Diagnostics
public import FEEL

/// How the rules of a table that match make one result (DMN 1.5, 8.2.10).
public enum HitPolicy: String, Hashable, Sendable, CaseIterable {
  /// At most one rule matches.
  case unique = "UNIQUE"
  /// The first that matches.
  case first = "FIRST"
  /// Several may match, with the same outputs.
  case any = "ANY"
  /// The one whose output stands first among the allowed values.
  case priority = "PRIORITY"
  /// All, as a list in any order, or aggregated.
  case collect = "COLLECT"
  /// All, in the order of the rules.
  case ruleOrder = "RULE ORDER"
  /// All, in the order of the allowed output values.
  case outputOrder = "OUTPUT ORDER"

  /// Whether the result is a list.
  public var isMultiple: Bool {
    switch self {
    case .collect, .ruleOrder, .outputOrder: true
    default: false
    }
  }
}

/// What COLLECT makes of the outputs (DMN 1.5, 8.2.10).
public enum Aggregation: String, Hashable, Sendable, CaseIterable {
  /// The sum.
  case sum = "SUM"
  /// The smallest.
  case min = "MIN"
  /// The largest.
  case max = "MAX"
  /// How many.
  case count = "COUNT"
}

/// A decision table as it is written, before it is checked.
public struct TableDefinition: Sendable {
  /// A column of conditions.
  public struct Input: Sendable {
    /// What is tested.
    public let expression: SourceText
    /// Its declared type; nil takes that of the expression.
    public let type: FEELType?
    /// The allowed values, as unary tests.
    public let values: SourceText?

    /// A column.
    public init(expression: SourceText, type: FEELType? = nil, values: SourceText? = nil) {
      self.expression = expression
      self.type = type
      self.values = values
    }
  }

  /// A column of conclusions.
  public struct Output: Sendable {
    /// Its name; needed where there are several.
    public let name: String?
    /// Its declared type; nil takes that of the cells.
    public let type: FEELType?
    /// The allowed values, as unary tests; their order is the priority.
    public let values: SourceText?
    /// What it is when no rule matches.
    public let fallback: SourceText?

    /// A column.
    public init(
      name: String?, type: FEELType? = nil, values: SourceText? = nil, fallback: SourceText? = nil
    ) {
      self.name = name
      self.type = type
      self.values = values
      self.fallback = fallback
    }
  }

  /// A row.
  public struct Rule: Sendable {
    /// Unary tests, one for each input; nil is `-`.
    public let inputs: [SourceText?]
    /// Expressions, one for each output; nil is null.
    public let outputs: [SourceText?]
    /// Where the row stands.
    public let span: SourceSpan?

    /// A row.
    public init(inputs: [SourceText?], outputs: [SourceText?], span: SourceSpan? = nil) {
      self.inputs = inputs
      self.outputs = outputs
      self.span = span
    }
  }

  /// How the matching rules make one result.
  public let hitPolicy: HitPolicy
  /// For COLLECT.
  public let aggregation: Aggregation?
  /// The conditions.
  public let inputs: [Input]
  /// The conclusions.
  public let outputs: [Output]
  /// The rows.
  public let rules: [Rule]
  /// Where the table stands, for findings about it as a whole.
  public let span: SourceSpan?

  /// A definition.
  public init(
    hitPolicy: HitPolicy, aggregation: Aggregation? = nil, inputs: [Input], outputs: [Output],
    rules: [Rule], span: SourceSpan? = nil
  ) {
    self.hitPolicy = hitPolicy
    self.aggregation = aggregation
    self.inputs = inputs
    self.outputs = outputs
    self.rules = rules
    self.span = span
  }
}

/// A decision table that is compiled once and evaluated many times (DMN 1.5, chapter 8).
public struct DecisionTable: Sendable {
  struct Column: Sendable {
    let expression: CompiledExpression
    let allowed: CompiledUnaryTests?
    /// The values that the name behind the column can have at all, where they are declared; for the analysis.
    let domain: [String]?
  }

  struct Output: Sendable {
    let name: String?
    /// The allowed values in their order, where they are constants.
    let order: [Value]
    let allowed: CompiledUnaryTests?
    let fallback: CompiledExpression?
  }

  struct Row: Sendable {
    let cells: [Cell]
    let outputs: [CompiledExpression?]
    /// The outputs put together, where they are the same every time.
    let constant: Value?
    let span: SourceSpan?
  }

  /// A condition that has to be looked at, with its column.
  struct PlacedCell: Sendable {
    let column: Int
    let cell: Cell
  }

  /// How the matching rules make one result.
  public let hitPolicy: HitPolicy
  /// For COLLECT.
  public let aggregation: Aggregation?
  /// The type of the result.
  public let type: FEELType
  /// Whether the result may be null.
  public let nullable: Bool
  /// The names that the table depends on.
  public let references: References
  let columns: [Column]
  let outputs: [Output]
  let rows: [Row]
  /// Where the table stands.
  let span: SourceSpan?
  /// The conditions of all rows behind each other, without `-`; and where each row ends among them.
  let tests: [PlacedCell]
  let ends: [Int]
  /// The columns' expressions as functions: copying a whole column counts references for a third of an evaluation.
  let inputCodes: [@Sendable (inout EvaluationContext) -> Value]
  /// Whether any column has allowed values.
  let hasAllowedValues: Bool

  init(
    hitPolicy: HitPolicy, aggregation: Aggregation?, type: FEELType, nullable: Bool,
    references: References, columns: [Column], outputs: [Output], rows: [Row], span: SourceSpan?
  ) {
    self.span = span
    self.hitPolicy = hitPolicy
    self.aggregation = aggregation
    self.type = type
    self.nullable = nullable
    self.references = references
    self.columns = columns
    self.outputs = outputs
    self.rows = rows
    var tests: [PlacedCell] = []
    var ends: [Int] = []
    for row in rows {
      for (column, cell) in row.cells.enumerated() where !cell.isAny {
        tests.append(PlacedCell(column: column, cell: cell))
      }
      ends.append(tests.count)
    }
    inputCodes = columns.map { column in
      let expression = column.expression
      return { expression.evaluate(&$0) }
    }
    self.tests = tests
    self.ends = ends
    hasAllowedValues = columns.contains { $0.allowed != nil }
  }

  /// The texts of the input expressions, for explanations.
  public var inputTexts: [String] { columns.map(\.expression.text) }
}

/// What an evaluation gives.
public struct TableResult: Sendable, Hashable {
  /// The result; null when there is none, with the reason in the frame's notes.
  public let value: Value
  /// The rules that matched and, for a single-hit policy, count: indices from 0. For FIRST only the first.
  public let matched: [Int]
  /// Whether the value comes from the outputs' defaults.
  public let isDefault: Bool

  /// A result.
  public init(value: Value, matched: [Int], isDefault: Bool = false) {
    self.value = value
    self.matched = matched
    self.isDefault = isDefault
  }
}

/// What became of a row.
public struct RowOutcome: Sendable, Hashable {
  /// The row, from 0.
  public let row: Int
  /// The first column that the input did not pass; nil when the row matched.
  public let failedColumn: Int?
  /// Whether that column came out undecided (the input is null, say) instead of false.
  public let undecided: Bool

  /// An outcome.
  public init(row: Int, failedColumn: Int?, undecided: Bool) {
    self.row = row
    self.failedColumn = failedColumn
    self.undecided = undecided
  }
}
