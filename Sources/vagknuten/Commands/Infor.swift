import ArgumentParser
import CaseEngine
import CaseService
import CaseStoreSQLite
import Foundation
import Outputs
import Programme

struct Infor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inför",
    abstract:
      "Sätt ihop allt inför ett möte: kallelse, dagordning, det som är eskalerat och svaren som väntar.",
    discussion: "Utan namn, så att det går att skicka.", aliases: ["prepare"])

  @Argument(help: ArgumentHelp("Dagen då mötet hålls.", valueName: "dag"))
  var day: String

  @Option(
    name: [.customLong("serie"), .customLong("series")],
    help: ArgumentHelp("Serien, när flera har möte den dagen.", valueName: "serie"))
  var series: String?

  @Option(
    name: [.customLong("format")],
    help: ArgumentHelp("text, markdown eller html.", valueName: "form"))
  var format: String?

  @Option(
    name: [.customLong("till"), .customLong("to")],
    help: ArgumentHelp("Filen som det skrivs till.", valueName: "fil"))
  var target: String?

  @Flag(
    name: [.customLong("ersätt"), .customLong("replace")],
    help: "Skriv över filen om den finns.")
  var replaces = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let target = try target.map(Session.namedFile)
    let format = try form()
    if let target { try check(target) }
    let work = try Session.work(common, readOnly: true, looksOn: true)
    let day = try work.day(day)
    let file = try work.call { try $0.meeting(on: day, series: series, today: work.date) }
    let dossiers = try work.call {
      try $0.dossiers(from: day, readIn: file.meeting.series.id)
    }
    let papers = MeetingPapers(file, reader: work.reader)
    guard !common.json else { return Output.print(papers.json.printed) }
    let text = papers.preparation(dossiers)
      .render(format, target == nil ? work.style : Style(width: 80))
    guard let target else { return Output.print(text) }
    try Session.failing(.init(style: Terminal.error.style)) {
      try Folder.writePrivate(text, to: target)
    }
    Output.note("\(target) är skriven.\n")
  }

  /// Refuses what the text cannot take the place of. It is asked before the store is opened: to open its file and close it again
  /// would let go of the locks on it.
  private func check(_ target: String) throws {
    func refuse(_ code: String, _ text: String, _ help: String = "välj ett annat namn") -> Failure {
      Failure(.usage, code: code, "\(target) \(text)", help: help)
    }
    let folder = Folder.parent(of: target)
    guard Folder.isFolder(folder) else {
      throw Failure(
        .usage, code: "no-folder", "mappen \(folder) finns inte", help: "skapa den först")
    }
    guard !Folder.isFolder(target), !target.hasSuffix("/") else {
      throw refuse("not-a-file", "är en mapp", "skriv också filens namn")
    }
    let store = Workspace(root: try Session.folder(common)).storePath
    guard !StoreFile.isSame(target, store), !StoreFile.belongsToDatabase(target) else {
      throw refuse("not-a-file", "är en databas, eller hör till en, och ersätts inte")
    }
    var status = stat()
    guard stat(target, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw refuse("not-a-file", "är ingen vanlig fil och ersätts inte")
    }
    guard replaces else {
      throw refuse(
        "exists", "finns redan", "välj ett annat namn, eller skriv över den med `--ersätt`")
    }
    // What it is cannot be seen, so it may be anything.
    guard access(target, R_OK) == 0 else {
      throw refuse("not-a-file", "får inte läsas med det här kontot och ersätts inte")
    }
  }

  private static let extensions: [String: Paper.Format] = [
    "html": .html, "htm": .html, "md": .markdown, "txt": .text, "": .text,
  ]

  /// What was asked for; else what the file's name says.
  private func form() throws -> Paper.Format {
    guard let format else {
      guard let target else { return .text }
      let name = URL(fileURLWithPath: target).pathExtension.lowercased()
      if let known = Self.extensions[name] { return known }
      throw Failure(
        .usage, code: "unknown-format", "det går inte att skriva `.\(name)`-filer",
        help: "låt namnet sluta på `.html`, `.md` eller `.txt`; HTML öppnas i ordbehandlare")
    }
    if let known = Paper.Format(rawValue: format) { return known }
    throw Failure(
      .usage, code: "unknown-format", "formen `\(format)` finns inte",
      help: "välj `text`, `markdown` eller `html`")
  }
}
