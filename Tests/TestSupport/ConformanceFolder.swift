public import Foundation

/// Where the outside suites lie: the folder that `VAGKNUTEN_CONFORMANCE` names, else `../shared/conformance` beside the
/// checkout; nil when there is no such folder (the tests then say that they were skipped).
public func conformanceFolder(_ suite: String) -> URL? {
  let environment = ProcessInfo.processInfo.environment["VAGKNUTEN_CONFORMANCE"]
  let root =
    environment.map { URL(fileURLWithPath: $0) }
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared/conformance")
  let folder = root.appendingPathComponent(suite)
  var isDirectory: ObjCBool = false
  let exists = FileManager.default.fileExists(atPath: folder.path, isDirectory: &isDirectory)
  return exists && isDirectory.boolValue ? folder : nil
}

/// Whether the suites are those beside the checkout, whose size is known: a folder that `VAGKNUTEN_CONFORMANCE` names may hold
/// any part of them.
public var isOwnConformanceFolder: Bool {
  ProcessInfo.processInfo.environment["VAGKNUTEN_CONFORMANCE"] == nil
}
