import ArgumentParser
import CaseService
import CaseStoreSQLite
import Foundation
import Outputs
import Programme

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Lägg upp en mapp med regler, arbetsflöden, scheman och en tom databas.")

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
    try Session.failing(.init(style: Terminal.error.style)) {
      try Self.lay(root, practice: practice, account: account ?? Account.name)
    }
    Output.print(
      """
      \(root) är klar\(practice ? " för övning" : "").
        Rules/       riktlinjer, beslutstabeller, roller och personer
        Workflows/   arbetsflödena
        Schemas/     scheman som hjälper din redigerare
        vagknuten.sqlite  databasen

      """)
    if practice {
      Output.print(
        "Handla som en av övningspersonerna, till exempel:\n  vagknuten uppgifter --som \(Self.someone(in: root))\(place(root))\n"
      )
    } else {
      Output.print(
        Terminal.output.style.wrapped(
          "\(account ?? "Du") står först i Rules/\(programmeOf(root))/medarbetare.yaml. Lägg till dina medarbetare där, och prova sedan: vagknuten kontrollera\(place(root))"
        )
          + "\n")
    }
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
    for name in ["Rules", "Workflows", "Schemas", "vagknuten.sqlite"]
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
    let path = Workspace(root: root).storePath
    try SQLiteCaseStore.create(at: path, practice: practice)
    StoreFile(path: path).shareAsFolder()
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
