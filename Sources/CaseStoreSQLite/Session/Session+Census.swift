import CaseStore
import GRDB

extension Session {
  func census() throws -> StoreCensus {
    try mapped {
      func count(_ what: String) throws -> Int {
        try first("SELECT count(*) FROM \(what)", []) { try $0.int(0) } ?? 0
      }
      return StoreCensus(
        events: try count("events"), families: try count("families"), cases: try count("cases"),
        openCases: try count("cases WHERE ended IS NULL"),
        faultyCases: try count("cases WHERE faults IS NOT NULL AND ended IS NULL"),
        openEscalations: try count("escalations WHERE closed IS NULL"))
    }
  }

  /// Kept files of definitions whose bytes are no longer what their digest says. Nothing else covers them: the chain
  /// holds only the hash of the definitions.
  func contentProblems() throws -> [String] {
    try rows(
      """
      SELECT c.digest, c.bytes, (SELECT path FROM definition_files f WHERE f.content = c.id LIMIT 1)
      FROM contents c
      """
    ) { row -> String? in
      guard Chain.link(after: [], body: try row.bytes(1)) != (try row.bytes(0)) else { return nil }
      return "en sparad regelfil är ändrad: \((try row.optionalText(2)) ?? "okänd")"
    }.compactMap { $0 }
  }
}
