import CaseService
import Foundation
import Outputs
import Programme

/// Asks the person at the terminal for the fields of a form that are not given yet.
struct FormPrompt {
  let fields: [(field: Field, required: Bool)]

  init(_ form: Form, of workflow: Workflow) {
    fields = form.entries.map { (workflow.fields[$0.field], $0.required) }
  }

  /// The values with the answers added. On anything but a terminal nothing is asked.
  func complete(_ values: [String: String]) throws -> [String: String] {
    guard Terminal.canAsk else { return values }
    var values = values
    var told = false
    for (field, required) in fields where values[field.name] == nil {
      if !told {
        Swift.print("Fyll i uppgifterna. Tom rad hoppar över det som är frivilligt; Ctrl-D avbryter.")
        told = true
      }
      if let answer = try ask(field, required) { values[field.name] = answer }
    }
    return values
  }

  private func ask(_ field: Field, _ required: Bool) throws -> String? {
    let title = field.title == field.name ? field.name : "\(field.title) (\(field.name))"
    Swift.print("\n\(title)\(required ? "" : ", frivilligt")")
    if let text = field.text { Swift.print("  \(text)") }
    while true {
      Swift.print("  \(field.expectation): ", terminator: "")
      fflush(nil)
      guard let line = readLine() else {
        Swift.print("")
        throw Failure(.usage, code: "interrupted", "avbrutet; inget har ändrats")
      }
      let answer = line.trimmed
      if answer.isEmpty {
        if !required { return nil }
        Swift.print("  Den här uppgiften måste fyllas i.")
        continue
      }
      do throws(ServiceError) {
        _ = try ValueReader.read(answer, for: field)
        return answer
      } catch {
        Swift.print("  Det går inte att läsa.")
      }
    }
  }
}
