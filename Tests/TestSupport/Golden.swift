public import Foundation

/// Texts that are kept in files beside the tests (`Tests/Golden`). With `RECORD=1` in the environment they are written
/// anew; a run that records fails, so that nobody takes it for a check.
public enum Golden {
  /// The folder.
  public static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Golden")

  /// Whether files are written anew.
  public static var isRecording: Bool { ProcessInfo.processInfo.environment["RECORD"] == "1" }

  /// What is wrong with a text: nil when it is what the file holds.
  public static func difference(_ text: String, from name: String) -> String? {
    let file = folder.appendingPathComponent(name)
    if isRecording {
      try? FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try? Data(text.utf8).write(to: file)
      return "\(name) is recorded; run again without RECORD"
    }
    guard let data = FileManager.default.contents(atPath: file.path) else {
      return "\(name) does not exist; RECORD=1 writes it"
    }
    let expected = String(decoding: data, as: UTF8.self)
    guard expected != text else { return nil }
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      ?? min(old.count, new.count)
    return """
      \(name):\(line + 1) is another
        file: \(line < old.count ? String(old[line]) : "(end)")
        now:  \(line < new.count ? String(new[line]) : "(end)")
      --- now ---
      \(text)
      """
  }
}
