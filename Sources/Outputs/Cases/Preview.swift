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

  /// What is about to be recorded: of whom, on which day, and with what. It stands only on the screen of the one who wrote it.
  ///
  /// - Parameters:
  ///   - label: the short name of the case.
  ///   - values: what was filled in, as text, by field.
  public static func recording(
    _ result: CommandResult, label: String?, fields: [Field], values: [String: String],
    programme: Programme, for reader: Reader, _ style: Style
  ) -> String {
    guard let event = result.events.last(where: { $0.actor != nil }) else { return "" }
    let words = EventWords(
      programme: programme, reader: reader,
      workflows: Dictionary(
        result.after.cases.map { ($0.number, $0.workflow) }, uniquingKeysWith: { first, _ in first }
      ))
    var head: [String] = []
    if let label = reader.label(label) { head.append(label.printable) }
    head += [
      // With the year: a slip there is seen nowhere else.
      words.cause(event), event.date.swedishInFull,
    ]
    var text =
      style.wrap("\(event.subject): " + head.joined(separator: " · "), hanging: 2) + "\n"
    for field in fields {
      guard let value = values[field.name], !value.isEmpty else { continue }
      let read = try? ValueReader.read(value, for: field)
      let (title, shown) = read?.titled(field.title) ?? (field.title, value.printable)
      text += style.wrap("\(title): \(shown)", indent: 2, hanging: 4) + "\n"
    }
    return text
  }

  /// What is about to be opened, and with what.
  public static func opening(
    _ result: CommandResult, workflow: Workflow, label: String?, fields: [Field],
    values: [String: String], programme: Programme, today: CivilDate, for reader: Reader,
    _ style: Style
  ) -> String {
    recording(
      result, label: label, fields: fields, values: values, programme: programme, for: reader, style
    ) + text(result, programme: programme, today: today, for: reader, style)
  }

  /// What taking something back would undo, and where the case would be then.
  public static func undoing(
    _ result: CommandResult, history: [Event], programme: Programme, today: CivilDate,
    for reader: Reader, _ style: Style
  ) -> String {
    undone("Ångra", result, history, programme, reader, style)
      + self.text(result, programme: programme, today: today, for: reader, style)
  }

  /// What has been taken back.
  public static func undone(
    _ result: CommandResult, history: [Event], programme: Programme, for reader: Reader,
    _ style: Style
  ) -> String {
    undone("Ångrat", result, history, programme, reader, style)
  }

  private static func undone(
    _ word: String, _ result: CommandResult, _ history: [Event], _ programme: Programme,
    _ reader: Reader, _ style: Style
  ) -> String {
    let workflows = Dictionary(
      result.after.cases.map { ($0.number, $0.workflow) }, uniquingKeysWith: { first, _ in first })
    let words = EventWords(programme: programme, reader: reader, workflows: workflows)
    return result.events.map { event in
      guard case .undone(let version) = event.cause,
        let act = history.first(where: { $0.version == version })
      else { return "" }
      return style.wrap("\(word): \(act.date)  \(words.cause(act))", hanging: 2) + "\n"
    }.joined()
  }

  /// What is said when it has been carried out just as it was shown.
  public static func done(_ number: String, _ style: Style) -> String {
    style.wrap("Registrerat. Blev det fel: `vagknuten rätta \(number) --ångra`", hanging: 2) + "\n"
  }

  /// What is said when a case has been opened just as it was shown.
  public static func opened(_ number: String) -> String { "\(number) är öppnat.\n" }

  /// What is said when it has been taken back just as it was shown.
  public static let undone = "Ångrat.\n"

  /// Cases in a list of what moves.
  public static func moving(_ rows: [CaseRow], for reader: Reader) -> String {
    rows.map { row in
      let label = reader.label(row.label).map { "  \($0.printable)" } ?? ""
      return "  \(row.number)  \(row.workflowTitle)\(label)\n"
    }.joined()
  }

  /// Cases that do not go along, for whoever they would go to has nothing to do in them; nothing when all go.
  public static func staying(
    _ rows: [CaseRow], with owner: String, not other: String, for reader: Reader, _ style: Style
  ) -> String {
    guard !rows.isEmpty else { return "" }
    let head =
      "Kvar hos \(reader.fullName(of: owner)), för \(reader.fullName(of: other)) arbetar inte med sådana:"
    return style.wrap(head) + "\n" + moving(rows, for: reader)
  }

  /// The command that puts things back.
  public static func wayBack(_ command: String, _ words: [String], _ style: Style) -> String {
    let typed = (["vagknuten", command] + words).joined(separator: " ")
    return style.wrap("Tillbaka: `\(typed)`", hanging: 2) + "\n"
  }
}
