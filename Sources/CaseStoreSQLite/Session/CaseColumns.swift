import CaseEngine
import CaseStore
import CivilTime
import GRDB
import JSONText

/// The columns of `cases` that a projection fills.
enum CaseColumns {
  static let names = [
    "workflow", "workflow_title", "parent", "label", "phase", "phase_title", "states",
    "state_titles", "opened", "ended", "responsible", "faults",
  ]
  static let insert =
    "INSERT INTO cases (family, number, serial, \(names.joined(separator: ", ")))"
    + " VALUES (\(Array(repeating: "?", count: names.count + 3).joined(separator: ", ")))"
  /// As `insert`, with the number of the row first; NULL for the next one.
  static let insertAs =
    "INSERT INTO cases (id, family, number, serial, \(names.joined(separator: ", ")))"
    + " VALUES (\(Array(repeating: "?", count: names.count + 4).joined(separator: ", ")))"
  /// As `update`, with the family and the serial number first.
  static let renew =
    "UPDATE cases SET family = ?, serial = ?, \(names.map { "\($0) = ?" }.joined(separator: ", "))"
    + " WHERE id = ?"
  static let update =
    "UPDATE cases SET \(names.map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ?"
  static let select = "number, " + names.joined(separator: ", ")

  static func row(_ row: ResultRow) throws -> CaseRow {
    CaseRow(
      number: try row.text(0), workflow: try row.text(1), workflowTitle: try row.text(2),
      parent: try row.optionalText(3), label: try row.optionalText(4),
      phase: try row.optionalText(5), phaseTitle: try row.optionalText(6),
      states: try texts(try row.text(7)), stateTitles: try texts(try row.text(8)),
      opened: try row.date(9), ended: try row.optionalDate(10),
      responsible: try row.optionalText(11),
      faults: try row.optionalText(12).map(faults) ?? [])
  }

  private static func texts(_ text: String) throws -> [String] {
    try array(text).map { item in
      guard let text = item.string else { throw StoreError.damaged("en lista i ärenderaden") }
      return text
    }
  }

  private static func faults(_ text: String) throws -> [Fault] {
    try array(text).map { item in
      guard let what = item["what"]?.string, let text = item["text"]?.string,
        let since = item["since"]?.string.flatMap({ CivilDate.parse($0) })
      else { throw StoreError.damaged("ett fel i ärenderaden") }
      return Fault(what: what, since: since, text: text)
    }
  }

  private static func array(_ text: String) throws -> [JSONValue] {
    guard let value = try? JSONValue.parse(Array(text.utf8)), let items = value.array else {
      throw StoreError.damaged("en lista i ärenderaden")
    }
    return items
  }
}

extension CaseRow: Columns {
  func columns(_ sink: inout some ColumnSink) {
    sink.text(workflow)
    sink.text(workflowTitle)
    sink.text(parent)
    sink.text(label)
    sink.text(phase)
    sink.text(phaseTitle)
    sink.text(Self.json(states))
    sink.text(Self.json(stateTitles))
    sink.day(opened)
    sink.day(ended)
    sink.text(responsible)
    sink.text(faults.isEmpty ? nil : Self.json(faults))
  }

  private static func json(_ texts: [String]) -> String {
    var writer = JSONWriter(capacity: 128)
    writer.beginArray()
    for text in texts { writer.string(text) }
    writer.endArray()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private static func json(_ faults: [Fault]) -> String {
    JSONValue.array(
      faults.map { fault in
        [
          "what": .string(fault.what), "since": .string(fault.since.description),
          "text": .string(fault.text),
        ]
      }
    ).text()
  }
}
