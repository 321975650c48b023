import CivilTime
import FEEL
import Programme
import Statechart

/// The machine "arende" with guards in FEEL, and its timer derived after every event: the earliest date of the timers of the
/// states that are active then.
struct StatechartBenchmark {
  let workflow: Workflow
  let events: [EventID]
  let clock: EventID

  static let cycle = [
    "screen", "accept", "open", "plan-made", "remind", "gathered", "decide", "submit", "sign",
    "notified", "archive", "reopen",
  ]
  static let expected = [
    "screening", "accepted", "plan running", "gather running", "gather warned", "assess warned",
    "draft", "review", "signed", "notify", "archived", "received",
  ]

  init(_ programme: Programme) throws {
    guard let workflow = programme.workflow("arende") else {
      throw BenchmarkError(text: "no workflow arende")
    }
    self.workflow = workflow
    events = Self.cycle.map { workflow.chart.event(matching: $0) }
    clock = workflow.chart.event(matching: "§at.running.0")
  }

  func run(seconds: Double) throws -> [Figure] {
    [
      try measure("statechart.timer_armed", fires: false, seconds: seconds),
      try measure("statechart.timer_fires", fires: true, seconds: seconds),
    ]
  }

  private func measure(_ name: String, fires: Bool, seconds: Double) throws -> Figure {
    var events = events
    // In the variant in which the clock fires, the timer's own event takes the place of the reminder.
    if fires { events[4] = clock }
    var data = Data(workflow)
    var (state, _) = try workflow.chart.start(&data)
    var record = Macrostep()
    var next: CivilDate?
    try check(&state, &data, events)
    return try rate(
      name, unit: "events/s", count: 240, seconds: seconds,
      note: "guards and the timer's date in FEEL, the timer derived after every event"
    ) {
      for _ in 0..<20 {
        for event in events {
          try workflow.chart.step(&state, event, &data, into: &record)
          next = data.nextTimer(in: state.configuration)
        }
      }
      if next != nil { throw BenchmarkError(text: "a timer is armed in received") }
    }
  }

  private func check(_ state: inout ChartState, _ data: inout Data, _ events: [EventID]) throws {
    for (index, event) in events.enumerated() {
      _ = try workflow.chart.step(&state, event, &data)
      let names = workflow.chart.atomicStates(of: state.configuration).map(workflow.chart.name(of:))
      guard names.joined(separator: " ") == Self.expected[index] else {
        throw BenchmarkError(text: "after \(Self.cycle[index]): \(names)")
      }
      guard (data.nextTimer(in: state.configuration) != nil) == names.contains("running") else {
        throw BenchmarkError(text: "after \(Self.cycle[index]): the timer is wrong")
      }
    }
  }

  /// The case's data, and what guards and actions mean.
  struct Data: Datamodel {
    let workflow: Workflow
    var context: EvaluationContext
    let today: CivilDate

    init(_ workflow: Workflow) {
      self.workflow = workflow
      let today = CivilDate(year: 2026, month: 8, day: 1) ?? .earliest
      self.today = today
      var slots = [Value](repeating: .null, count: workflow.layout.count)
      context = EvaluationContext(
        slots: slots, today: today, now: CivilDateTime(date: today, time: .midnight))
      for (index, field) in workflow.fields.enumerated() {
        slots[index] = field.defaultValue?.evaluate(&context) ?? .null
      }
      slots[workflow.layout.entered] = .date(today)
      slots[workflow.layout.opened] = .date(today)
      context.slots = slots
    }

    mutating func evaluate(guard id: Int, in configuration: Configuration) -> GuardOutcome {
      switch workflow.guards[id].expression.truth(&context) {
      case .yes: .holds
      case .no: .fails
      case .undecided: .undecided
      }
    }

    mutating func execute(
      action id: Int, in configuration: Configuration, raising queue: inout InternalQueue
    ) throws {
      if case .set(let field, let value) = workflow.actions[id] {
        context.slots[field] = value.expression.evaluate(&context)
      }
    }

    mutating func nextTimer(in configuration: Configuration) -> CivilDate? {
      var earliest: CivilDate?
      for state in configuration {
        for timer in workflow.states[state].timers {
          guard case .date(let date) = timer.date.expression.evaluate(&context) else { continue }
          if earliest.map({ date < $0 }) ?? true { earliest = date }
        }
      }
      return earliest
    }
  }
}
