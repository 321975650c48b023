import Diagnostics
import Foundation
import Programme
import YAMLTree

/// A small programme without faults, and what is found when one thing in it is changed.
///
/// The programme lies in `Tests/ProgrammeFaults/programme`, the faults beside it in text files: a heading, the change, and
/// exactly what is shown, so that they can be read like the handbook's. `RECORD=1 swift test --filter Faults` writes down
/// what is found now; read the difference before it is kept.
struct FaultSuite {
  /// One fault.
  struct Fault {
    let name: String
    /// The lines between heading and findings.
    let change: [String]
    /// What is shown.
    let expected: String
  }

  static let folder = repository.appendingPathComponent("Tests/ProgrammeFaults")
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static var isRecording: Bool { ProcessInfo.processInfo.environment["RECORD"] == "1" }

  let file: URL
  var faults: [Fault]

  /// The suites, by file name.
  static func all() throws -> [FaultSuite] {
    try texts(in: folder, ending: "txt").keys.sorted().map {
      try FaultSuite(folder.appendingPathComponent($0))
    }
  }

  /// The sound programme's files.
  static func programme() throws -> [String: String] {
    try texts(in: folder.appendingPathComponent("programme"), ending: "yaml")
  }

  private static func texts(in folder: URL, ending: String) throws -> [String: String] {
    var result: [String: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasSuffix(".\(ending)") {
      result[name] = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }
    return result
  }

  /// `== name`, then the change, then `>>`, then what is shown up to the next heading.
  init(_ file: URL) throws {
    self.file = file
    faults = []
    let text = try String(contentsOf: file, encoding: .utf8)
    for part in ("\n" + text).components(separatedBy: "\n== ").dropFirst() {
      let halves = part.components(separatedBy: "\n>>\n")
      var lines = (halves.first ?? "").components(separatedBy: "\n")
      if halves.count == 1, lines.last == "" { lines.removeLast() }
      let name = lines.removeFirst()
      faults.append(
        Fault(name: name, change: lines, expected: Self.trimmed(halves.dropFirst().first ?? "")))
    }
  }

  /// The file's text with other findings.
  func text(_ findings: [String]) -> String {
    zip(faults, findings).map { fault, shown in
      "== \(fault.name)\n\(fault.change.joined(separator: "\n"))\n>>\n\(shown)\n\n"
    }.joined()
  }

  private static func trimmed(_ text: String) -> String {
    text.trimmingCharacters(in: .newlines)
  }

  /// What is shown for a programme's files.
  static func findings(_ files: [String: String]) -> String {
    var findings = Diagnostics()
    let sources = files.map { SourceFile(path: $0.key, text: $0.value) }
    _ = Loader.load(sources, hash: "", diagnostics: &findings)
    guard !findings.isEmpty else { return "inga fynd" }
    return trimmed(DiagnosticRenderer().render(findings))
  }
}

extension FaultSuite.Fault {
  struct NotFound: Error, CustomStringConvertible {
    let description: String
  }

  /// The sound programme with the change: `in FILE`, then pairs of lines that go (`-`) and come (`+`); lines that only
  /// come stand at the end of the file, which may be a new one; `gone FILE` removes one.
  func applied(to files: [String: String]) throws -> [String: String] {
    var files = files
    var name = ""
    var old: [String] = []
    var new: [String] = []
    func flush() throws {
      guard !old.isEmpty || !new.isEmpty else { return }
      let text = files[name] ?? ""
      let coming = new.map { $0 + "\n" }.joined()
      if old.isEmpty {
        files[name] = text + coming
      } else {
        let going = old.map { $0 + "\n" }.joined()
        guard let range = text.range(of: going) else {
          throw NotFound(description: "\(self.name): \(name) has no \(going)")
        }
        files[name] = text.replacingCharacters(in: range, with: coming)
      }
      (old, new) = ([], [])
    }
    for line in change {
      if line.hasPrefix("-") {
        if !new.isEmpty { try flush() }
        old.append(String(line.dropFirst()))
      } else if line.hasPrefix("+") {
        new.append(String(line.dropFirst()))
      } else if line.hasPrefix("in ") || line.hasPrefix("gone ") {
        try flush()
        name = String(line.split(separator: " ")[1])
        if line.hasPrefix("gone ") { files[name] = nil }
      } else if line == "." {
        try flush()
      }
    }
    try flush()
    return files
  }
}
