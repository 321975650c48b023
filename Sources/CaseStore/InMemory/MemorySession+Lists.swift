import CaseEngine
import CivilTime
package import FEEL

extension MemorySession {
  func dueFamilies(
    through date: CivilDate, definitions: String, after cursor: DueFamily?, limit: Int
  ) -> [DueFamily] {
    var due: [(place: Int, family: DueFamily)] = []
    var stale: [(place: Int, family: DueFamily)] = []
    for (place, family) in storage.families.enumerated() where family.isOpen {
      if let look = family.projection.nextLook, look <= date {
        due.append((place, DueFamily(date: look, root: family.root)))
      } else if family.definitions != definitions {
        stale.append((place, DueFamily(date: nil, root: family.root)))
      }
    }
    due.sort { ($0.family.date ?? .latest, $0.place) < ($1.family.date ?? .latest, $1.place) }
    let place = cursor.map { storage.familyIndex[$0.root] ?? storage.families.count }
    let rest = (due + stale).filter { entry in
      guard let cursor, let place else { return true }
      switch (entry.family.date, cursor.date) {
      case (let date?, let last?): return (date, entry.place) > (last, place)
      case (nil, nil): return entry.place > place
      case (let date, _): return date == nil
      }
    }
    return rest.prefix(max(limit, 0)).map(\.family)
  }

  func cases(_ filter: CaseFilter) -> [CaseRow] {
    limited(sorted(rows(\.cases, where: filter.matches), by: \.number) { _ in 0 }, filter.limit)
  }

  func tasks(_ filter: TaskFilter) -> [TaskRow] {
    let rows = rows(\.tasks, where: filter.matches).sorted { $0.serial < $1.serial }
    return limited(sorted(rows, by: \.number) { $0.due?.dayNumber ?? .max }, filter.limit)
  }

  func coming(_ filter: TaskFilter) -> [ComingRow] {
    limited(
      sorted(rows(\.coming, where: filter.matches), by: \.number) { $0.date.dayNumber },
      filter.limit)
  }

  func escalations(_ filter: EscalationFilter) -> [EscalationRow] {
    let rows = rows(\.escalations, where: filter.matches).sorted { $0.serial < $1.serial }
    return sorted(rows, by: \.number) { $0.raised.dayNumber }
  }

  func meetings() -> [MeetingRow] {
    sorted(rows(\.meetings) { _ in true }, by: \.number) { _ in 0 }
  }

  func agenda(_ filter: AgendaFilter) -> [AgendaRow] {
    sorted(rows(\.agenda, where: filter.matches), by: \.number) { $0.date.dayNumber }
  }

  func openFamilies(withAny workflows: Set<String>) -> [String] {
    storage.families.filter { family in
      family.projection.cases.contains { $0.ended == nil && workflows.contains($0.workflow) }
    }.map(\.root)
  }

  func spent(budget: String, from: CivilDate, to: CivilDate) throws -> Number {
    let rows = rows(\.spendings) { $0.budget == budget && $0.date >= from && $0.date < to }
    return try Number.sum(rows.map(\.amount))
  }

  func count(workflow: String, state: String?) -> Int {
    rows(\.cases) { row in
      row.ended == nil && row.workflow == workflow && (state.map(row.states.contains) ?? true)
    }.count
  }

  private func rows<Row>(
    _ kind: KeyPath<Projection, [Row]>, where matches: (Row) -> Bool
  ) -> [Row] {
    storage.families.flatMap { $0.projection[keyPath: kind].filter(matches) }
  }

  /// By a key, then by case in the order of opening; rows alike in both stay in their order.
  private func sorted<Row>(
    _ rows: [Row], by number: KeyPath<Row, String>, key: (Row) -> Int
  ) -> [Row] {
    let keyed = rows.enumerated().map { place, row in
      (key(row), storage.caseIndex[row[keyPath: number]] ?? .max, place, row)
    }
    return keyed.sorted { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }.map(\.3)
  }

  private func limited<Row>(_ rows: [Row], _ limit: Int?) -> [Row] {
    limit.map { Array(rows.prefix(max($0, 0))) } ?? rows
  }
}

extension Number {
  /// The sum of amounts.
  ///
  /// - Throws: `StoreError.other`, when it is beyond what a number holds.
  package static func sum(_ amounts: [Number]) throws(StoreError) -> Number {
    var sum = Number.zero
    for amount in amounts {
      guard let next = sum.adding(amount) else { throw .other("summan är för stor") }
      sum = next
    }
    return sum
  }
}
