import CaseEngine
import CaseService
import CivilTime
import FEEL

extension CommandScreen {
  /// How many steps are told of: the newest, for the older ones have led there.
  private static let stepLimit = 4

  /// What a correction leaves as it was, though it would come out otherwise now, and the way to take it up again. Whoever may not
  /// read what it rests on does not learn how it comes out.
  func undermined(_ reader: Reader, _ style: Style) -> String {
    let steps = result.undermined.steps.filter { reader.mayRead($0.protection) }
    let values = result.undermined.values.filter { reader.mayRead($0.protection) }
    guard !steps.isEmpty || !values.isEmpty else { return "" }
    var lines = values.map { value in
      let instead =
        value.instead.isNull
        ? "hade nu inte gått att räkna fram" : "hade nu blivit \(value.instead.swedish)"
      return
        "\(value.title)\(suffix(value.number)): \(instead) (står kvar som \(value.stands.swedish))"
        .sentence
    }
    lines += steps.prefix(Self.stepLimit).map { line($0, ShortfallWords(reader: reader)) }
    if steps.count > Self.stepLimit {
      let rest = steps.count - Self.stepLimit
      lines.append("och \(rest == 1 ? "ett tidigare steg" : "\(rest) tidigare steg") till")
    }
    let text = lines.map { style.wrap(style.paint($0, .late), indent: 2, hanging: 4) + "\n" }
    return text.joined() + help(Set(steps.map(\.number) + values.map(\.number)), style)
  }

  private func line(_ step: UnderminedStep, _ words: ShortfallWords) -> String {
    let place = "”\(step.state)”\(suffix(step.number))"
    if let instead = step.instead {
      return "Med det här hade det blivit ”\(instead)” i stället för \(place) den \(step.date)"
    }
    let what = step.isOpening ? "Att \(place) öppnades" : "Steget till \(place)"
    return "\(what) den \(step.date) vilade på något som inte längre gäller: "
      + words.brief(step.unmet, of: step.protection)
  }

  /// What to do now: a case that has ended is not opened again by a correction.
  private func help(_ numbers: Set<String>, _ style: Style) -> String {
    let cases = result.after.cases.filter { numbers.contains($0.number) }
    var lines: [String] = []
    if cases.contains(where: \.isOpen) {
      lines.append("En rättelse flyttar inte ärendet. Registrera det som ska hända nu.")
    }
    for state in cases where !state.isOpen {
      let above = state.parent.map { " --förälder \($0)" } ?? ""
      lines.append(
        "\(state.number) är avslutat, och en rättelse öppnar det inte igen. Ska det prövas på nytt öppnas ett nytt ärende: `vagknuten ärende nytt \(state.workflow)\(above)`"
      )
    }
    return lines.map { style.wrap($0, indent: 2, hanging: 4) + "\n" }.joined()
  }
}
