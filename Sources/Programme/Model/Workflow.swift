import CivilTime
public import Diagnostics
public import FEEL
public import Statechart

/// A kind of case: its data, its statechart, its tasks, and who may do what. Everything in it is resolved: states,
/// fields, guards and actions are indexes, expressions are compiled.
public final class Workflow: Sendable {
  /// The id.
  public let id: String
  /// The title shown to people.
  public let title: String
  /// The field that is shown beside the case's number to those who may read it.
  public let label: Int?
  /// The workflows under whose cases it is opened; empty for one that stands alone.
  public let parents: [String]
  /// Whether it cannot stand alone.
  public let parentRequired: Bool
  /// Whether its cases go on when the parent case ends; otherwise they end with it.
  public let continuesAfterParent: Bool
  /// How a case is opened.
  public let opening: Opening
  /// The data.
  public let fields: [Field]
  /// What is derived from the data.
  public let derived: [Derived]
  /// The money it uses.
  public let spendings: [Spending]
  /// What helps the people who work with its cases, and decides nothing.
  public let desk: Desk
  /// What people may send, in the order of the file.
  public let events: [EventDefinition]
  /// The compiled chart.
  public let chart: Chart
  /// What the chart's states carry, by state index.
  public let states: [StateDefinition]
  /// Transitions, by the chart's transition index.
  public let transitions: [TransitionDefinition]
  /// Guards, by the id that the chart calls back with.
  public let guards: [ScopedExpression]
  /// Actions, by the id that the chart calls back with.
  public let actions: [Action]
  /// Where values lie when an expression of this workflow is evaluated.
  public let layout: FrameLayout
  /// What it rests on.
  public let basis: Basis
  /// The file.
  public let span: SourceSpan
  /// That its cases are meetings.
  public let meeting: MeetingDeclaration?
  /// That its cases take up what was escalated above them.
  public let takesUp: TakesUp?
  /// Whether anything in it may depend on when meetings are held.
  public let readsMeetings: Bool

  private let fieldIndexes: [String: Int]
  private let clauses: ClauseReader

  /// What is proposed for fields, by index: what a person who fills them in is shown.
  public let suggestions: [Int: ScopedExpression]

  init(
    id: String, title: String, label: Int?, parents: [String], parentRequired: Bool,
    continuesAfterParent: Bool, opening: Opening, fields: [Field], derived: [Derived],
    spendings: [Spending], desk: Desk = .empty, events: [EventDefinition], chart: Chart,
    states: [StateDefinition],
    transitions: [TransitionDefinition], guards: [ScopedExpression], actions: [Action],
    layout: FrameLayout, basis: Basis, span: SourceSpan, clauses: ClauseReader,
    suggestions: [Int: ScopedExpression], meeting: MeetingDeclaration? = nil,
    takesUp: TakesUp? = nil, readsMeetings: Bool = false
  ) {
    self.meeting = meeting
    self.takesUp = takesUp
    self.readsMeetings = readsMeetings
    self.id = id
    self.title = title
    self.label = label
    self.parents = parents
    self.parentRequired = parentRequired
    self.continuesAfterParent = continuesAfterParent
    self.opening = opening
    self.fields = fields
    self.derived = derived
    self.spendings = spendings
    self.desk = desk
    self.events = events
    self.chart = chart
    self.states = states
    self.transitions = transitions
    self.guards = guards
    self.actions = actions
    self.layout = layout
    self.basis = basis
    self.span = span
    self.clauses = clauses
    self.suggestions = suggestions
    fieldIndexes = Dictionary(
      fields.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The questions that one of the workflow's conditions asks.
  public func clause(of condition: ScopedExpression) -> Clause { clauses.clause(of: condition) }
  /// The index of a field.
  public func field(named name: String) -> Int? { fieldIndexes[name] }
  /// The task of an id.
  public func task(_ id: String) -> TaskDefinition? {
    states.lazy.flatMap(\.tasks).first { $0.id == id }
  }
  /// The title of a state; the id when there is no such state.
  public func title(ofState id: String) -> String {
    chart.state(named: id).map { states[$0].title } ?? id
  }
  /// The titles of the states that listen to an event.
  public func statesListening(to event: String) -> [String] {
    guard let number = chart.event(named: event) else { return [] }
    var titles: [String] = []
    for transition in chart.transitions where transition.events.contains(number) {
      let title = transition.source == 0 ? self.title : states[transition.source].title
      if !titles.contains(title) { titles.append(title) }
    }
    return titles
  }
  /// Whether a case of the workflow may open cases under itself.
  public var opensCases: Bool {
    actions.contains { action in
      if case .open = action { true } else { false }
    }
  }
  /// What people may send under an id.
  public func event(_ id: String) -> EventDefinition? { events.first { $0.id == id } }
}

/// How a case of a workflow is opened.
public struct Opening: Sendable {
  /// The roles that may open it; nil for every role.
  public let by: [String]?
  /// What is filled in.
  public let form: Form
  /// What must hold.
  public let condition: ScopedExpression?
  /// What it rests on.
  public let basis: Basis
}

/// Something that people may send to a case.
public final class EventDefinition: Sendable {
  /// The id.
  public let id: String
  /// What it is called for the one who records it.
  public let title: String
  /// The roles that may send it; nil for every role.
  public let by: [String]?
  /// The fields that come with it.
  public let form: Form
  /// What it means.
  public let text: String?
  /// What it rests on.
  public let basis: Basis
  /// Where it is declared.
  public let span: SourceSpan

  init(
    id: String, title: String, by: [String]?, form: Form, text: String?, basis: Basis,
    span: SourceSpan
  ) {
    self.id = id
    self.title = title
    self.by = by
    self.form = form
    self.text = text
    self.basis = basis
    self.span = span
  }
}

/// An expression and the state whose date of entry is its `entered`.
public final class ScopedExpression: Sendable {
  /// The expression.
  public let expression: CompiledExpression
  /// The chart's index of the innermost state around it; nil outside all states.
  public let state: Int?
  /// Protection inherited from what it reads.
  public let protection: Set<Protection>
  /// What it reads, each by the name that it uses: for the record and for explanations.
  public let inputs: [Input]
  /// Whether it asks which states are active.
  public let asksForStates: Bool

  init(
    expression: CompiledExpression, state: Int?, protection: Set<Protection>, inputs: [Input],
    asksForStates: Bool
  ) {
    self.expression = expression
    self.state = state
    self.protection = protection
    self.inputs = inputs
    self.asksForStates = asksForStates
  }

  /// A name that an expression reads.
  public struct Input: Sendable {
    /// The name as the expression has it.
    public let name: String
    /// Its value.
    public let expression: CompiledExpression
    /// Protection inherited from what it rests on.
    public let protection: Set<Protection>
  }
}

/// What a state carries besides its transitions.
public final class StateDefinition: Sendable {
  /// The id.
  public let id: String
  /// The title shown to people; the id when none is given.
  public let title: String
  /// The phase, its own or inherited.
  public let phase: String?
  /// The fields without which it cannot be entered.
  public let requires: [Int]
  /// Its tasks, in document order.
  public let tasks: [TaskDefinition]
  /// Its date timers, in document order.
  public let timers: [TimerDefinition]
  /// What is escalated as long as it lasts.
  public let escalations: [StateEscalation]
  /// That its case is an item on an agenda.
  public let agenda: AgendaDeclaration?
  /// The step in what becomes of an escalation that is taken when it is entered.
  public let milestone: String?
  /// What it rests on.
  public let basis: Basis
  /// Where it is declared.
  public let span: SourceSpan?

  init(
    id: String, title: String, phase: String?, requires: [Int], tasks: [TaskDefinition],
    timers: [TimerDefinition], escalations: [StateEscalation], agenda: AgendaDeclaration?,
    milestone: String?, basis: Basis, span: SourceSpan?
  ) {
    self.id = id
    self.title = title
    self.phase = phase
    self.requires = requires
    self.tasks = tasks
    self.timers = timers
    self.escalations = escalations
    self.agenda = agenda
    self.milestone = milestone
    self.basis = basis
    self.span = span
  }
}

/// A transition as the file has it.
public struct TransitionDefinition: Sendable {
  /// What names it in the history: `source:event:position`.
  public let key: String
  /// What the transition means, when the file says so.
  public let title: String?
  /// What it rests on.
  public let basis: Basis
  /// Whether it is a target alone, with no place for what it rests on.
  let isBare: Bool
  /// Where it stands.
  public let span: SourceSpan
}

/// A transition that a date triggers.
public final class TimerDefinition: Sendable {
  /// What names it in the history of a case: from its date, so that adding or moving another changes nothing.
  public let key: Int
  /// The day.
  public let date: ScopedExpression
  /// Whether the day may be missing.
  public let optional: Bool
  /// The engine's event that the transition listens to.
  public let event: String
  /// What happens, when the file says so.
  public let title: String?
  /// What it rests on.
  public let basis: Basis
  /// Where it stands.
  public let span: SourceSpan

  init(
    key: Int, date: ScopedExpression, optional: Bool, event: String, title: String?, basis: Basis,
    span: SourceSpan
  ) {
    self.key = key
    self.date = date
    self.optional = optional
    self.event = event
    self.title = title
    self.basis = basis
    self.span = span
  }
}

/// An escalation that is open as long as a state is active.
public struct StateEscalation: Sendable {
  /// The id, unique in its state.
  public let id: String
  /// The kind.
  public let kind: String
  /// The role it goes to.
  public let to: String
  /// Why.
  public let reason: String?
  /// What it rests on.
  public let basis: Basis
}

/// Money that a case uses, computed from its data.
public struct Spending: Sendable {
  /// The budget.
  public let budget: String
  /// The amount in kronor; null for none.
  public let amount: ScopedExpression
  /// The day that decides the budget year; null for none.
  public let date: ScopedExpression
}

/// What an entry, an exit or a transition does.
public enum Action: Sendable {
  /// Notes that a state has been entered; every state's first entry action.
  case enter(state: Int)
  /// Gives a field a value.
  case set(field: Int, ScopedExpression)
  /// Empties a field.
  case clear(field: Int)
  /// Sends an event to the case itself, before the next external event.
  case raise(String)
  /// Sends an event to the parent case, when there is one.
  case sendToParent(String)
  /// Sends an event to every open sub-case.
  case sendToChildren(String)
  /// Opens a sub-case with data from this case.
  case open(workflow: String, data: [(name: String, value: ScopedExpression)])
}
