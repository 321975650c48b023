public import CaseEngine
public import CaseService
public import CivilTime
public import Programme

/// What is shown to somebody who is asked whether to go on.
public enum Preview {
  /// What an act would lead to.
  public static func text(
    _ result: CommandResult, programme: Programme, today: CivilDate, for reader: Reader,
    _ style: Style
  ) -> String {
    style.paint("Det leder till", .heading) + "\n"
      + CommandScreen(result, programme: programme, today: today).text(for: reader, style)
  }

  /// What taking something back would undo, and where the case would be then.
  public static func undoing(
    _ result: CommandResult, history: [Event], programme: Programme, today: CivilDate,
    for reader: Reader, _ style: Style
  ) -> String {
    let workflows = Dictionary(
      result.after.cases.map { ($0.number, $0.workflow) }, uniquingKeysWith: { first, _ in first })
    let words = EventWords(programme: programme, reader: reader, workflows: workflows)
    var text = ""
    for event in result.events {
      guard case .undone(let version) = event.cause,
        let act = history.first(where: { $0.version == version })
      else { continue }
      text += style.wrap("Ångra: \(act.date)  \(words.cause(act))", hanging: 2) + "\n"
    }
    return text
      + self.text(result, programme: programme, today: today, for: reader, style)
  }

  /// What is said when it has been carried out just as it was shown.
  public static func done(_ number: String, _ style: Style) -> String {
    style.wrap("Registrerat. Blev det fel: `vagknuten rätta \(number) --ångra`", hanging: 2) + "\n"
  }

  /// What is said when it has been taken back just as it was shown.
  public static let undone = "Ångrat.\n"

  /// Cases in a list of what moves.
  public static func moving(_ rows: [CaseRow], for reader: Reader) -> String {
    rows.map { row in
      let label = reader.label(row.label).map { "  \($0.printable)" } ?? ""
      return "  \(row.number)  \(row.workflowTitle)\(label)\n"
    }.joined()
  }
}
