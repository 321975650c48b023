import Foundation
import TestSupport
import Testing

/// The screens in the handbook are what the program answers (`HandbookPage` tells how a page says what is typed).
/// `RECORD=1` writes the pages anew.
@Suite("The handbook's screens")
struct HandbookTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("docs/handbok")

  /// All but the page for operation, which is typed on a machine.
  static let pages: [String] = {
    let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (files ?? []).filter { $0.hasSuffix(".md") && $0 != "it.md" }.sorted()
  }()

  @Test("a page shows what the program answers in the demonstration's year", arguments: pages)
  func page(_ name: String) throws { try compare(name, at: DemoFolder()) }

  @Test("the page for operation shows what the program answers on a machine with the package")
  func operation() throws { try compare("it.md", at: Machine()) }

  private func compare(_ name: String, at place: some HandbookPlace) throws {
    let file = Self.folder.appendingPathComponent(name)
    let text = try String(contentsOf: file, encoding: .utf8)
    let page = HandbookPage(text, at: place)
    #expect(page.problems == [])
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try page.text.write(to: file, atomically: true, encoding: .utf8)
    } else {
      #expect(page.text == text, "write the page anew with RECORD=1")
    }
  }
}
