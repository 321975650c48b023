public import CivilTime

/// A case and its sub-cases: one unit of decision, one transaction, one version.
public struct FamilyState: Hashable, Sendable {
  /// The number of the first case, which names the family.
  public let root: String
  /// How many events there have been.
  public internal(set) var version: Int
  /// The latest day on which anything happened: what was due by then has been handled.
  public internal(set) var handled: CivilDate
  /// The cases, in the order in which they were opened; the root first.
  public internal(set) var cases: [CaseState]
  /// The hash of the definitions under which the latest event was decided.
  public internal(set) var definitions: String
  /// What an engine worked out of it last.
  var findings = Findings()

  /// A family as it was stored.
  public init(
    root: String, version: Int, handled: CivilDate, cases: [CaseState], definitions: String
  ) {
    self.root = root
    self.version = version
    self.handled = handled
    self.cases = cases
    self.definitions = definitions
  }

  /// The case of a number.
  public func caseState(_ number: String) -> CaseState? { cases.first { $0.number == number } }
  /// The position of a case.
  public func index(of number: String) -> Int? { cases.firstIndex { $0.number == number } }
  /// The open sub-cases of a case, in the order in which they were opened.
  public func openChildren(of number: String) -> [CaseState] {
    cases.filter { $0.parent == number && $0.isOpen }
  }
  /// The workflows of the cases, by number.
  public var workflows: [String: String] {
    Dictionary(cases.map { ($0.number, $0.workflow) }, uniquingKeysWith: { first, _ in first })
  }
  /// Whether any case goes on.
  public var isOpen: Bool { cases.contains(where: \.isOpen) }
}
