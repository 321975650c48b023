import DecisionTables
import FEEL

/// A decision table as a workflow uses it.
public struct Decision: Sendable {
  /// The name that expressions use.
  public let name: String
  /// The title shown to people.
  public let title: String
  /// The workflow in whose scope it is compiled.
  public let workflow: String
  /// What its rows rest on, by row.
  public let basis: Basis
}
