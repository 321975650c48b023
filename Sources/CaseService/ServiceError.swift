public import CaseEngine
public import CaseStore
public import CivilTime
public import Diagnostics
public import Programme

/// Why a use case could not be carried out.
public enum ServiceError: Error, Sendable {
  /// A rule refuses it; nothing was written.
  case refused(Refusal)
  /// The definitions are wrong.
  case definitions(Diagnostics)
  /// The store cannot do it.
  case store(StoreError)
  /// The folder holds no programme.
  case noProgramme(folder: String)
  /// The programme is not in the folder.
  case unknownProgramme(String, available: [String])
  /// The folder holds several programmes, and nobody said which.
  case severalProgrammes([String])
  /// A file cannot be read.
  case unreadable(path: String)
  /// A file or folder cannot be written.
  case unwritable(path: String, reason: String)
  /// No case has the number.
  case unknownCase(String)
  /// Several cases may be meant.
  case ambiguousCase(String, candidates: [String])
  /// A value cannot be read as what its field holds.
  case value(field: String, text: String, expected: String)
  /// The text is no `field=value`.
  case assignment(String)
  /// The text is no date.
  case date(String)
  /// The date lies in the future.
  case future(CivilDate, today: CivilDate)
  /// The account belongs to no person.
  case unknownAccount(String)
  /// No such person.
  case unknownPerson(String, available: [String])
  /// `--som` does not work here.
  case identityNotDeclared
  /// Contacts are not recorded in cases of this kind.
  case noContact(String)
  /// The person has no role.
  case noRole(Person)
  /// No such event in the case's history or workflow.
  case unknownEvent(String, available: [String])
  /// No such id of an escalation: `14/2`.
  case unknownEscalation(String)
  /// No meeting can be meant, or it does not allow this.
  case meeting(MeetingProblem)
  /// The head is not to be found in the chain.
  case wrongHead(String)
}
