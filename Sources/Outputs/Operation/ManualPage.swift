public import JSONText

/// The manual page for man(1), made from the argument parser's own account of the commands: none can be missing, and no
/// option can be out of date.
public struct ManualPage: Sendable {
  private let root: JSONValue

  /// - Parameter dump: the account, as `--experimental-dump-help` gives it.
  public init(_ dump: JSONValue) {
    root = dump["command"] ?? .null
  }

  /// Options that every command has; they are told once.
  private static let common: Set<String> = ["katalog", "datum", "json", "som", "version", "help"]

  /// The page in the roff of man(7), in UTF-8.
  ///
  /// - Parameter version: as the program tells it, `vagknuten 1.2.3`.
  public func roff(version: String) -> String {
    var page = """
      '\\" -*- coding: UTF-8 -*-
      .TH VAGKNUTEN 1 "" "\(Self.escaped(version))" "Användarkommandon"
      .nh
      .SH NAMN
      vagknuten \\- \(Self.escaped(root.text("abstract")))
      .SH SYNOPSIS
      .B vagknuten
      .I kommando
      .RI [ argument ...]
      .SH BESKRIVNING
      En motor för ärendeflöden: den håller reda på ärenden, öppnar uppgifter, påminner och eskalerar efter regler som
      står i textfiler. Allt ligger i en mapp: reglerna i
      .I Rules
      och
      .IR Workflows ,
      ärendena i databasen
      .IR vagknuten.sqlite .
      Vem som handlar avgörs av datorns konto.
      .PP
      Handboken ligger i
      .IR /usr/share/doc/vagknuten/handbok .
      .SH "FLAGGOR FÖR ALLA KOMMANDON"

      """
    let options = root["subcommands"]?.array?.first?["arguments"]?.array ?? []
    for argument in options where Self.isCommon(argument) { page += Self.item(argument) }
    page += ".SH KOMMANDON\nDe har svenska namn, och engelska som alias.\n"
    for command in root["subcommands"]?.array ?? [] where command.isShown {
      page += Self.section(command, after: "vagknuten")
    }
    return page + Self.end
  }

  private static func section(_ command: JSONValue, after prefix: String) -> String {
    let name = "\(prefix) \(command.text("commandName"))"
    let subcommands = (command["subcommands"]?.array ?? []).filter(\.isShown)
    if !subcommands.isEmpty {
      return subcommands.map { section($0, after: name) }.joined()
    }
    let arguments = (command["arguments"]?.array ?? []).filter { $0.isShown && !isCommon($0) }
    var text = ".SS \"\(escaped(([name] + arguments.map(usage)).joined(separator: " ")))\"\n"
    text += escaped(command.text("abstract")) + "\n"
    let aliases = (command["aliases"]?.array ?? []).compactMap(\.string)
    if !aliases.isEmpty {
      text += "Alias: \(escaped(aliases.joined(separator: ", "))).\n"
    }
    let discussion = command.text("discussion")
    for paragraph in discussion.split(separator: "\n") {
      text += ".br\n" + escaped(String(paragraph)) + "\n"
    }
    for argument in arguments { text += item(argument) }
    return text
  }

  private static func isCommon(_ argument: JSONValue) -> Bool {
    argument.names.contains { common.contains($0.text("name")) }
  }

  private static func usage(_ argument: JSONValue) -> String {
    var word = argument.text("valueName")
    switch argument.text("kind") {
    case "positional": word = "<\(word)>"
    case "flag": word = shown(argument["preferredName"] ?? .null)
    default: word = "\(shown(argument["preferredName"] ?? .null)) <\(word)>"
    }
    if argument["isRepeating"]?.bool ?? false { word += " ..." }
    return argument["isOptional"]?.bool ?? false ? "[\(word)]" : word
  }

  private static func item(_ argument: JSONValue) -> String {
    let value = argument.text("valueName")
    let names = argument.names.map(shown)
    let head =
      switch argument.text("kind") {
      case "positional": "<\(value)>"
      case "flag": names.joined(separator: ", ")
      default: names.joined(separator: ", ") + " <\(value)>"
      }
    var text =
      ".TP\n.B \"\(escaped(head))\"\n\(escaped(SwedishUsage.help(argument.text("abstract"))))\n"
    if let standard = argument["defaultValue"]?.string {
      text += "Annars: \(escaped(standard)).\n"
    }
    return text
  }

  private static func shown(_ name: JSONValue) -> String {
    (name.text("kind") == "long" ? "--" : "-") + name.text("name")
  }

  /// What roff would read as its own is written so that it is text; hyphens are those that people type.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "\"": result += "\\(dq"
      case "\n": result += " "
      default: result.append(character)
      }
    }
    return result.first == "." || result.first == "'" ? "\\&" + result : result
  }

  private static let end = """
    .SH SLUTSTATUS
    .TP
    .B 0
    Utfört.
    .TP
    .B 1
    Avvisat av en regel; inget har ändrats.
    .TP
    .B 2
    Fel i kommandot.
    .TP
    .B 3
    Fel i reglerna.
    .TP
    .B 4
    Fel i databasen, eller en dagskörning som lämnade ett ärende.
    .TP
    .B 5
    Utfört, och något behöver ses till: så slutar
    .BR status ,
    .B säkerhetskopiera
    och
    .BR återställ .
    .SH MILJÖ
    .TP
    .B VAGKNUTEN_HOME
    Mappen med regler och databas, när
    .B \\-\\-katalog
    inte anges. Annars mappen man står i, om den har regler eller en databas, annars
    .IR /var/lib/vagknuten .
    .TP
    .B VAGKNUTEN_SHARE
    Mappen med den levererade konfigurationen, som
    .B init
    lägger upp.
    .TP
    .B VAGKNUTEN_LOG
    Loggnivå
    .RB ( info ,
    .BR debug ),
    på standard fel. Under systemd loggas alltid till journalen. Loggen innehåller inga personuppgifter.
    .TP
    .B NO_COLOR
    Inga färger.
    .SH FILER
    .TP
    .I /var/lib/vagknuten
    Regler och databas.
    .TP
    .I /var/backups/vagknuten
    Säkerhetskopior, en om dagen.
    .TP
    .I /etc/default/vagknuten
    Inställningar för dagskörningen och säkerhetskopieringen.
    .SH "SE ÄVEN"
    .BR systemctl (1),
    .BR journalctl (1),
    .BR systemd.timer (5)

    """
}

extension JSONValue {
  fileprivate func text(_ key: String) -> String { self[key]?.string ?? "" }
  fileprivate var isShown: Bool {
    (self["shouldDisplay"]?.bool ?? true) && text("commandName") != "help"
  }
  fileprivate var names: [JSONValue] { self["names"]?.array ?? [] }
}
