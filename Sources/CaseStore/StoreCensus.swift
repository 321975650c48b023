/// How much a store holds, in numbers alone: what somebody who looks after it may know without reading a case.
public struct StoreCensus: Hashable, Sendable {
  /// Events in the history.
  public let events: Int
  /// Families.
  public let families: Int
  /// Cases, ended ones too.
  public let cases: Int
  /// Open cases.
  public let openCases: Int
  /// Open cases with something that cannot be computed.
  public let faultyCases: Int
  /// Escalations that nobody has closed.
  public let openEscalations: Int

  /// A census.
  public init(
    events: Int, families: Int, cases: Int, openCases: Int, faultyCases: Int, openEscalations: Int
  ) {
    self.events = events
    self.families = families
    self.cases = cases
    self.openCases = openCases
    self.faultyCases = faultyCases
    self.openEscalations = openEscalations
  }
}
