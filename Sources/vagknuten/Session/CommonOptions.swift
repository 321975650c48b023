import ArgumentParser
import CaseService
import CivilTime
import Outputs
import Programme

/// What every command understands.
struct CommonOptions: ParsableArguments {
  @Option(
    name: [.customLong("katalog")],
    help: ArgumentHelp("Mappen med regler och databas.", valueName: "mapp"),
    completion: .directory)
  var folder: String?

  @Option(
    name: [.customLong("datum")],
    help: ArgumentHelp("Dagen: 2017-02-01, igår eller idag.", valueName: "dag"))
  var date: String?

  @Flag(name: [.customLong("json")], help: "Svara med JSON.")
  var json = false

  @Option(
    name: [.customLong("som")],
    help: ArgumentHelp("Vem som handlar, där det får sägas.", valueName: "person"))
  var person: String?
}

/// What stands on the command line as `fält=värde`.
struct Assignments {
  /// The texts by field.
  let values: [String: String]

  /// - Parameter workflow: whose fields they are, where that is known: for an example.
  /// - Throws: `Failure` when a text has no `=`, or a field stands twice.
  init(_ texts: [String], in workflow: Workflow? = nil) throws {
    var values: [String: String] = [:]
    for text in texts {
      guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
        throw Failure(
          ServiceError.assignment(text),
          .init(style: Terminal.error.style, form: workflow?.fields ?? []))
      }
      let name = String(text[..<equals]).trimmed
      guard values.updateValue(String(text[text.index(after: equals)...]), forKey: name) == nil
      else {
        throw Failure(.usage, code: "field-twice", "fältet `\(name)` står två gånger")
      }
    }
    self.values = values
  }
}

extension String {
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace ?? false { text = text.dropFirst() }
    while text.last?.isWhitespace ?? false { text = text.dropLast() }
    return String(text)
  }
}
