extension RecordShape {
  /// All records in this one, each once, itself first.
  var recordsInside: [RecordShape] {
    var result: [RecordShape] = []
    func visit(_ record: RecordShape) {
      guard !result.contains(where: { $0.name == record.name }) else { return }
      result.append(record)
      for field in record.fields { visit(field.shape) }
    }
    func visit(_ shape: Shape) {
      switch shape {
      case .record(let record): visit(record)
      case .reference(let record): visit(record())
      case .list(let inner), .map(_, let inner): visit(inner)
      case .either(let first, let second):
        visit(first)
        visit(second)
      case .scalar, .word: break
      }
    }
    visit(self)
    return result
  }

  /// What people call it; nil for records that nobody would name.
  var swedish: String? {
    switch name {
    case "programme", "organisation", "guidelines", "calendar", "meetings", "budgets", "persons":
      "filens översta nivå"
    case "workflow": "arbetsflödet självt"
    case "decision": "beslutstabellen själv"
    case "state": "ett tillstånd"
    case "transition": "en övergång"
    case "timer": "en post under `at`"
    case "task": "en uppgift"
    case "rung": "ett steg under `escalate`"
    case "escalation": "en eskalering"
    case "event": "en händelse under `events`"
    case "field": "ett fält under `data`"
    case "open": "`open`"
    case "action": "en åtgärd"
    case "rule": "en rad i tabellen"
    case "input": "en kolumn under `inputs`"
    case "output": "en kolumn under `outputs`"
    case "guideline": "en riktlinje"
    case "dated": "ett daterat värde"
    case "source": "`source`"
    case "series": "en mötesserie"
    case "pot": "en budgetpost"
    case "person": "en person"
    case "role": "en roll"
    case "kind": "ett slag av eskalering"
    case "step": "ett steg"
    case "expectation": "`expect`"
    default: nil
    }
  }
}
