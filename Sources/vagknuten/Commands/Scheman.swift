import ArgumentParser
import CaseService
import Foundation
import Outputs
import Programme

struct Scheman: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scheman",
    abstract: "Skriv de scheman som hjälper en redigerare att fylla i regelfilerna.",
    aliases: ["schemas"])

  @Flag(
    name: [.customLong("kontrollera"), .customLong("check")],
    help: "Skriv inget; slutkod 3 om något schema är inaktuellt.")
  var check = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let folder = try Session.folder(common) + "/Schemas"
    var stale: [String] = []
    for kind in FileKind.allCases {
      let path = "\(folder)/\(kind.schemaFile)"
      let text = SchemaGenerator.schema(for: kind)
      if FileManager.default.contents(atPath: path) == Data(text.utf8) { continue }
      stale.append(kind.schemaFile)
      if check { continue }
      try Session.failing(.init(style: Terminal.error.style)) {
        try Folder.write(text, to: path)
      }
    }
    if check, !stale.isEmpty {
      throw Failure(
        .definitions, code: "stale-schemas",
        "scheman är inaktuella: \(stale.joined(separator: ", "))",
        help: "kör `vagknuten scheman`")
    }
    if common.json {
      Output.print(SchemaList(names: stale, written: !check).json.printed)
      return
    }
    let done = check ? "Alla scheman är aktuella." : "\(stale.count) scheman skrivna."
    Output.print((stale.isEmpty ? "Alla scheman är aktuella." : done) + "\n")
  }
}
