extension RecordShape {
  /// A file that begins with `programme:`.
  static let programme = RecordShape(
    "programme",
    [
      need("programme", .scalar(.text), "Programmets id."),
      need("title", .text, "Programmets namn."),
      may("period", .record(period), "När programmet pågår."),
      may("timezone", .text, "Tidszonen; \(Programme.usualTimeZone) om inget annat sägs."),
      need("numbers", .text, "Hur ärendenummer ser ut: `P-{year}-{number}`."),
      may("documents", .map(key: .name, .record(document)), "Källorna som reglerna hänvisar till."),
      may("phases", .map(key: .id, .text), "Faserna, i ordning."),
      need("escalations", .map(key: .id, .record(kind)), "Slagen av eskalering."),
      may(
        "milestones", .map(key: .id, .record(milestone)),
        "Stegen i vad det blir av en eskalering, i ordning."),
      may("facts", .map(key: .name, .record(fact)), "Uppgifter som hämtas ur alla ärenden."),
    ])

  private static let period = RecordShape(
    "period",
    [need("from", .date, "Första dagen."), need("to", .date, "Sista dagen.")])

  private static let document = RecordShape(
    "document",
    [need("title", .text, "Dokumentets namn."), may("date", .date, "Dokumentets datum.")])

  private static let kind = RecordShape(
    "kind",
    [
      need("title", .text, "Vad slaget heter."),
      may("overdue", .boolean, "`ja` för det slag som försenade uppgifter får."),
    ] + citation)

  private static let milestone = RecordShape(
    "milestone",
    [
      need("title", .text, "Vad steget heter."),
      may("answer", .boolean, "`ja` för steget då eskaleringen är besvarad."),
    ])

  private static let fact = RecordShape(
    "fact",
    [
      may("budget", .name, "Budgetposten vars återstående belopp det är."),
      may("count", .record(count), "Ärendena som räknas."),
    ])

  private static let count = RecordShape(
    "count",
    [
      need("workflow", .id, "Arbetsflödet."),
      may("state", .id, "Tillståndet; annars alla öppna ärenden."),
    ])

  /// A file that begins with `organisation:`.
  static let organisation = RecordShape(
    "organisation",
    [
      need("organisation", .text, "Organisationens id."),
      may("parties", .map(key: .id, .record(party)), "Parterna."),
      need("roles", .map(key: .id, .record(role)), "Rollerna."),
    ])

  private static let party = RecordShape(
    "party", [need("title", .text, "Partens namn.")] + citation)

  private static let role = RecordShape(
    "role",
    [
      need("title", .text, "Rollens namn."),
      may(
        "reads", .list(.word(["personal", "sensitive"])),
        "Vilka skyddade uppgifter rollen får läsa."),
      may("through", .id, "Rollen som registrerar och tar emot åt den här."),
      may(
        "reviews access", .boolean,
        "`ja` för den som svarar för personuppgifter: läser loggen över vem som har läst vad."),
    ] + citation)

  /// A file that begins with `persons:`.
  static let persons = RecordShape(
    "persons",
    [
      need("persons", .text, "Listans id."),
      need(
        "identity", .word(["account", "declared"]),
        "`account`: datorns konto säger vem som handlar. `declared`: den som handlar säger det själv (övning)."
      ),
      may("examples", .boolean, "`ja`: personerna finns bara i exemplen och för övning."),
      need("people", .map(key: .id, .record(person)), "Personerna."),
    ])

  private static let person = RecordShape(
    "person",
    [
      need("name", .text, "Namnet."),
      may("account", .text, "Kontot på datorn."),
      need("roles", .list(.id), "Rollerna."),
      may("party", .id, "Parten."),
      may("leave", .list(.record(leave)), "När personen är ledig, och vem som gör arbetet då."),
    ])

  private static let leave = RecordShape(
    "leave",
    [
      need("from", .date, "Första dagen."),
      need("to", .date, "Sista dagen."),
      may("substitute", .id, "Den som gör arbetet under tiden; annars gör rollen det."),
    ])

  /// A file that begins with `guidelines:`.
  static let guidelines = RecordShape(
    "guidelines",
    [
      need("guidelines", .text, "Filens id."),
      may("title", .text, "Rubriken."),
      need("parameters", .map(key: .name, .record(guideline)), "Riktlinjerna."),
    ])

  private static let guideline = RecordShape(
    "guideline",
    [
      may("title", .text, "Vad riktlinjen heter; annars namnet."),
      need("type", .word(GuidelineType.allCases.map(\.rawValue)), "Vad för slags värde det är."),
      may(
        "applies", .either(.word(["current"]), .record(applies)),
        "Vilket värde ett pågående ärende får efter en ändring."),
      may("text", .text, "En förklaring."),
      need(
        "values", .map(key: .date, .record(dated)), "Värdena, vart och ett från och med sin dag."),
    ] + citation)

  private static let applies = RecordShape(
    "applies", [need("fixed at", .name, "Datumfältet vars dag avgör vilket värde som gäller.")])

  private static let dated = RecordShape(
    "dated", [need("value", .text, "Värdet.")] + citation)

  /// A file that begins with `calendar:`.
  static let calendar = RecordShape(
    "calendar",
    [
      need("calendar", .text, "Kalenderns id."),
      may("title", .text, "Rubriken."),
      need("closed weekdays", .list(.word(weekdays)), "Veckodagar som inte är arbetsdagar."),
      may("holidays", .map(key: .name, .record(holiday)), "Helgdagar som återkommer varje år."),
      may("closed", .map(key: .date, .text), "Enstaka stängda dagar, med anledning."),
    ])

  private static let holiday = RecordShape(
    "holiday",
    [
      may("date", .scalar(.monthDay), "En fast dag: `12-24`."),
      may("easter", .scalar(.integer), "Dagar från påskdagen: `-2` är långfredagen."),
      may("weekday", .word(weekdays), "En veckodag, mellan `from` och `to`."),
      may("from", .scalar(.monthDay), "Första dagen den kan infalla."),
      may("to", .scalar(.monthDay), "Sista dagen den kan infalla."),
    ] + citation)

  /// A file that begins with `meetings:`.
  static let meetings = RecordShape(
    "meetings",
    [
      need("meetings", .text, "Filens id."),
      need("series", .map(key: .id, .record(series)), "Mötesserierna."),
    ])

  private static let series = RecordShape(
    "series",
    [
      need("title", .text, "Vad mötet heter."),
      need("every", .scalar(.period), "Hur ofta, i veckor."),
      need("first", .date, "Det första mötet."),
      may("through", .date, "Sista dagen som serien kan ha ett möte."),
      may("shift", .word(["next", "previous"]), "Vart ett möte på en stängd dag flyttas."),
      may("role", .id, "Rollen vars eskaleringar tas upp på mötena."),
    ] + citation)

  /// A file that begins with `budgets:`.
  static let budgets = RecordShape(
    "budgets",
    [
      need("budgets", .text, "Filens id."),
      need("year starts", .scalar(.monthDay), "Budgetårets första dag."),
      need("pots", .map(key: .name, .record(pot)), "Budgetposterna."),
    ])

  private static let pot = RecordShape(
    "pot",
    [
      need("title", .text, "Vad posten heter."),
      need(
        "values", .map(key: .date, .record(dated)),
        "Beloppet i kronor för varje budgetår, från dess första dag."),
    ] + citation)

  /// A file that begins with `decision:`.
  static let decision = RecordShape(
    "decision",
    [
      need("decision", .name, "Beslutstabellens namn, som det skrivs i villkor."),
      need("title", .text, "Rubriken."),
      need("for", .list(.id), "Arbetsflödena där tabellen används."),
      may(
        "hitPolicy",
        .word(["UNIQUE", "FIRST", "ANY", "PRIORITY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"]),
        "Vad som gäller när flera rader passar; UNIQUE om inget annat sägs."),
      may(
        "aggregation", .word(["SUM", "MIN", "MAX", "COUNT"]), "För COLLECT: hur värdena läggs ihop."
      ),
      may(
        "incomplete", .scalar(.boolean),
        "Att inget svar är meningen för indata som ingen rad passar på; annars varnas för dem."),
      need("inputs", .map(key: .name, .record(input)), "Kolumnerna som tabellen frågar efter."),
      need("outputs", .map(key: .name, .record(output)), "Kolumnerna som tabellen svarar med."),
      need("rules", .list(.record(rule)), "Raderna."),
    ] + citation)

  private static let input = RecordShape(
    "input",
    [
      may("expression", .expression, "Vad som prövas; annars namnet självt."),
      may("values", .list(.text), "De värden som kan förekomma."),
      may("title", .text, "Rubriken."),
    ])

  private static let output = RecordShape(
    "output",
    [
      may("type", .scalar(.type), "FEEL-typen; string om inget annat sägs."),
      may("values", .list(.text), "De värden som kan förekomma, med det viktigaste först."),
      may("default", .text, "Värdet när ingen rad passar."),
      may("title", .text, "Rubriken."),
    ])

  private static let rule = RecordShape(
    "rule",
    [
      may("when", .map(key: .name, .scalar(.unaryTests)), "Villkoren; en utelämnad kolumn är `-`."),
      need("then", .map(key: .name, .text), "Svaren."),
      may("text", .text, "En förklaring."),
    ] + citation)
}

/// The weekdays as they are written, Monday first.
let weekdays = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]
