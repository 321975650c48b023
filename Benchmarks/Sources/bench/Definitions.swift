import Diagnostics
import Foundation
import Programme

/// The programme that the benchmarks run on: files beside this package, loaded like any other.
enum Definitions {
  static let folder =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("programme")

  static func files() throws -> [SourceFile] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().filter {
      $0.hasSuffix(".yaml")
    }.map { name in
      let data = try Data(contentsOf: folder.appendingPathComponent(name))
      return SourceFile(path: name, bytes: Array(data))
    }
  }

  static func load() throws -> Programme {
    var findings = Diagnostics()
    guard let programme = Loader.load(try files(), hash: "benchmark", diagnostics: &findings) else {
      throw BenchmarkError(text: DiagnosticRenderer().render(findings))
    }
    return programme
  }
}
