import CaseEngine

extension Projection {
  /// The same with its rows in the order in which a store gives them: by case, tasks and escalations by serial number.
  var inOrder: Projection {
    var places: [String: Int] = [:]
    for (place, row) in cases.enumerated() { places[row.number] = place }
    func sorted<Row>(_ rows: [Row], _ key: (Row, Int) -> (String, Int)) -> [Row] {
      rows.enumerated().map { place, row in
        let (number, serial) = key(row, place)
        return ((places[number] ?? .max, serial), row)
      }
      .sorted { $0.0 < $1.0 }.map(\.1)
    }
    return Projection(
      nextLook: nextLook, cases: cases, tasks: sorted(tasks) { row, _ in (row.number, row.serial) },
      coming: sorted(coming) { row, place in (row.number, place) },
      escalations: sorted(escalations) { row, _ in (row.number, row.serial) },
      spendings: sorted(spendings) { row, place in (row.number, place) },
      meetings: sorted(meetings) { row, place in (row.number, place) },
      agenda: sorted(agenda) { row, place in (row.number, place) })
  }
}
