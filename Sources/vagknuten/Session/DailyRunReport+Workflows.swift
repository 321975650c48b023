import CaseEngine
import CaseService
import CaseStore

extension DailyRunReport {
  /// The person responsible for each case that somebody was reminded of, by number.
  func responsible(in store: any CaseStore) throws -> [String: String] {
    let reminded = events.filter { if case .reminder = $0.cause { true } else { false } }
    guard !reminded.isEmpty else { return [:] }
    var filter = CaseFilter()
    filter.numbers = Set(reminded.map(\.subject))
    return Dictionary(
      try store.read { try $0.cases(filter) }.compactMap { row in
        row.responsible.map { (row.number, $0) }
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The workflow of each case that something happened to, by number.
  func workflows(in store: any CaseStore) throws -> [String: String] {
    try store.read { reader in
      var workflows: [String: String] = [:]
      for event in events {
        for number in Set([event.subject] + event.changes.map(\.number))
        where workflows[number] == nil {
          workflows[number] = try reader.family(ofCase: number)?.caseState(number)?.workflow
        }
      }
      return workflows
    }
  }
}
