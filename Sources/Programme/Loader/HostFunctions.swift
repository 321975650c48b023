import CivilTime
public import FEEL

/// The functions that a programme's expressions have beside FEEL's own.
enum HostFunctions {
  /// Those whose answer depends on the active states.
  static let aboutStates: Set<String> = ["in state", "parent in state"]
  /// Those whose answer depends on when meetings are held.
  static let aboutMeetings: Set<String> = ["next meeting", "meeting held", "meeting on"]

  /// All of them, over a programme's calendar and meetings.
  ///
  /// - Parameters:
  ///   - vagueMeetings: series that are there, of which nothing more is known.
  ///   - states: the ids of the workflow's states, for `in state`.
  ///   - parentStates: those of the workflows that it is opened under, for `parent in state`; nil when not all of them
  ///     are known.
  static func all(
    calendar: WorkingCalendar, meetings: [String: Meeting], vagueMeetings: Set<String> = [],
    states: Set<String>, parentStates: Set<String>?
  ) -> [HostFunction] {
    func parameter(_ name: String, _ code: String, _ noun: String, _ values: Set<String>?)
      -> HostFunction.Parameter
    {
      .init(
        name, .string,
        choices: values.map { .init(code: code, noun: noun, values: $0) })
    }
    return [
      HostFunction(
        name: "in state",
        parameters: [parameter("state", "unknown-state", "tillståndet", states)], result: .boolean,
        body: { context, arguments in
          guard case .string(let state)? = arguments.first, let host = context.host as? any CaseHost
          else { return .null }
          return .boolean(host.isActive(state: state))
        }),
      HostFunction(
        name: "parent in state",
        parameters: [parameter("state", "unknown-state", "tillståndet", parentStates)],
        result: .boolean,
        nullable: true,
        body: { context, arguments in
          guard case .string(let state)? = arguments.first, let host = context.host as? any CaseHost
          else { return .null }
          return host.parentIsActive(state: state).map { .boolean($0) } ?? .null
        }),
      HostFunction(
        name: "add working days",
        parameters: [
          .init("date", .date),
          .init(
            "number", .number,
            refuses: { value in
              guard case .number(let number) = value else { return nil }
              guard let count = number.exactInt else { return "ett helt antal arbetsdagar" }
              let reachable = -WorkingCalendar.longestCount...WorkingCalendar.longestCount
              return reachable.contains(count) ? nil : "ett rimligt antal arbetsdagar"
            }),
        ],
        result: .date,
        body: { context, arguments in
          guard case .date(let date)? = arguments.first, case .number(let number)? = arguments.last,
            let count = number.exactInt, let result = calendar.adding(workingDays: count, to: date)
          else {
            context.note(.wrongTypes, "`add working days` behöver ett datum och ett heltal")
            return .null
          }
          return .date(result)
        }),
      HostFunction(
        name: "working days between", parameters: [.init("from", .date), .init("to", .date)],
        result: .number,
        body: { _, arguments in
          guard case .date(let from)? = arguments.first, case .date(let to)? = arguments.last,
            let count = calendar.workingDays(from: from, to: to)
          else { return .null }
          return .number(count)
        }),
      HostFunction(
        name: "next working day", parameters: [.init("date", .date)], result: .date,
        body: { _, arguments in
          guard case .date(let date)? = arguments.first,
            let result = calendar.nextWorkingDay(onOrAfter: date)
          else { return .null }
          return .date(result)
        }),
    ] + self.aboutMeetings(calendar: calendar, meetings: meetings, vague: vagueMeetings)
  }

  /// The functions about meetings ask the case's host, for people move meetings; without a host the rules answer.
  private static func aboutMeetings(
    calendar: WorkingCalendar, meetings: [String: Meeting], vague: Set<String>
  ) -> [HostFunction] {
    let rules = MeetingDates(rules: meetings.mapValues(\.series), calendar: calendar)
    let series = HostFunction.Parameter(
      "series", .string,
      choices: .init(
        code: "unknown-meeting", noun: "mötesserien", values: vague.union(meetings.keys)))
    func function(
      _ name: String, nullable: Bool = false,
      missing: @escaping @Sendable (String, CivilDate) -> String,
      _ answer: @escaping @Sendable (MeetingDates, String, CivilDate) -> CivilDate?
    ) -> HostFunction {
      HostFunction(
        name: name, parameters: [series, .init("date", .date)], result: .date, nullable: nullable,
        body: { context, arguments in
          guard case .string(let id)? = arguments.first, case .date(let date)? = arguments.last
          else { return .null }
          let dates = (context.host as? any CaseHost)?.meetings ?? rules
          guard let day = answer(dates, id, date) else {
            context.note(.noEntry, missing(id, date))
            return .null
          }
          return .date(day)
        })
    }
    return [
      function(
        "next meeting",
        missing: { "det finns inget möte i serien `\($0)` från och med \($1)" }
      ) { $0.next($1, onOrAfter: $2) },
      function(
        "meeting held",
        missing: { "mötet i serien `\($0)` som sattes till \($1) hålls inte mer" }
      ) { $0.held($1, setFor: $2) },
      function(
        "meeting on", nullable: true,
        missing: { "det finns inget möte i serien `\($0)` den \($1)" }
      ) { $0.set($1, heldOn: $2) },
      HostFunction(
        name: "came up at", parameters: [series], result: .date, nullable: true,
        body: { context, arguments in
          guard case .string(let id)? = arguments.first,
            let day = (context.host as? any CaseHost)?.cameUp(at: id)
          else { return .null }
          return .date(day)
        }),
    ]
  }
}

extension Programme {
  /// The functions that can be tried without a case: those of the calendar, and those of meetings as their rules have
  /// them.
  public var functionsWithoutCase: [HostFunction] {
    HostFunctions.all(calendar: calendar, meetings: meetings, states: [], parentStates: nil)
      .filter { !HostFunctions.aboutStates.contains($0.name) && $0.name != "came up at" }
  }
}
