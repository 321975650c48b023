public import CivilTime
public import Diagnostics

/// An example that proves definitions: what somebody does on which days, and what should come of it.
public struct Scenario: Sendable {
  /// What it shows.
  public let title: String
  /// The steps, in order.
  public let steps: [Step]
  /// Where it stands.
  public let span: SourceSpan

  /// The steps of the days up to and including one.
  public func through(_ last: CivilDate) -> Scenario {
    Scenario(
      title: title, steps: steps.filter { $0.date <= last }, span: span, actor: actor,
      actorSpan: actorSpan)
  }

  /// A text with its place.
  public struct Located<Value: Sendable>: Sendable {
    /// What stands there.
    public let value: Value
    /// Where.
    public let span: SourceSpan
  }

  /// One step.
  public struct Step: Sendable {
    /// What is done.
    public enum Action: Sendable {
      /// A case is opened, under another by its name in the scenario.
      case open(workflow: String, parent: String?)
      /// An event is sent.
      case send(event: String)
      /// A task is completed.
      case complete(task: String)
      /// Data are corrected.
      case correct
      /// A due date is set, or cleared.
      case postpone(task: String, to: CivilDate?)
      /// A person is made responsible.
      case assign(person: String)
      /// A note is written.
      case note(String)
      /// A contact of a kind is recorded.
      case contact(kind: String)
      /// The latest thing that the person did is taken back.
      case undo
      /// The daily run.
      case dailyRun
      /// Nothing; only looks.
      case look
      /// Looks at the meeting held on a day.
      case lookAtMeeting(CivilDate)
    }

    /// The day on which it happens.
    public let date: CivilDate
    /// Who acts; nil for the scenario's usual person.
    public let actor: String?
    /// For whom the person records; nil for nobody but themselves.
    public let behalf: String?
    /// The name of the case in the scenario; nil for the one named last.
    public let name: String?
    /// What is done.
    public let action: Action
    /// What is filled in, as text by field.
    public let values: [String: String]
    /// The reason given.
    public let reason: String
    /// What should come of it.
    public let expectation: Expectation
    /// Where it stands.
    public let span: SourceSpan
    /// Where the value of a key stands.
    public let places: [String: SourceSpan]
    /// Where each field stands that is filled in.
    public let fields: [(name: String, span: SourceSpan)]

    /// Where the name of what is done stands; the step itself where there is none.
    public var actionPlace: SourceSpan {
      ["open", "send", "done", "postpone", "assign"].lazy.compactMap { places[$0] }.first ?? span
    }
  }

  /// What should hold after a step; what is nil is not looked at.
  public struct Expectation: Sendable {
    /// The step is refused, and the answer holds this text.
    public let refused: Located<String>?
    /// Active states: exactly these innermost ones, and any of those around them.
    public let states: Located<[String]>?
    /// Exactly the open tasks, each with its due date.
    public let tasks: Located<[String: CivilDate?]>?
    /// Exactly the open escalations: roles by kind.
    public let escalations: Located<[String: [String]]>?
    /// Data, as people write them.
    public let data: [(name: String, text: String, span: SourceSpan)]
    /// Whether the case has ended.
    public let isClosed: Located<Bool>?
  }

  /// Who acts when a step does not say; nil for the first person.
  public let actor: String?
  /// Where that stands.
  public let actorSpan: SourceSpan?
}
