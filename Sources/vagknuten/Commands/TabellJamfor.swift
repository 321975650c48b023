import ArgumentParser
import CaseService
import CivilTime
import DecisionTables
import Diagnostics
import Foundation
import Outputs
import Programme

struct TabellJamfor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jämför",
    abstract: "Visa vad som ändras för vem när en beslutstabell ersätts av en annan.",
    discussion: """
      FÖRE och EFTER är var sin fil med en beslutstabell (YAML som i Rules, eller JSON) eller mapp med ett helt
      program. Med en enda fil eller mapp jämförs den med programmet i --katalog.
      Riktlinjerna räknas från --datum, eller i dag; senare ändringar av dem visas för sig.
      Exempel: vagknuten tabell jämför ny-malgruppsprovning.yaml
      """, aliases: ["jamfor", "compare"])

  @Argument(help: ArgumentHelp("Tabellen eller mappen som gäller nu.", valueName: "före"))
  var before: String

  @Argument(help: ArgumentHelp("Den som ska ersätta den.", valueName: "efter"))
  var after: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let date = try Session.day(common.date, today: SystemClock.local().today)
    let comparison = try compared(date)
    Output.print(
      common.json ? comparison.json.printed : comparison.text(Terminal.output.style))
  }

  private func compared(_ date: CivilDate) throws -> TableComparison {
    let sides = try [before, after].compactMap { $0 }.map { try Side($0) }
    let tables = sides.compactMap(\.table)
    if tables.count == 2 {
      return try TableComparison(
        compiled(tables[0], sides[0].path), compiled(tables[1], sides[1].path), date: date)
    }
    guard tables.isEmpty else {
      throw Failure(
        .usage, code: "different-kinds",
        "en tabell i JSON går bara att jämföra med en annan tabell i JSON")
    }
    let names = Set(sides.compactMap(\.decision))
    guard names.count < 2 else {
      throw Failure(
        .usage, code: "different-tables",
        "filerna har olika tabeller: \(names.sorted().map { "`\($0)`" }.joined(separator: " och "))"
      )
    }
    let folder = try Session.folder(common)
    // A file stands in for the table of its name: in the folder beside it, else in the programme's own.
    let base = sides.first { $0.isFolder }?.path ?? folder
    let programmes = try sides.map { try load($0, base: base) }
    let own = sides.count == 2 ? nil : try load(nil, base: folder)
    return TableComparison(
      own ?? programmes[0], programmes[programmes.count - 1], name: names.first, date: date)
  }

  private func compiled(_ table: TableFile, _ path: String) throws -> DecisionTable {
    var findings = Diagnostics()
    guard let compiled = table.compiled(&findings) else {
      let style = Terminal.error.style
      throw Failure(
        .definitions, code: "wrong-table", "`\(path)` har fel",
        findings: DiagnosticRenderer(
          colour: style.colour, width: style.width, wraps: style.isTerminal
        ).render(findings))
    }
    return compiled
  }

  /// A programme as it is, with a file in the place of its table.
  private func load(_ side: Side?, base: String) throws -> Programme {
    try Session.failing(.init(style: Terminal.error.style)) {
      var files = try Workspace(root: side?.isFolder == true ? side?.path ?? base : base).files()
      if let file = side?.file, let name = side?.decision {
        files.removeAll { Side.decision(in: $0) == name }
        files.append(file)
      }
      return try LoadedProgramme.load(files).programme
    }
  }
}

/// What is compared: a folder, a table in JSON, or a table in YAML.
private struct Side {
  let path: String
  let isFolder: Bool
  let table: TableFile?
  let file: SourceFile?
  let decision: String?

  init(_ path: String) throws {
    self.path = path
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    isFolder = exists && isDirectory.boolValue
    if isFolder {
      (table, file, decision) = (nil, nil, nil)
      return
    }
    guard let bytes = Workspace.bytes(ofFile: path) else {
      throw Failure(.usage, code: "unreadable-file", "`\(path)` går inte att läsa")
    }
    let isJSON = bytes.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 } == 0x7B
    if isJSON {
      table = try TabellProva.read(path)
      (file, decision) = (nil, nil)
      return
    }
    let source = SourceFile(path: path, bytes: bytes)
    guard let name = Self.decision(in: source) else {
      throw Failure(
        .usage, code: "no-decision", "`\(path)` är ingen beslutstabell",
        help: "filen börjar med `decision:` och tabellens namn")
    }
    (table, file, decision) = (nil, source, name)
  }

  /// The name after `decision:`; nil in files of other kinds.
  static func decision(in file: SourceFile) -> String? {
    let text = file.text(0..<min(file.bytes.count, 8_192))
    for line in text.split(separator: "\n") where line.hasPrefix("decision:") {
      let rest = line.dropFirst("decision:".count)
      let value = rest.split(separator: "#", maxSplits: 1).first.map(String.init) ?? ""
      return value.trimmed.filter { $0 != "\"" && $0 != "'" }
    }
    return nil
  }
}
