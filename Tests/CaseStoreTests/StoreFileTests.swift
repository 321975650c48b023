import CaseStore
import CaseStoreSQLite
import Foundation
import Testing

@Suite("A store's file")
struct StoreFileTests {
  private let folder = TemporaryFolder()

  @Test("copies left beside it are found when nobody needs them any more, and nothing else is")
  func leftovers() throws {
    try SQLiteCaseStore.create(at: folder.database, practice: false)
    let name = try #require(folder.database.split(separator: "/").last)
    // The file system's own stamp is compared, which cannot be set; it is the present that is made, and only later days asked.
    let now = Int(Date().timeIntervalSince1970)
    let aside = "\(name).ersatt-2026-01-01-120000"
    for made in [aside, "\(name).ny-77", "\(name)-wal", "\(name).kopia", "annat.ny-1"] {
      try Data([1]).write(to: folder.url.appendingPathComponent(made))
    }
    let file = StoreFile(path: folder.database)
    #expect(file.leftovers(now: now) == [])
    #expect(file.leftovers(now: now + 2 * 86_400) == ["\(name).ny-77"])
    #expect(file.leftovers(now: now + 8 * 86_400) == [aside, "\(name).ny-77"])
    #expect(StoreFile(path: folder.url.path + "/ingen/x").leftovers(now: now) == [])
    #expect(file.bytes > 0 && file.logBytes == 1 && (file.freeBytes ?? 0) > 0)
  }

  @Test("follows the group of a folder that a group shares, and of no other")
  func sharing() throws {
    func mode() throws -> Int? {
      (try FileManager.default.attributesOfItem(atPath: folder.database)[.posixPermissions]
        as? NSNumber)?.intValue
    }
    try SQLiteCaseStore.create(at: folder.database, practice: false)
    StoreFile(path: folder.database).shareAsFolder()
    #expect(try mode() == 0o600)
    chmod(folder.url.path, 0o2770)
    StoreFile(path: folder.database).shareAsFolder()
    #expect(try mode() == 0o660)
  }
}
