import Foundation
import Programme
import Testing

@Suite("JSON Schemas")
struct SchemaTests {
  @Test(
    "the schemas in the repository are those that the declarations give",
    arguments: FileKind.allCases)
  func upToDate(kind: FileKind) throws {
    let folder = FaultSuite.repository.appendingPathComponent("Schemas")
    let file = folder.appendingPathComponent(kind.schemaFile)
    let schema = SchemaGenerator.schema(for: kind)
    if FaultSuite.isRecording {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try schema.write(to: file, atomically: true, encoding: .utf8)
    }
    let written = try? String(contentsOf: file, encoding: .utf8)
    #expect(
      written == schema, "RECORD=1 swift test --filter SchemaTests writes \(kind.schemaFile)")
  }

  @Test("every shipped file names the schema of its kind, by a path that leads to it")
  func named() throws {
    for (path, text) in try ShippedProgramme.files() {
      let lines = text.components(separatedBy: "\n")
      let kind = try #require(
        lines.first { !$0.hasPrefix("#") && !$0.isEmpty }.flatMap {
          FileKind(rawValue: String($0.prefix { $0 != ":" }))
        }, "\(path)")
      let mark = "# yaml-language-server: $schema="
      let first = try #require(lines.first)
      #expect(first.hasPrefix(mark), "\(path)")
      let named = URL(
        fileURLWithPath: String(first.dropFirst(mark.count)),
        relativeTo: FaultSuite.repository.appendingPathComponent(path).deletingLastPathComponent())
      #expect(named.lastPathComponent == kind.schemaFile, "\(path)")
      #expect(FileManager.default.fileExists(atPath: named.path), "\(path)")
    }
  }
}

/// The programme that the repository ships.
enum ShippedProgramme {
  /// All its YAML files by path in the repository, in order.
  static func files() throws -> [(path: String, text: String)] {
    var result: [(String, String)] = []
    for folder in ["Rules", "Workflows"] {
      let root = FaultSuite.repository.appendingPathComponent(folder)
      let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
      for name in (names ?? []).sorted() where name.hasSuffix(".yaml") {
        let text = try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
        result.append(("\(folder)/\(name)", text))
      }
    }
    return result
  }
}
