import ArgumentParser
import CaseService
import CaseStoreSQLite
import Foundation
import JSONText
import Outputs
import Programme

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Lägg upp en mapp med regler, arbetsflöden, scheman och en tom databas.",
    discussion: "I en mapp med egna regler läggs bara det upp som saknas: scheman och databasen.")

  @Argument(help: ArgumentHelp("Mappen; annars den här.", valueName: "mapp"))
  var folder: String?

  @Flag(
    name: [.customLong("övning"), .customLong("practice")],
    help: "För övning: påhittade personer, och dagar som inte har kommit går bra.")
  var practice = false

  @Option(
    name: [.customLong("konto"), .customLong("account")],
    help: ArgumentHelp("Kontot för den första personen; annars ditt eget.", valueName: "konto"))
  var account: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let root = try folder.map(Session.named) ?? Session.place(common)
    if let account { try Self.check(account) }
    let hasRules = Self.isWithoutStore(root)
    let made = try Session.failing(.init(style: Terminal.error.style)) {
      if hasRules { return try Self.complete(root, practice: practice) }
      try Self.lay(root, practice: practice, account: account ?? Account.name)
      return Self.parts
    }
    if common.json {
      Output.print(
        JSONValue.object([
          "folder": .string(root), "practice": .bool(practice),
          "created": .array(made.map { .string($0) }),
        ]).printed)
      return
    }
    let lines = [
      "Rules": "Rules/       riktlinjer, beslutstabeller, roller och personer",
      "Workflows": "Workflows/   arbetsflödena",
      "Schemas": "Schemas/     scheman som hjälper din redigerare",
      "vagknuten.sqlite": "vagknuten.sqlite  databasen",
    ]
    let kept = hasRules ? " Reglerna är som de var; nytt är:" : ""
    Output.print(
      "\(root) är klar\(practice ? " för övning" : "").\(kept)\n"
        + made.compactMap { lines[$0] }.map { "  \($0)\n" }.joined())
    let now = next(root, hasRules: hasRules)
    Output.print(Terminal.output.style.wrapped(now.text) + "\n")
    if let command = now.command { Output.print("  \(command)\(place(root))\n") }
  }

  /// What to do now: in words, and as a command where that stands on a line of its own.
  private func next(_ root: String, hasRules: Bool) -> (text: String, command: String?) {
    let people = try? LoadedProgramme.load(Workspace(root: root).files()).programme.organisation
    if practice || hasRules, let people, people.identity == .declared,
      let person = people.persons.first(where: { !$0.roles.isEmpty })
    {
      let who = hasRules ? "personerna" : "övningspersonerna"
      return (
        "Handla som en av \(who), till exempel:", "vagknuten uppgifter --som \(person.id)"
      )
    }
    if hasRules { return ("Prova sedan reglerna:", "vagknuten kontrollera") }
    return (
      "\(account ?? "Du") står först i Rules/\(programmeOf(root))/medarbetare.yaml. Lägg till dina medarbetare där, och prova sedan: vagknuten kontrollera\(place(root))",
      nil
    )
  }

  /// The parts of a workspace.
  private static let parts = ["Rules", "Workflows", "Schemas", "vagknuten.sqlite"]

  /// Whether somebody has written the rules of a folder, and cases are all that it lacks.
  private static func isWithoutStore(_ root: String) -> Bool {
    let isThere = { (name: String) in FileManager.default.fileExists(atPath: "\(root)/\(name)") }
    return isThere("Rules") && isThere("Workflows") && !isThere("vagknuten.sqlite")
  }

  /// Makes what a folder with rules of one's own lacks; what is there stays as it is.
  private static func complete(_ root: String, practice: Bool) throws -> [String] {
    _ = try Workspace(root: root).programmes()
    var made: [String] = []
    if !FileManager.default.fileExists(atPath: "\(root)/Schemas") {
      try Folder.writeSchemas(into: root)
      made.append("Schemas")
    }
    try createStore(root, practice: practice)
    return made + ["vagknuten.sqlite"]
  }

  private static func createStore(_ root: String, practice: Bool) throws {
    let path = Workspace(root: root).storePath
    try SQLiteCaseStore.create(at: path, practice: practice)
    StoreFile(path: path).shareAsFolder()
  }

  /// An account that nobody can have would leave a folder in which nobody can act.
  private static func check(_ account: String) throws {
    let help = "skriv namnet som personen loggar in på datorn med"
    guard !account.trimmed.isEmpty, !account.isInvisible else {
      throw Failure(.usage, code: "wrong-account", "kontots namn är tomt", help: help)
    }
    guard !account.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else {
      throw Failure(
        .usage, code: "wrong-account", "kontots namn har tecken som inte går att se", help: help)
    }
  }

  /// How the folder is said to commands that would not find it by themselves.
  private func place(_ root: String) -> String {
    if root == "." { return "" }
    if let home = getenv("VAGKNUTEN_HOME"), String(cString: home) == root { return "" }
    return " --katalog \(root.contains(" ") ? "'\(root)'" : root)"
  }

  private func programmeOf(_ root: String) -> String {
    (try? Workspace(root: root).programmes().first) ?? "…"
  }

  /// Somebody of the folder's first programme, for an example.
  static func someone(in root: String) -> String {
    let workspace = Workspace(root: root)
    guard let id = try? workspace.programmes().first, let files = try? workspace.files(of: id),
      let loaded = try? LoadedProgramme.load(files)
    else { return "PERSON" }
    return loaded.programme.organisation.persons.first?.id ?? "PERSON"
  }

  /// Lays out a workspace; refuses a folder that holds one already.
  ///
  /// - Parameter examples: whether scenarios are laid out too.
  static func lay(_ root: String, practice: Bool, account: String, examples: Bool = true) throws {
    for name in parts
    where FileManager.default.fileExists(atPath: "\(root)/\(name)") {
      throw Failure(
        .usage, code: "not-empty", "\(root) innehåller redan \(name)",
        help: "välj en annan mapp; init skriver aldrig över något")
    }
    let shipped = try Folder.shipped()
    for folder in ["Rules", "Workflows"] {
      try Folder.copy("\(shipped)/\(folder)", to: "\(root)/\(folder)") { path in
        path.hasSuffix(".yaml") && !path.contains("/demo/")
          && (examples || !path.contains("/scenarier/"))
      }
    }
    try Folder.writeSchemas(into: root)
    if !practice {
      let workspace = Workspace(root: root)
      for programme in try workspace.programmes() {
        let loaded = try LoadedProgramme.load(workspace.files(of: programme))
        try Folder.write(
          persons(account, role: leadingRole(loaded.programme.organisation)),
          to: "\(root)/Rules/\(programme)/medarbetare.yaml")
      }
    }
    try createStore(root, practice: practice)
  }

  /// The role that others act through: whoever holds it can add the rest.
  private static func leadingRole(_ organisation: Organisation) -> String {
    organisation.roles.lazy.compactMap(\.through).first ?? organisation.roles.first?.id ?? ""
  }

  /// The first person: whoever lays out the folder, in the role that others act through.
  private static func persons(_ account: String, role: String) -> String {
    """
    # yaml-language-server: $schema=../../Schemas/persons.schema.json
    # De som arbetar i systemet. Vem som handlar avgörs av datorns konto.
    #
    # Lägg till en medarbetare genom att skriva en rad till under `people`:
    #   anna: {name: Anna Ek, account: annek, roles: [\(role)]}
    # Beteckningen först på raden (anna) står i historiken. Ändra den inte när den har använts.
    # `account` är namnet som personen loggar in på datorn med. Roller och parter står i organisation.yaml.
    # Är någon ledig följer uppgifterna med till en ersättare, och kommer tillbaka: lägg till på raden
    #   leave: [{from: 2017-07-10, to: 2017-07-14, substitute: bo}]
    # Den som aldrig loggar in skrivs utan `account`. Det personen gör registreras av andra, med `--åt`.
    # En person som slutar får stå kvar: ta bort rollerna (roles: []).
    persons: medarbetare
    identity: account
    people:
      \(role)-1: {name: "\(escaped(account))", account: "\(escaped(account))", roles: [\(role)]}

    """
  }

  private static func escaped(_ text: String) -> String {
    text.filter { $0 != "\"" && $0 != "\\" }
  }
}
