import CaseStoreSQLite
import CivilTime
import Foundation
import Outputs

/// A folder with copies named by their day. Nothing else in it is touched.
struct BackupFolder {
  let path: String

  init(_ path: String) {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  func path(on day: CivilDate) -> String { "\(path)/vagknuten-\(day).sqlite" }

  /// Removes what a kill left on the way to a copy, here or of another name.
  func removeDrafts() {
    StoreFile.removeDrafts(in: path, now: time(nil)) { day(of: $0) != nil }
  }

  /// Removes all copies but the latest so many, by the days in their names, up to a day: today's, which was just made, is
  /// one of those that stay. A copy that bears a later day is no younger than today's, so it is left and does not count.
  ///
  /// - Returns: the paths of those that were removed, and of those that bear a later day.
  /// - Throws: `Failure` when one cannot be removed; the new copy is made by then.
  func prune(to count: Int, today: CivilDate) throws -> (removed: [String], later: [String]) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let dated = names.compactMap { name in day(of: name).map { (day: $0, name: name) } }
      .sorted { $0.day > $1.day }
    let copies = dated.filter { $0.day <= today }
    var removed: [String] = []
    for copy in copies.dropFirst(max(count, 1)) {
      let old = "\(path)/\(copy.name)"
      guard unlink(old) == 0 else {
        throw Failure(
          .store, code: "unwritable",
          "den nya kopian är gjord, men \(old) går inte att ta bort: \(FileSystem.reason(errno))"
        )
      }
      removed.append(old)
    }
    return (removed, dated.filter { $0.day > today }.map { "\(path)/\($0.name)" })
  }

  private func day(of name: String) -> CivilDate? {
    guard name.hasPrefix("vagknuten-"), name.hasSuffix(".sqlite") else { return nil }
    return CivilDate.parse(String(name.dropFirst("vagknuten-".count).dropLast(".sqlite".count)))
  }
}
