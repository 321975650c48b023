import CaseService
import Diagnostics
import Outputs

extension Failure {
  /// What is wrong with a file that somebody has filled in. Such files hold what is protected: in pipes, logs and JSON it is told
  /// where something is wrong, and of which kind, and not what stands there.
  static func filledIn(_ findings: Diagnostics, code: String, _ message: String) -> Failure {
    let style = Terminal.error.style
    guard style.isTerminal else {
      return Failure(
        .usage, code: code, message,
        details: findings.sorted.map { .init("\(row($0.span))\($0.code)") },
        help: "i en terminal visas mer", findingsJSON: FindingList.places(findings))
    }
    let renderer = DiagnosticRenderer(
      colour: style.colour, width: style.width, wraps: true, showsCodes: false)
    return Failure(
      .usage, code: code, message, findings: renderer.render(findings) + "\n",
      findingsJSON: FindingList.places(findings))
  }

  /// What the rules refuse of minutes, case by case: as when it is recorded one by one.
  static func refused(_ minutes: [RefusedMinutes], _ reader: Reader) -> Failure {
    var details: [Detail] = []
    var helps: [String] = []
    for item in minutes {
      let failure = Failure(
        .refused(item.refusal),
        Context(reader: reader, style: Terminal.error.style, form: item.form))
      details.append(Detail("\(row(item.span))\(item.number ?? "mötet"): \(failure.message)"))
      details += failure.details.map { Detail($0.text, level: $0.level + 1) }
      if let help = failure.help, !helps.contains(help) { helps.append(help) }
    }
    return Failure(
      .refused, code: "minutes", "protokollet går inte att föra in; inget har ändrats",
      details: details, help: helps.isEmpty ? nil : helps.joined(separator: "; "))
  }

  private static func row(_ span: SourceSpan?) -> String {
    span.map { "\($0.source.path):\($0.start.line): " } ?? ""
  }
}
