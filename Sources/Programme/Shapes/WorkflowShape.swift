extension RecordShape {
  /// A file that begins with `workflow:`.
  static let workflow = RecordShape(
    "workflow",
    [
      need("workflow", .id, "Arbetsflödets id."),
      need("title", .text, "Rubriken som visas."),
      may("label", .name, "Fältet som visas bredvid ärendets nummer för den som får läsa det."),
      may(
        "parent", .either(.list(.id), .record(parent)),
        "Under vilka arbetsflödens ärenden det öppnas."),
      may(
        "onParentEnd", .word(["cancel", "continue"]),
        "Vad som händer när det överordnade ärendet avslutas."),
      may(
        "open", .record(open), "Vem som får öppna ärendet, vad som frågas och vad som måste gälla."),
      may("data", .map(key: .name, .record(field)), "Uppgifterna som ärendet har."),
      may("derived", .map(key: .name, .expression), "Värden som räknas fram ur andra."),
      may("spends", .list(.record(spending)), "Pengar som ärendet tar i anspråk."),
      may(
        "overview", .list(.record(overview)),
        "Vad `idag` visar om varje ärende, i ordning."),
      may(
        "attention", .list(.record(attention)),
        "Vad `idag` gör uppmärksam på när villkoret gäller."),
      may(
        "summary", .list(.record(overview)),
        "Vad ärendet ovanför visar om ett sådant ärende, i ordning."),
      may("contact", .record(contact), "Händelsen som `kontakt` registrerar."),
      may("events", .map(key: .id, .record(event)), "Händelser som någon kan registrera."),
      may("initial", .id, "Tillståndet som ärendet börjar i."),
      may("on", .map(key: .id, transitions), "Övergångar som gäller i hela arbetsflödet."),
      may("meeting", .record(meeting), "Att ärendena är möten, och vad som är vad i ett möte."),
      may(
        "takesUp", .record(takesUp),
        "Att ärendena tar upp det som är eskalerat i ärendet ovanför."),
      need("states", states, "Tillstånden."),
    ] + citation)

  private static let meeting = RecordShape(
    "meeting",
    [
      need("series", .id, "Mötesserien."),
      need("date", .name, "Uppgiften med dagen då mötet hålls."),
      may("extra", .name, "Uppgiften som säger att det är ett extra möte."),
      may("reason", .name, "Uppgiften för varför mötet är extra, flyttat eller inställt."),
      may(
        "cancelled", .either(.id, .list(.id)), "Tillstånden för ett möte som ställts in."),
      may("move", .id, "Händelsen som flyttar mötet."),
      may("cancel", .id, "Händelsen som ställer in mötet."),
      may("notice", .id, "Uppgiften att kalla."),
      may("agenda", .id, "Uppgiften att skicka ut dagordningen."),
      may("minutes", .id, "Uppgiften att föra in närvaro och protokoll."),
      may("attendance", .list(.name), "Uppgifterna om vilka som deltog."),
      may("invitation", .text, "Vad kallelsen säger till dem som kallas."),
    ])

  private static let takesUp = RecordShape(
    "takesUp",
    [
      need("kinds", .list(.id), "Slagen av eskalering."),
      may("when", .expression, "Vilka av ärendena som gör det; annars alla."),
    ])

  private static let item = RecordShape(
    "item",
    [
      need("series", .id, "Mötesserien."),
      need("date", .expression, "Dagen då mötet hålls."),
      need("task", .id, "Uppgiften som för in vad det blev av punkten."),
      may("first", .expression, "Om punkten har en av de platser som kommer först."),
      may("title", .text, "Vad punkten heter; annars arbetsflödets rubrik."),
      may("text", .expression, "Vad punkten gäller, utan skyddade uppgifter."),
      may(
        "details", .list(.name),
        "Uppgifter som visas för den som ber om det och får läsa dem."),
      may(
        "remarks", .list(.id),
        "Uppgifter i tillståndet vars rubriker står vid punkten så länge de är öppna."),
      may("answer", .boolean, "Om punkten är ett svar som mötet väntar på."),
      may(
        "outcomes", .list(.id),
        "Händelser som också är vad det blev av punkten, när de kommer på mötets dag eller senare."),
    ])

  private static let parent = RecordShape(
    "parent",
    [
      need("of", .list(.id), "Arbetsflödena vars ärenden det kan öppnas under."),
      may("required", .boolean, "Om det måste ha ett överordnat ärende; `ja` om inget annat sägs."),
    ])

  private static let open = RecordShape(
    "open",
    [
      may("by", .list(.id), "Rollerna som får öppna ett ärende."),
      may("form", form, "Fälten som fylls i när ärendet öppnas."),
      may("guard", .expression, "Villkoret för att ärendet ska få öppnas."),
    ] + citation)

  private static let field = RecordShape(
    "field",
    [
      may("title", .text, "Ledtexten; annars namnet."),
      need("type", .scalar(.type), "FEEL-typen: string, number, boolean, date, list<string> ..."),
      may("values", .list(.text), "De värden som kan väljas."),
      may("required", .boolean, "Om uppgiften måste finnas när ärendet öppnas."),
      may("default", .expression, "Värdet som gäller tills något annat sägs."),
      may(
        "allowed", .scalar(.unaryTests),
        "Vad värdet måste klara utöver typen, som `> 0` eller `[date(\"2017-02-01\")..today()]`."),
      may("suggest", .expression, "Vad som föreslås den som fyller i fältet."),
      may(
        "calculated", .boolean,
        "Om reglerna räknar ut uppgiften, så att den varken fylls i eller rättas för hand."),
      may(
        "anonymous", .boolean,
        "Om texten inte får nämna någon: då avvisas den när ärendets kortnamn står i den."),
      may(
        "note", .boolean,
        "Om det som fylls i är en anteckning: då står varje ifylld text bland ärendets anteckningar."
      ),
      may("personal", .boolean, "Om uppgiften pekar ut en person."),
      may("sensitive", .boolean, "Om uppgiften är känslig."),
      may("readers", .list(.id), "Rollerna som får läsa uppgiften, om inte alla som läser sådana."),
      may("text", .text, "En förklaring av uppgiften."),
    ] + citation)

  private static let spending = RecordShape(
    "spending",
    [
      need("budget", .name, "Budgetposten."),
      need("amount", .expression, "Beloppet; null betyder inget."),
      need("date", .expression, "Dagen som avgör budgetåret; null betyder inget."),
    ])

  private static let event = RecordShape(
    "event",
    [
      need("title", .text, "Vad händelsen heter för den som registrerar den."),
      may("by", .list(.id), "Rollerna som får registrera den."),
      may("form", form, "Fälten som följer med händelsen."),
      may("text", .text, "Vad den innebär."),
    ] + citation)

  /// A state; it holds states.
  static let state: RecordShape = RecordShape(
    "state",
    [
      may("title", .text, "Rubriken som visas."),
      may("phase", .id, "Fasen, en av programmets `phases`; gäller också tillstånden inuti."),
      may("type", .word(["parallel", "final", "history"]), "Utelämnas för vanliga tillstånd."),
      may("initial", .id, "Tillståndet inuti som det börjar i; annars det första."),
      may("deep", .boolean, "För history: om också tillstånden längre in återställs."),
      may("default", .id, "För history: vart det går när inget finns att minnas."),
      may("requires", .list(.name), "Uppgifter som måste finnas för att gå in hit."),
      may("entry", actions, "Vad som görs på vägen in."),
      may("exit", actions, "Vad som görs på vägen ut."),
      may("on", .map(key: .id, transitions), "Övergångar på händelser."),
      may("always", transitions, "Övergångar som sker så snart villkoret gäller."),
      may("at", .list(.record(timer)), "Övergångar på ett datum."),
      may(
        "escalations", .map(key: .id, .record(escalation)),
        "Vad som är eskalerat så länge tillståndet varar."),
      may("agenda", .record(item), "Att ärendet är en punkt på en dagordning."),
      may("milestone", .id, "Steget för en eskalering som tas när tillståndet börjar."),
      may("tasks", .map(key: .id, .record(task)), "Uppgifterna i tillståndet."),
      may("states", states, "Tillstånden inuti."),
    ] + citation)

  private static let states: Shape = Shape.map(key: .id, .reference { state })
  private static let actions = Shape.list(.record(action))
  private static let targets = Shape.either(.id, .list(.id))
  private static let transitions = Shape.either(
    .id, .either(.record(transition), .list(.record(transition))))
  private static let form = Shape.map(key: .name, .word(["required", "optional"]))

  private static let transition = RecordShape(
    "transition",
    [
      may("target", targets, "Tillståndet som det leder till; utan det lämnas inget."),
      may("guard", .expression, "Villkoret, i FEEL."),
      may("actions", actions, "Vad som görs."),
      may("internal", .boolean, "Om tillståndet självt inte lämnas."),
      may("title", .text, "Vad övergången innebär."),
    ] + citation)

  private static let timer = RecordShape(
    "timer",
    [
      need("date", .expression, "Dagen, i FEEL."),
      may("optional", .boolean, "Om dagen får saknas."),
      may("target", targets, "Tillståndet som det leder till."),
      may("guard", .expression, "Villkoret, i FEEL; annars sker inget den dagen."),
      may("actions", actions, "Vad som görs."),
      may("internal", .boolean, "Om tillståndet självt inte lämnas."),
      may("title", .text, "Vad som händer den dagen."),
    ] + citation)

  private static let escalation = RecordShape(
    "escalation",
    [
      need("kind", .id, "Slaget, ett av programmets `escalations`."),
      need("to", .id, "Rollen som det går till."),
      may("reason", .text, "Varför."),
    ] + citation)

  private static let action = RecordShape(
    "action",
    [
      may("set", .map(key: .name, .expression), "Uppgifter som får ett värde."),
      may("clear", .list(.name), "Uppgifter som töms."),
      may("raise", .id, "En händelse till ärendet självt."),
      may("send", .record(sending), "En händelse till ett ärende i samma familj."),
      may("open", .record(opening), "Ett underordnat ärende."),
    ])

  private static let sending = RecordShape(
    "send",
    [
      need("to", .word(["parent", "children"]), "Till vem."),
      need("event", .id, "Händelsen."),
    ])

  private static let opening = RecordShape(
    "openCase",
    [
      need("workflow", .id, "Arbetsflödet."),
      may("data", .map(key: .name, .expression), "Uppgifterna det öppnas med."),
    ])

  private static let task = RecordShape(
    "task",
    [
      need("title", .text, "Vad som ska göras."),
      need("role", .id, "Rollen som gör det."),
      may("text", .text, "Hur det görs, i en eller två meningar."),
      may("when", .expression, "Villkoret för att uppgiften ska finnas."),
      may("due", .expression, "När den ska vara klar."),
      may("optional", .boolean, "Om dagen får saknas."),
      may(
        "remind", .list(.text), "Påminnelser: `20 arbetsdagar före`, `samma dag`, `2 dagar efter`."),
      may("escalate", .list(.record(rung)), "Vart en försenad uppgift går."),
      may("every", .text, "För återkommande uppgifter: hur ofta."),
      may(
        "shows", .list(.id),
        "Vad den som gör uppgiften ska se först: sammanfattningen (`summary`) av det senaste ärendet under det här i de arbetsflödena, eller av ärendet självt."
      ),
      may("form", form, "Fälten som fylls i när uppgiften är klar."),
      may("done", .id, "Händelsen som skickas när uppgiften är klar."),
      may("milestone", .id, "Steget för en eskalering som tas när uppgiften är klar."),
    ] + citation)

  private static let rung = RecordShape(
    "rung",
    [
      need("after", .text, "Hur långt efter dagen: `1 arbetsdag` eller `riktlinjer.namn`."),
      need("to", .id, "Rollen."),
      may("kind", .id, "Slaget; annars det som gäller försenade uppgifter."),
    ] + citation)
}
