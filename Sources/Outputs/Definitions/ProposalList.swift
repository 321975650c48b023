import CivilTime
import Diagnostics
import FEEL
public import JSONText
public import Programme

/// Everything in a programme that stands in no source and that nobody has decided: it runs, and somebody should decide it.
public struct ProposalList: Sendable {
  /// One proposal.
  public struct Proposal: Sendable {
    /// What kind of thing it is.
    public let kind: Kind
    /// What it is called.
    public let name: String
    /// Its value, when it has one.
    public let value: String?
    /// Where it stands: `file:line`.
    public let place: String
  }

  /// Kinds of things that can be proposals, in the order in which they are listed.
  public enum Kind: String, Sendable, CaseIterable {
    /// A value of a guideline.
    case guideline
    /// A row of a decision table.
    case row
    /// A state.
    case state
    /// A transition.
    case transition
    /// A task.
    case task
    /// A date timer.
    case timer
    /// An event that people send.
    case event
    /// A meeting series.
    case meeting
    /// A budget year.
    case budget

    func title(_ count: Int) -> String {
      switch self {
      case .guideline: count == 1 ? "riktlinje" : "riktlinjer"
      case .row: count == 1 ? "rad i en beslutstabell" : "rader i beslutstabeller"
      case .state: "tillstånd"
      case .transition: count == 1 ? "övergång" : "övergångar"
      case .task: count == 1 ? "uppgift" : "uppgifter"
      case .timer: count == 1 ? "dag då något sker" : "dagar då något sker"
      case .event: count == 1 ? "händelse" : "händelser"
      case .meeting: count == 1 ? "mötesserie" : "mötesserier"
      case .budget: count == 1 ? "budgetår" : "budgetår"
      }
    }
  }

  /// The proposals, by kind, then in the order of the files.
  public let proposals: [Proposal]

  /// Everything that is proposed in a programme.
  public init(_ programme: Programme) {
    var found: [Proposal] = []
    func add(_ kind: Kind, _ basis: Basis, _ name: String, _ value: String?, _ span: SourceSpan?) {
      guard basis.proposed else { return }
      let proposal = Proposal(kind: kind, name: name, value: value, place: span?.place ?? "")
      found.append(proposal)
    }
    for guideline in programme.guidelines {
      for value in guideline.values {
        add(
          .guideline, value.basis, guideline.name,
          "\(value.period?.swedish ?? value.value.swedish) från \(value.from)", value.span)
      }
    }
    var places: Set<String> = []
    for decision in programme.decisions {
      for (index, row) in decision.rows.enumerated()
      where places.insert("\(row.span.place):\(row.span.range)").inserted {
        add(.row, row.basis, "\(decision.name), rad \(index + 1)", row.text, row.span)
      }
    }
    for meeting in programme.meetings.values.sorted(by: { $0.id < $1.id }) {
      add(.meeting, meeting.basis, meeting.title, nil, nil)
    }
    for budget in programme.budgets {
      for year in budget.years {
        add(.budget, year.basis, budget.title, "\(year.amount.swedish) kr från \(year.from)", nil)
      }
    }
    for workflow in programme.workflows {
      for state in workflow.states {
        add(.state, state.basis, "\(workflow.id): \(state.title)", nil, state.span)
        for task in state.tasks {
          add(.task, task.basis, "\(workflow.id): \(task.title)", nil, task.span)
        }
        for timer in state.timers {
          add(
            .timer, timer.basis, "\(workflow.id): \(timer.title ?? state.title)",
            timer.date.expression.text.oneLine, timer.span)
        }
      }
      for event in workflow.events {
        add(.event, event.basis, "\(workflow.id): \(event.title)", nil, event.span)
      }
      for transition in workflow.transitions {
        add(
          .transition, transition.basis, "\(workflow.id): \(transition.title ?? transition.key)",
          nil, transition.span)
      }
    }
    proposals = Kind.allCases.flatMap { kind in found.filter { $0.kind == kind } }
  }

  /// `12 riktlinjer, 3 uppgifter`.
  public var summary: String {
    Kind.allCases.compactMap { kind in
      let count = proposals.count { $0.kind == kind }
      return count == 0 ? nil : "\(count) \(kind.title(count))"
    }.joined(separator: ", ")
  }

  /// The screen.
  ///
  /// - Parameter all: every proposal; otherwise guidelines in full and the rest as counts.
  public func text(all: Bool, _ style: Style) -> String {
    guard !proposals.isEmpty else { return "Inget är bara förslag.\n" }
    var text = style.paint("Förslag, ej beslutade (\(proposals.count))", .heading) + "\n"
    for kind in Kind.allCases {
      let own = proposals.filter { $0.kind == kind }
      guard !own.isEmpty else { continue }
      text += "  \(own.count) \(kind.title(own.count))\n"
      guard all || kind == .guideline else { continue }
      var file = ""
      for proposal in own {
        let parts = proposal.place.split(separator: ":", maxSplits: 1).map(String.init)
        if let path = parts.first, path != file {
          file = path
          text += style.paint(style.wrap(path, indent: 4), .faint) + "\n"
        }
        let line = parts.count > 1 ? "\(parts[1]): " : ""
        let value = proposal.value.map { " = \($0)" } ?? ""
        text += style.wrap("\(line)\(proposal.name)\(value)", indent: 6, hanging: 8) + "\n"
      }
    }
    if !all, proposals.contains(where: { $0.kind != .guideline }) {
      text += style.wrap("Allt som är förslag visas med `vagknuten kontrollera --förslag`.") + "\n"
    }
    return text
  }

  /// The list for programs.
  public var json: JSONValue {
    .array(
      proposals.map {
        .object([
          "kind": .string($0.kind.rawValue), "name": .string($0.name),
          "value": JSONValue(optional: $0.value), "place": .string($0.place),
        ])
      })
  }
}
