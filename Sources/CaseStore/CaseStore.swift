public import CaseEngine
public import CivilTime
public import Diagnostics
public import FEEL

/// Where cases are kept: an append-only history, and projections of it for lists. Implementations pass the same suite.
///
/// One command is one call of ``write(_:)``: load, decide and append happen inside it, so that nobody else can come
/// between; what throws leaves no trace. Calls are not to be nested in one another.
///
/// Families and cases have the order in which they were opened, which for cases is that of their numbers, except for
/// those of an earlier year that were registered late.
public protocol CaseStore: Sendable {
  /// Runs a body that may append, alone; commits when it returns, durably. When an appending call inside has thrown,
  /// nothing is committed, even if the body went on.
  ///
  /// - Throws: `StoreError`, or what the body throws.
  func write<Result>(_ body: (any CaseStoreWriting) throws -> Result) throws -> Result

  /// Runs a body that reads one state of the store.
  ///
  /// - Throws: `StoreError`, or what the body throws.
  func read<Result>(_ body: (any CaseStoreReading) throws -> Result) throws -> Result
}

/// What can be read from a store. Every method throws `StoreError`.
public protocol CaseStoreReading {
  /// What the store itself is.
  func properties() throws -> StoreProperties
  /// The last link of the chain.
  func head() throws -> ChainLink
  /// The family that a case belongs to; nil for an unknown number.
  func family(ofCase number: String) throws -> FamilyState?
  /// The persons who are responsible for open cases, by id.
  func responsibles() throws -> [String]
  /// The numbers of the cases that a person may mean by the end of a number (see ``CaseNumber/endsIn(_:)``), in the
  /// order of opening.
  func caseNumbers(endingIn suffix: String) throws -> [String]
  /// The events of a family, in order.
  func events(ofFamily root: String) throws -> [Event]
  /// Events as they are kept, in order of recording, those after a sequence number, at most `limit`.
  func records(after sequence: Int, limit: Int) throws -> [StoredRecord]
  /// The open families to look at: first those with something due by a day, in order of that day, then of opening; then
  /// those that were last projected under other definitions, in order of opening. At most `limit`, those after `cursor`,
  /// so that one that cannot be handled does not stand in the way.
  func dueFamilies(
    through date: CivilDate, definitions: String, after cursor: DueFamily?, limit: Int
  )
    throws -> [DueFamily]
  /// All families' roots after one, in the order of opening, at most `limit`.
  func families(after root: String?, limit: Int) throws -> [String]
  /// Cases in a list, in the order of opening.
  func cases(_ filter: CaseFilter) throws -> [CaseRow]
  /// Open tasks in a list: by due date, those without one last, then by case in the order of opening.
  func tasks(_ filter: TaskFilter) throws -> [TaskRow]
  /// Dates that will come, by date, then by case in the order of opening. The filter's person is the one responsible for
  /// the case; with roles too, also cases for which nobody is; roles alone leave nothing out.
  func coming(_ filter: TaskFilter) throws -> [ComingRow]
  /// Escalations in a list, by the day they were raised, then by case in the order of opening.
  func escalations(_ filter: EscalationFilter) throws -> [EscalationRow]
  /// The money used of a budget from a day up to and excluding another.
  func spent(budget: String, from: CivilDate, to: CivilDate) throws -> Number
  /// How many open cases of a workflow there are, or are in a state.
  func count(workflow: String, state: String?) throws -> Int
  /// The cases that are meetings, in the order of opening.
  func meetings() throws -> [MeetingRow]
  /// Items on agendas: by day, then by case in the order of opening.
  func agenda(_ filter: AgendaFilter) throws -> [AgendaRow]
  /// The roots of the families that have an open case of one of the workflows, in the order of opening.
  func openFamilies(withAny workflows: Set<String>) throws -> [String]
  /// The projection of a family as it is kept, to be compared with what replay gives.
  func projection(ofFamily root: String) throws -> KeptProjection?
  /// The state of a family as it is kept, to be compared with what replay gives; one that is kept in another form is made
  /// again from the events.
  func snapshot(ofFamily root: String) throws -> FamilyState?
  /// The next serial number of a year that nobody has taken.
  func nextSerial(year: Int) throws -> Int
  /// A note that the service keeps about the store, under a key.
  func note(_ key: String) throws -> [UInt8]?
  /// The files of definitions that were once in force; nil when they are not kept.
  ///
  /// - Throws: `StoreError.damaged` when what is kept under the hash does not have it.
  func definitions(hash: String) throws -> [SourceFile]?
  /// How much there is, in numbers.
  func census() throws -> StoreCensus
  /// Who was shown what, and who was refused what, in order of recording: of a case, or all; of many the latest.
  func accesses(ofCase number: String?, limit: Int) throws -> [AccessEntry]
  /// How many rows of lists belong to no case, or to no family.
  func strayRows() throws -> Int
  /// What is wrong with the storage itself, in the words of the library underneath; empty when it is sound. Rows of lists are
  /// not among it: see ``strayRows()``.
  func integrityProblems() throws -> [String]
}

/// What can be changed in a store, inside ``CaseStore/write(_:)``.
public protocol CaseStoreWriting: CaseStoreReading {
  /// Appends events of one family and puts its new state and projection in place.
  ///
  /// - Parameters:
  ///   - events: may be empty: then only the projection is renewed.
  ///   - family: the state after the events.
  ///   - previous: the version on which the events were decided; 0 for a new family.
  ///   - projection: of the new state, under the definitions of this hash.
  /// - Throws: `StoreError.conflict` when the family is no longer at `previous`, or a case has a number that is taken.
  func append(
    _ events: [Event], family: FamilyState, previous: Int, projection: Projection,
    definitions: String) throws
  /// Makes anew what is derived of a family, whatever is kept of it by now: its state, its rows, and what the store notes
  /// beside them. No event is touched, and cases keep their place in lists where that is still known.
  ///
  /// - Parameters:
  ///   - family: the state that its events give.
  ///   - latest: the sequence number of its last event.
  ///   - projection: of that state, under the definitions of this hash.
  func renew(_ family: FamilyState, latest: Int, projection: Projection, definitions: String) throws
  /// Takes away the rows of lists that belong to no case, or to no family.
  func removeStrayRows() throws
  /// Runs a body that is undone by itself when it throws; what came before it in the same call stays. It is durable when
  /// the call around it is.
  func attempt<Result>(_ body: () throws -> Result) throws -> Result
  /// Takes the next serial numbers of a year.
  func takeSerials(year: Int, count: Int) throws -> ClosedRange<Int>
  /// Adds to the log of accesses, from which nothing is ever taken.
  func record(_ access: AccessEntry) throws
  /// Keeps a note in place of an earlier one under the same key.
  func keepNote(_ key: String, _ bytes: [UInt8]) throws
  /// Keeps files under their hash; nothing happens when they are kept already.
  func keepDefinitions(hash: String, files: [SourceFile]) throws
}
