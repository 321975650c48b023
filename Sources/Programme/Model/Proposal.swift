public import Diagnostics
import YAMLTree

/// Something that stands in no source and that nobody has decided: it runs, and is shown as a proposal until somebody
/// decides it (`proposed: ja`).
public struct Proposal: Sendable, Hashable {
  /// Kinds of things that can be proposals, in the order in which people want to read them.
  public enum Kind: String, CaseIterable, Sendable {
    /// A value of a guideline.
    case guideline
    /// A budget, or a budget year's amount.
    case budget
    /// A meeting series.
    case meeting
    /// A decision table as a whole.
    case decision
    /// A row of a decision table.
    case row
    /// A workflow as a whole.
    case workflow
    /// Who may open a case, and when.
    case opening
    /// A field.
    case field
    /// An event that people send.
    case event
    /// A state.
    case state
    /// A transition.
    case transition
    /// A date timer.
    case timer
    /// A task.
    case task
    /// A step of a task's ladder, or an escalation of a state.
    case escalation
    /// A kind of escalation.
    case escalationKind
    /// A role.
    case role
    /// A party.
    case party
    /// A holiday.
    case holiday
    /// What is shown of a case at a glance.
    case glance

    /// What people call one of them.
    public var swedish: String {
      switch self {
      case .guideline: "riktlinje"
      case .budget: "budgetpost"
      case .meeting: "mötesserie"
      case .decision: "beslutstabell"
      case .row: "rad i en beslutstabell"
      case .workflow: "arbetsflöde"
      case .opening: "öppnande av ärenden"
      case .field: "uppgift som samlas in"
      case .event: "händelse"
      case .state: "tillstånd"
      case .transition: "övergång"
      case .timer: "dag då något sker"
      case .task: "uppgift att göra"
      case .escalation: "eskalering"
      case .escalationKind: "slag av eskalering"
      case .role: "roll"
      case .party: "part"
      case .glance: "rad i dagens översikt"
      case .holiday: "helgdag"
      }
    }

    /// By the name of the record in the file's declaration.
    fileprivate init?(record: String, in file: FileKind) {
      switch record {
      case "guideline": self = .guideline
      case "dated": self = file == .budgets ? .budget : .guideline
      case "pot": self = .budget
      case "series": self = .meeting
      case "decision": self = .decision
      case "rule": self = .row
      case "workflow": self = .workflow
      case "open": self = .opening
      case "field": self = .field
      case "event": self = .event
      case "state": self = .state
      case "transition": self = .transition
      case "timer": self = .timer
      case "task": self = .task
      case "rung", "escalation": self = .escalation
      case "kind": self = .escalationKind
      case "role": self = .role
      case "party": self = .party
      case "overview", "attention", "summary": self = .glance
      case "holiday": self = .holiday
      default: return nil
      }
    }
  }

  /// What kind of thing it is.
  public let kind: Kind
  /// What it is called, with what it belongs to: `ansökan: Bedöm ansökan`.
  public let name: String
  /// What is proposed, as it was written, where that is a single value: `20 arbetsdagar från 2017-02-01`.
  public let value: String?
  /// Where it stands.
  public let span: SourceSpan
}

extension Proposal {
  /// Everything that a file marks as proposed, in its order.
  static func all(in root: YAMLNode, of kind: FileKind) -> [Proposal] {
    var walk = Walk(kind: kind, owner: root.entries?.first?.value.text ?? "")
    walk.visit(root, .record(kind.shape), path: [])
    return walk.proposals
  }

  /// Goes through a file along its declared shape, so that no place where `proposed` may stand is forgotten.
  private struct Walk {
    let kind: FileKind
    let owner: String
    var proposals: [Proposal] = []

    mutating func visit(_ node: YAMLNode, _ shape: Shape, path: [String], key: YAMLNode? = nil) {
      switch shape {
      case .record(let record): visit(node, record, path, key)
      case .reference(let record): visit(node, record(), path, key)
      case .list(let inner):
        for (index, item) in (node.items ?? []).enumerated() {
          visit(item, inner, path: path + ["\(index + 1)"])
        }
      case .map(_, let inner):
        for entry in node.entries ?? [] {
          visit(entry.value, inner, path: path + [entry.name], key: entry.key)
        }
      case .either(let first, let second):
        visit(node, first, path: path, key: key)
        visit(node, second, path: path, key: key)
      case .scalar, .word: break
      }
    }

    private mutating func visit(
      _ node: YAMLNode, _ record: RecordShape, _ path: [String], _ key: YAMLNode?
    ) {
      guard let entries = node.entries else { return }
      if node.flag("proposed"), let kind = Kind(record: record.name, in: kind) {
        proposals.append(
          Proposal(
            kind: kind, name: name(record, node, path), value: value(node, path),
            span: key?.span ?? entries.first?.key.span ?? node.span))
      }
      for entry in entries {
        guard let field = record.field(entry.name) else { continue }
        visit(entry.value, field.shape, path: path + [entry.name], key: entry.key)
      }
    }

    private func name(_ record: RecordShape, _ node: YAMLNode, _ path: [String]) -> String {
      let title = node.text("title")
      switch record.name {
      case "workflow", "decision": return title ?? owner
      case "open": return owner
      case "rule": return "\(owner), rad \(path.last ?? "")"
      case "dated": return path.dropLast(2).last ?? ""
      case "transition": return "\(owner): \(title ?? place(path, "on", "always"))"
      case "timer": return "\(owner): \(title ?? place(path, "at"))"
      case "rung": return "\(owner): \(place(path, "escalate"))"
      case "guideline": return path.last ?? ""
      case "task", "state", "event", "field", "escalation":
        return "\(owner): \(title ?? path.last ?? "")"
      default: return title ?? path.last ?? owner
      }
    }

    /// The state or task that holds a list, and the key in it: `prövning: ansökan-återtas`.
    private func place(_ path: [String], _ lists: String...) -> String {
      guard let index = path.lastIndex(where: lists.contains) else { return "" }
      let holder = index > 0 ? "\(path[index - 1]): " : ""
      let isMap = path[index] == "on" && index + 1 < path.count
      return holder + (isMap ? path[index + 1] : path[index])
    }

    private func value(_ node: YAMLNode, _ path: [String]) -> String? {
      if let when = node.text("when") { return when }
      if let value = node.text("value") { return path.last.map { "\(value) från \($0)" } }
      if let every = node.text("every"), node["first"] != nil { return every }
      if let after = node.text("after"), let to = node.text("to") { return "\(after) till \(to)" }
      return node.text("date") ?? node.text("due")
    }
  }
}
