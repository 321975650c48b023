import Diagnostics

extension Loader {
  /// What is checked of a programme as a whole, one rule a file. What concerns a single part is reported where that part
  /// is read.
  static let checks: [@Sendable (Programme, inout Diagnostics) -> Void] = [
    FactsHaveSources.check,
    GuidelinesAreAnchored.check,
    GuidelinesAreUsed.check,
    SubCasesHaveParents.check,
  ]
}
