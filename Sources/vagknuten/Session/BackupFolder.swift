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
    // What a kill left on the way to a copy is as full of people as the copy. A day later nobody is at work on it.
    for name in names where isDraft(name) && isOld("\(path)/\(name)") { unlink("\(path)/\(name)") }
    var removed: [String] = []
    for copy in copies.dropFirst(max(count, 1)) {
      let old = "\(path)/\(copy.name)"
      guard unlink(old) == 0 else {
        throw Failure(
          .store, code: "unwritable",
          "den nya kopian är gjord, men \(old) går inte att ta bort: \(String(cString: strerror(errno)))"
        )
      }
      removed.append(old)
    }
    return (removed, dated.filter { $0.day > today }.map { "\(path)/\($0.name)" })
  }

  private func isDraft(_ name: String) -> Bool {
    guard let mark = name.range(of: ".sqlite.ny-") else { return false }
    return day(of: String(name[..<mark.lowerBound]) + ".sqlite") != nil
  }

  private func isOld(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && time(nil) - status.st_mtim.tv_sec > 86_400
  }

  private func day(of name: String) -> CivilDate? {
    guard name.hasPrefix("vagknuten-"), name.hasSuffix(".sqlite") else { return nil }
    return CivilDate.parse(String(name.dropFirst("vagknuten-".count).dropLast(".sqlite".count)))
  }
}
