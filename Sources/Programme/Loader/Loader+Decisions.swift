import Diagnostics
import FEEL
import YAMLTree

extension DecisionDraft {
  func references(in environment: Environment) -> References { References() }
}

extension Loader {
  mutating func compileDecision(_ draft: DecisionDraft, _ build: inout WorkflowBuild) -> Decision? {
    nil
  }
  static let checks: [@Sendable (Programme, inout Diagnostics) -> Void] = []
}
