import CaseEngine

extension MemorySession {
  func census() throws -> StoreCensus {
    let cases = storage.families.flatMap(\.projection.cases)
    let open = cases.filter { $0.ended == nil }
    return StoreCensus(
      events: storage.records.count, families: storage.families.count, cases: cases.count,
      openCases: open.count, faultyCases: open.count { !$0.faults.isEmpty },
      openEscalations: storage.families.flatMap(\.projection.escalations).count {
        $0.closed == nil
      })
  }
}
