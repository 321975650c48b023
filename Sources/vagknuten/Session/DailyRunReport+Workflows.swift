import CaseEngine
import CaseService
import CaseStore

extension DailyRunReport {
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
