import CaseEngine
public import CaseService
import CivilTime
import Programme

/// The file in which the minutes of a meeting can be written.
public enum MinutesTemplate {
  /// YAML with every item that waits, each field with what can be written there.
  ///
  /// - Parameter reader: who is to fill it in; what was done before the meeting is left to those who do such things.
  public static func text(_ file: MeetingFile, for reader: Reader) -> String {
    var text = "# Protokoll: \(file.meeting.series.title), \(file.meeting.day.long)\n"
    text += "# Fyll i och för in med: vagknuten protokoll \(file.meeting.day) --fil FIL\n"
    text += "# En punkt utan värden lämnas som den är.\n"
    text += "punkter:\n"
    for item in file.all where item.row.done == nil {
      text += "  # \(item.row.title)\n  \(item.row.number):\n"
      if let task = item.task, let workflow = item.workflow {
        if !task.form.entries.contains(where: \.required) {
          text += "    # finns inget att skriva: lägg \(item.row.number) under `klart`\n"
        }
        text += fields(task.form, of: workflow, indent: "    ")
      }
    }
    let before = file.stepsBeforeMinutes.filter {
      reader.organisation.holds([$0.role], reader.person)
    }.map(\.id)
    let hasSteps =
      !before.isEmpty && file.minutes == nil && file.workflow?.meeting?.minutes != nil
    if hasSteps { text += "# Det som gjordes före mötet. Ta bort det som inte är gjort.\n" }
    text += "klart: [\(hasSteps ? before.joined(separator: ", ") : "")]\n"
    text += "möte:\n"
    if let workflow = file.workflow, let id = workflow.meeting?.minutes,
      let task = workflow.task(id)
    {
      text += fields(task.form, of: workflow, indent: "  ")
    }
    return text
  }

  private static func fields(_ form: Form, of workflow: Workflow, indent: String) -> String {
    form.entries.map { entry in
      let field = workflow.fields[entry.field]
      return
        "\(indent)\(field.name): ''  # \(entry.required ? "" : "frivilligt; ")\(field.expectation)\n"
    }.joined()
  }
}
