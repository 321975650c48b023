public import CivilTime
public import FEEL
public import Programme

/// Why a command is not carried out. Nothing has happened.
public struct Refusal: Error, Sendable, Hashable {
  /// What stands in the way; never empty. All of it, not the first of it.
  public let reasons: [Reason]

  /// A refusal for several reasons.
  public init(_ reasons: [Reason]) {
    self.reasons = reasons
  }

  /// A refusal for one reason.
  public init(_ reason: Reason) {
    reasons = [reason]
  }

  /// One thing that stands in the way.
  public enum Reason: Sendable, Hashable {
    /// There is no workflow of this id.
    case unknownWorkflow(String, available: [String])
    /// There is no such case in the family.
    case unknownCase(String)
    /// The case has ended.
    case caseEnded(String, on: CivilDate)
    /// There is no such person.
    case unknownPerson(String, available: [String])
    /// The actor's roles do not allow it; those that do.
    case notAllowed(what: String, roles: [String])
    /// The workflow needs a parent case of one of these workflows.
    case parentNeeded(workflow: String, of: [String])
    /// The workflow is not opened under cases of this workflow.
    case wrongParent(workflow: String, parent: String, of: [String])
    /// The workflow has no such event.
    case unknownEvent(String, available: [String])
    /// No active state listens to the event; the states that do.
    case notNow(event: String, states: [String], listening: [String])
    /// There is no such task open.
    case unknownTask(String, open: [String])
    /// The form has no such field.
    case unknownField(String, available: [String])
    /// A value does not fit its field.
    case wrongValue(field: String, expected: String)
    /// The form needs this field.
    case missingField(String)
    /// A state cannot be entered, or stay, without this field.
    case missingRequirement(field: String, state: String)
    /// A condition does not hold; what it read.
    case condition(Condition)
    /// The day lies before the state or task that it concerns was there.
    case beforeEntry(what: String, since: CivilDate)
    /// A task that returns has been done on that day; when it is due next.
    case doneAlready(what: String, on: CivilDate, next: CivilDate?)
    /// There is no such escalation, or it is closed.
    case unknownEscalation(Int)
    /// The escalation has been received, by this person.
    case alreadyAcknowledged(by: String, on: CivilDate)
    /// A due date cannot be set to a day that has passed.
    case pastDue(CivilDate)
    /// A chart did not come to rest; the states it went round in.
    case endless(states: [String])
    /// More automatic steps than a command may cause.
    case tooManySteps(limit: Int)
    /// The definitions have lost a state that the case is in; its path, from the outermost state in.
    case vanishedState(String, workflow: String, case: String, definitions: String)
    /// The definitions have lost the workflow of the case.
    case vanishedWorkflow(String, case: String, definitions: String)
    /// An action could not be carried out.
    case failedAction(String)
    /// A value does not pass what its field allows; the tests as the definitions have them, and in plain form.
    case notAllowedValue(field: String, text: String, limits: [ConstantTest]?)
    /// The rules alone give the field its value.
    case calculated(field: String)
    /// The text names somebody, and must not: the short name of a case of the family stands in it.
    case namesSomebody(field: String)
    /// A field that a case cannot be without was emptied.
    case needed(field: String)
    /// The day lies before the programme's first.
    case beforeProgramme(CivilDate)
    /// The person has none of the roles that work with such a case.
    case cannotBeResponsible(person: String, workflow: String, roles: [String])
    /// The day must not lie before the case was opened.
    case beforeOpening(CivilDate)
    /// The series has no meeting on the day; the nearest ones.
    case noMeeting(series: String, on: CivilDate, nearest: [CivilDate])
    /// The meeting that was set for the day is a case already.
    case meetingExists(
      series: String, set: CivilDate, held: CivilDate?, case: String, field: String)
    /// A meeting cannot be put on a day before the one on which somebody does so.
    case pastMeeting(CivilDate, field: String)
    /// The series has another meeting on the day.
    case meetingTaken(series: String, on: CivilDate, case: String?, field: String)
    /// The meeting has been held: of these cases it is recorded what came of them there.
    case meetingRecorded(series: String, on: CivilDate, cases: [String])
    /// Nobody records for somebody who has an account of their own.
    case recordsThemselves(String)
    /// What was done cannot be taken back.
    case cannotUndo(UndoObstacle)
  }

  /// A condition that did not let something through.
  public struct Condition: Sendable, Hashable {
    /// Its text, as the definitions have it.
    public let text: String
    /// Whether it was undecided rather than false.
    public let isUndecided: Bool
    /// What it read. Protected values are nil here.
    public let inputs: [GuardEvaluation.Input]
    /// Where it stands: `file:line`.
    public let place: String
    /// What it rests on, in words.
    public let basis: String?
    /// Where it would have led: the titles of the states; empty for what leads nowhere else.
    public let leadsTo: [String]
    /// Protection inherited from everything it reads.
    public let protection: Set<Protection>
    /// What it lacks. Values in it may be protected: only for the acting person's own screen, never for a log.
    public let unmet: [Unmet]
    /// Which values it asks for, and whether they are there.
    let choices: [String: Choice]
    /// Other choices, with which something would come of it.
    public internal(set) var alternatives: [Alternative] = []
  }

  /// A value that can be chosen instead of one that leads nowhere.
  public struct Alternative: Sendable, Hashable {
    /// The name of the field.
    public let field: String
    /// The value.
    public let value: Value
    /// Protection inherited from what decides that it can be chosen.
    public let protection: Set<Protection>
  }
}
