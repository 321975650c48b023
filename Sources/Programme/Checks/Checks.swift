import Diagnostics

extension Loader {
  /// What must hold of a programme as a whole, one rule a file. What concerns a single part is reported where that part is
  /// read.
  static let checks: [@Sendable (Programme, inout Diagnostics) -> Void] = [
    ChartsComeToRest.check,
    SubCasesHaveParents.check,
    TasksAreUnique.check,
    TasksShowSummaries.check,
  ]

  /// What is probably not meant. Looked at only where nothing is wrong: what could not be read seems unused.
  static let advice: [@Sendable (Programme, inout Diagnostics) -> Void] = [
    CasesCanEnd.check,
    DecisionsAreUsed.check,
    FieldsAreFilled.check,
    GuidelinesAreUsed.check,
    GuidelinesCoverTheProgramme.check,
    LaddersClimb.check,
    RulesHaveOrigins.check,
    TablesAreSound.check,
  ]
}
