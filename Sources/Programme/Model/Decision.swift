public import DecisionTables
public import Diagnostics

/// A decision table as a workflow uses it: it proposes, people decide.
public struct Decision: Sendable {
  /// The name that expressions use.
  public let name: String
  /// The title shown to people.
  public let title: String
  /// The workflow in whose scope it is compiled.
  public let workflow: String
  /// The compiled table.
  public let table: DecisionTable
  /// The titles of its inputs, by column.
  public let inputs: [String]
  /// The names of its outputs, by column.
  public let outputs: [String]
  /// Its rows.
  public let rows: [Row]
  /// Whether input that no row answers for is meant to have no answer.
  public let isIncomplete: Bool
  /// Protection inherited from what its inputs rest on.
  public let protection: Set<Protection>
  /// Where it is declared.
  public let span: SourceSpan

  /// A row.
  public struct Row: Sendable {
    /// What it rests on.
    public let basis: Basis
    /// By column: whether it may be the row for an input that is missing.
    let mayMatchNull: [Bool]
    /// An explanation for readers.
    public let text: String?
    /// Where it stands.
    public let span: SourceSpan
  }
}
