import Foundation
import Testing

/// The house of ARCHITECTURE.md, lowest first: a target imports only what its row names.
@Suite("The house")
struct HouseTests {
  /// The C library, by the names it has on different systems.
  static let clib: Set<String> = ["Glibc", "Musl", "Darwin"]

  /// What each target may import of ours, and of others'.
  static let house: [String: (ours: Set<String>, others: Set<String>)] = [
    "Diagnostics": ([], []),
    "JSONText": ([], []),
    "CivilTime": ([], []),
    "YAMLTree": (["Diagnostics", "CLibYAML"], []),
    "FEEL": (["Diagnostics", "CivilTime"], clib.union(["Foundation", "Synchronization"])),
    "DecisionTables": (["Diagnostics", "CivilTime", "FEEL"], []),
    "Statechart": (["Diagnostics"], []),
    "Programme": (
      ["Diagnostics", "JSONText", "CivilTime", "YAMLTree", "FEEL", "DecisionTables", "Statechart"],
      []
    ),
    "CaseEngine": (
      ["Diagnostics", "CivilTime", "FEEL", "DecisionTables", "Statechart", "Programme"], []
    ),
    "CaseStore": (
      ["Diagnostics", "JSONText", "CivilTime", "FEEL", "Programme", "CaseEngine"],
      ["Crypto", "Synchronization"]
    ),
    "CaseStoreSQLite": (
      ["Diagnostics", "JSONText", "CivilTime", "FEEL", "CaseEngine", "CaseStore", "CStatFS"],
      clib.union(["Dispatch", "GRDB", "GRDBSQLite"])
    ),
    "CaseService": (
      [
        "Diagnostics", "JSONText", "CivilTime", "YAMLTree", "FEEL", "DecisionTables", "Statechart",
        "Programme", "CaseEngine", "CaseStore",
      ], ["Crypto", "Foundation"]
    ),
    "Outputs": (
      [
        "Diagnostics", "JSONText", "CivilTime", "FEEL", "DecisionTables", "Statechart",
        "Programme", "CaseEngine", "CaseStore", "CaseService",
      ], ["Foundation"]
    ),
  ]

  static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")

  /// The Swift files of a target.
  static func files(_ target: String) throws -> [URL] {
    let folder = sources.appendingPathComponent(target)
    let walk = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    return walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
  }

  @Test("a target imports only what stands above it", arguments: house.keys.sorted())
  func imports(target: String) throws {
    let row = try #require(Self.house[target])
    let allowed = row.ours.union(row.others).union(["Swift"])
    for file in try Self.files(target) {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let words = line.split(separator: " ")
        guard let index = words.firstIndex(of: "import"), index <= 2, words.count > index + 1,
          words.prefix(index).allSatisfy({
            ["public", "package", "private"].contains($0) || $0.hasPrefix("@")
          })
        else { continue }
        let module = String(words[index + 1].split(separator: ".")[0])
        #expect(
          allowed.contains(module), "\(file.lastPathComponent) imports \(module), \(target) may not"
        )
      }
    }
  }

  @Test("every target but the command line has its row")
  func complete() throws {
    let targets = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
    let libraries = targets.filter {
      !$0.hasPrefix(".") && !$0.hasPrefix("CLib") && !$0.hasPrefix("CStat")
    }
    #expect(Set(libraries) == Set(Self.house.keys).union(["vagknuten"]))
  }

  @Test("no Swift file says a word of the shipped programme")
  func domain() throws {
    let words = [
      "deltagare", "oh-", "vk-", "styrgrupp", "vägledare", "projektledare", "inremittent",
      "frågeställning", "försäkringskass", "arbetsförmedl", "målgrupp", "samtycke", "snabbspår",
      "nollplacerad", "kartlägg", "remiss",
      "kompetenshöj", "högsby", "mönsterås", "oskarshamn",
    ]
    for target in Self.house.keys.sorted() + ["vagknuten"] {
      for file in try Self.files(target) {
        let text = try String(contentsOf: file, encoding: .utf8).lowercased()
        for word in words {
          #expect(!text.contains(word), "\(target)/\(file.lastPathComponent) says \(word)")
        }
      }
    }
  }

  @Test("the usual time zone is said in one place")
  func zone() throws {
    let places = try (Self.house.keys.sorted() + ["vagknuten"]).flatMap { try Self.files($0) }
      .filter { try String(contentsOf: $0, encoding: .utf8).contains("\"Europe/Stockholm\"") }
    #expect(places.map(\.lastPathComponent) == ["Programme.swift"])
  }
}
