public import CaseEngine
import CivilTime
import FEEL
public import JSONText
public import Programme

/// Whether an event can be sent or a task completed now, and why not.
public struct EventExplanationScreen: Sendable {
  private let explanation: EventExplanation
  private let title: String
  private let number: String
  private let allowed: [String]?
  private let asked: [String]
  private let programme: Programme?

  /// A screen of an explanation.
  ///
  /// - Parameters:
  ///   - title: what the event or task is called.
  ///   - asked: the titles of what must be filled in with it.
  ///   - allowed: the roles that may do it; nil for every role.
  ///   - programme: the definitions, for what happened before.
  public init(
    _ explanation: EventExplanation, asked: [String] = [], title: String, number: String,
    allowed: [String]?, programme: Programme? = nil
  ) {
    self.programme = programme
    self.explanation = explanation
    self.title = title
    self.number = number
    self.allowed = allowed
    self.asked = asked
  }

  /// Whether some transition would be taken as things are; nil when that rests on what the reader may not read.
  private func isPossible(for reader: Reader) -> Bool? {
    if explanation.obstacle != nil { return false }
    let open = explanation.candidates.filter { reader.mayRead($0.condition?.protection ?? []) }
    if open.contains(where: \.unmet.isEmpty) { return true }
    return open.count == explanation.candidates.count ? false : nil
  }

  /// The screen.
  public func text(for reader: Reader, _ style: Style) -> String {
    var reasons = Reasons(
      reader: reader, style: style, programme: programme, workflows: explanation.workflows)
    var text = style.wrap(style.paint("\(number): ”\(title)”", .heading), hanging: 2) + "\n"
    if let allowed {
      let may = !reader.organisation.capacities(of: reader.person).isDisjoint(with: allowed)
      let roles = allowed.map(reader.title(role:)).listed(last: "eller")
      text +=
        style.wrap(
          "Får göras av \(roles)" + (may ? "." : "; det är inte du."), hanging: 2) + "\n"
    }
    text += style.wrap(verdict(for: reader), hanging: 2) + "\n"
    let possible = isPossible(for: reader)
    if possible != true {
      // Which way the values lead to is told only to those who may read them.
      let ways = explanation.chosen(mayRead: reader.mayRead)
      for way in ways {
        if ways.count > 1, !way.to.isEmpty {
          text +=
            style.wrap(
              "För att komma till \(way.to.map { "”\($0)”" }.listed(last: "och")):", indent: 2)
            + "\n"
        }
        let indent = ways.count > 1 && !way.to.isEmpty ? 4 : 2
        // What is compared with an answer to come cannot be told to be missing.
        let unmet = way.unmet.filter { !$0.waits(for: explanation.form) }
        text +=
          unmet.isEmpty && !way.unmet.isEmpty
          ? style.wrap("det som fylls i samtidigt avgör", indent: indent) + "\n"
          : reasons.unmet(unmet, of: way.condition?.protection ?? [], indent: indent)
      }
      if !ways.isEmpty { text += "\n" + style.paint("Reglerna", .heading) + "\n" }
    }
    for (position, candidate) in explanation.candidates.enumerated() {
      text +=
        "\n"
        + style.wrap(
          "\(position + 1). \(candidate.way)",
          hanging: 3) + "\n"
      if let condition = candidate.condition {
        text += reasons.condition(condition, indent: 3)
        reasons.note(condition)
      } else {
        text +=
          style.wrap(
            "utan villkor" + (candidate.basis.swedish.map { " (\($0))" } ?? ""), indent: 3,
            hanging: 5) + "\n"
      }
    }
    if !explanation.elsewhere.isEmpty {
      text +=
        "\n"
        + style.wrap(
          "Hör \(explanation.candidates.isEmpty ? "" : "också ")till "
            + explanation.elsewhere.map { "”\($0)”" }.listed(last: "och") + ".", hanging: 2) + "\n"
    }
    return text
  }

  private func verdict(for reader: Reader) -> String {
    if explanation.candidates.isEmpty { return "Går inte nu: inget läge i ärendet väntar på det." }
    guard let possible = isPossible(for: reader) else {
      let isHidden = explanation.candidates.contains {
        !reader.roleReads($0.condition?.protection ?? [])
      }
      return isHidden
        ? "Om det går beror på uppgifter som din roll inte läser. Det som går att säga:"
        : "Om det går beror på skyddade uppgifter. Det som går att säga här:"
    }
    if let obstacle = explanation.obstacle { return "Går inte: \(obstacle.summary)." }
    if possible {
      return "Går att göra som ärendet är nu."
        + (asked.isEmpty ? "" : " Då ska fyllas i: \(asked.listed(last: "och")).")
    }
    return explanation.form.isEmpty
      ? "Går inte som ärendet är nu. Det här fattas:"
      : "Går inte som ärendet är nu. Det här fattas; en del kan vara sådant som fylls i samtidigt:"
  }

  /// The explanation for programs.
  public func json(for reader: Reader) -> JSONValue {
    .object([
      "case": .string(number), "title": .string(title),
      "possible": isPossible(for: reader).map { .bool($0) } ?? .null,
      "roles": allowed.map { JSONValue(texts: $0) } ?? .null,
      "transitions": .array(
        explanation.candidates.map { candidate in
          .object([
            "from": .string(candidate.from), "to": JSONValue(texts: candidate.to),
            "condition": candidate.condition.map { $0.json(reader) } ?? .null,
            "missing": JSONValue(
              texts: candidate.missing.compactMap { missing in
                if case .missing(let field, _, _) = missing { field } else { nil }
              }),
          ])
        }),
      "elsewhere": JSONValue(texts: explanation.elsewhere),
    ])
  }
}

extension Unmet {
  /// Whether it compares something that is there with a field of a form that is still empty.
  fileprivate func waits(for form: Set<String>) -> Bool {
    guard case .test(let shortfall) = self, !shortfall.subject.value.isNull,
      let object = shortfall.objects.first, shortfall.objects.count == 1
    else { return false }
    return object.value.isNull && !object.names.isDisjoint(with: form)
  }
}

extension EventExplanation.Candidate {
  /// From where to where, in words.
  fileprivate var way: String {
    let goal = to.map { "”\($0)”" }.listed(last: "och")
    if isEverywhere {
      return to.isEmpty ? "I alla lägen; läget ändras inte" : "Från alla lägen till \(goal)"
    }
    return "Från ”\(from)” till " + (to.isEmpty ? "samma läge" : goal)
  }
}
