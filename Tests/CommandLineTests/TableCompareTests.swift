import Foundation
import JSONText
import TestSupport
import Testing

/// `tabell jämför` in the built program, as a steering group would use it.
@Suite("The command tabell jämför", .serialized)
struct TableCompareTests {
  private func changed(_ work: borrowing Workplace, _ edits: [(String, String)]) throws -> String {
    let path = work.root + "/Rules/vagknuten-2.0/beslutstabeller/malgruppsprovning.yaml"
    var text = try String(contentsOfFile: path, encoding: .utf8)
    for (old, new) in edits {
      #expect(text.contains(old))
      text = text.replacingOccurrences(of: old, with: new)
    }
    let copy = work.root + "/ny.yaml"
    try text.write(toFile: copy, atomically: true, encoding: .utf8)
    return copy
  }

  @Test("a changed table is compared with the programme's own, in words with examples")
  func words() throws {
    let work = try Workplace()
    let file = try changed(work, [("riktlinjer.lägsta ålder", "16")])
    let result = try work.call(["tabell", "jämför", file, "--datum", "2017-06-01"])
    #expect(result.status == 0, "\(result.errors)")
    if let difference = Golden.difference(result.output, from: "Tables/tabell-jamfor.txt") {
      Issue.record("\(difference)")
    }
    let alias = try work.call(["table", "compare", file, "--datum", "2017-06-01", "--json"])
    let json = try JSONValue.parse(alias.output)
    #expect(json["same"]?.bool == false)
    #expect(json["tables"]?.array?.count == 1)
  }

  @Test("what is the same is said; files of other kinds and faulty tables are refused")
  func others() throws {
    let work = try Workplace()
    let same = try changed(work, [])
    let equal = try work.call(["tabell", "jämför", same])
    #expect(
      equal.output.hasPrefix("Målgruppsprövning (Deltagare) svarar likadant för alla indata.\n"))
    #expect(equal.output.contains("(null)"), "what is missing is said not to be compared")
    let folder = try work.call(["tabell", "jämför", work.root, work.root])
    #expect(folder.status == 0 && folder.output.hasPrefix("Dessa svarar likadant"))
    let other = try work.call([
      "tabell", "jämför", work.root + "/Rules/vagknuten-2.0/kalender.yaml",
    ])
    #expect(other.status == 2 && other.errors.contains("ingen beslutstabell"))
    let missing = try work.call(["tabell", "jämför", work.root + "/finns-inte.yaml"])
    #expect(missing.status == 2)
    let faulty = try changed(work, [("'false'", "'fasle'")])
    let refused = try work.call(["tabell", "jämför", faulty])
    #expect(refused.status == 3 && refused.errors.contains("ny.yaml"))
  }
}
