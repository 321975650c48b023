public import Diagnostics
public import JSONText

/// How examples came out.
public struct ScenarioList: Sendable {
  private var results: [(path: String, title: String, findings: Diagnostics)] = []

  /// No examples yet.
  public init() {}

  /// Whether there are none.
  public var isEmpty: Bool { results.isEmpty }
  /// Whether any did not come out.
  public var hasFailures: Bool { results.contains { $0.findings.hasErrors } }

  /// An example that has been run, with what did not come out as it should.
  public mutating func add(_ path: String, title: String, _ findings: Diagnostics) {
    results.append((path, title, findings))
  }

  /// The screen.
  public func text(_ style: Style) -> String {
    guard !results.isEmpty else {
      return style.wrap("Det finns inga exempel här. Egna läggs under `Rules/PROGRAM/scenarier`.")
        + "\n"
    }
    var text = ""
    let renderer = DiagnosticRenderer(
      colour: style.colour, width: style.width, wraps: style.isTerminal)
    for result in results {
      let failed = result.findings.hasErrors
      let word = style.paint(failed ? "fel" : "ok", failed ? .late : .good)
      text +=
        "\(word)\(failed ? "" : " ")  "
        + style.wrap(result.title, hanging: 5) + "\n"
      if failed { text += renderer.render(result.findings) + "\n" }
    }
    let failures = results.count { $0.findings.hasErrors }
    let count = counted(results.count, "exempel", "exempel")
    return text + "\n\(count), \(failures == 0 ? "alla stämmer" : "\(failures) stämmer inte")\n"
  }

  /// The results for programs.
  public var json: JSONValue {
    .object([
      "scenarios": .array(
        results.map {
          .object([
            "file": .string($0.path), "title": .string($0.title),
            "ok": .bool(!$0.findings.hasErrors), "findings": FindingList.json($0.findings),
          ])
        })
    ])
  }
}
