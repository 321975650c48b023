public import CivilTime
public import Programme

/// Decides: commands and due dates in, events and the new state out. Pure: the same arguments give the same answer, and
/// nothing else is read or written.
public struct Engine: Sendable {
  /// The definitions it runs on.
  public let programme: Programme
  /// On which days meetings are held, as far as a decision knows.
  public let meetings: MeetingDates

  /// At most so many automatic steps in one call: a bound on what definitions can make happen by themselves.
  public static let automaticStepLimit = 1_000

  /// Sub-cases may open sub-cases this deep in one step.
  static let openingDepthLimit = 16

  /// An engine for a programme.
  ///
  /// - Parameter meetings: on which days meetings are held; nil where nobody has changed any.
  public init(programme: Programme, meetings: MeetingDates? = nil) {
    self.programme = programme
    self.meetings = meetings ?? programme.regularMeetings
  }

  /// What comes of a command or a daily run.
  public struct Decision: Sendable {
    /// What happened, in order; empty when nothing was due.
    public let events: [Event]
    /// The family afterwards.
    public let family: FamilyState
    /// The numbers given to cases that were opened.
    public let numbers: NumberSource
  }

  /// Carries out a command as a whole, after bringing its family up to the command's date; or refuses it as a whole.
  ///
  /// - Parameters:
  ///   - command: what somebody asks for.
  ///   - family: the family of the case it is about; nil for a case that is opened alone.
  ///   - context: who, when, and what the engine may know beside.
  /// - Throws: `Refusal`, with everything that stands in the way.
  public func decide(_ command: Command, family: FamilyState?, context: CommandContext)
    throws(Refusal) -> Decision
  {
    var decider = Decider(engine: self, family: family, context: context)
    try decider.carryOut(command, context: context)
    return decider.decision
  }

  /// Handles everything of a family that falls due up to and including a date, each thing on its own date. Twice does
  /// nothing twice.
  ///
  /// - Throws: `Refusal`, when the definitions no longer fit the family or cause endless steps; nothing has happened.
  public func advance(
    _ family: FamilyState, to date: CivilDate, recorded: Moment, numbers: NumberSource
  ) throws(Refusal) -> Decision {
    var decider = Decider(engine: self, family: family, recorded: recorded, numbers: numbers)
    try decider.catchUp(through: date)
    return decider.decision
  }
}
