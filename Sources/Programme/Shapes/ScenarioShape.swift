extension RecordShape {
  /// A file that begins with `scenario:`.
  static let scenario = RecordShape(
    "scenario",
    [
      need("scenario", .text, "Vad exemplet visar."),
      may("rows", .list(.text), "Delarna av programmet som det visar."),
      may("as", .id, "Vem som handlar när ett steg inte säger något annat."),
      need("steps", .list(.record(step)), "Stegen, i ordning."),
    ])

  private static let values = Shape.map(key: .name, .text)

  private static let step = RecordShape(
    "step",
    [
      need("date", .date, "Dagen då det hände."),
      may("as", .id, "Vem som handlar."),
      may("case", .id, "Vilket ärende; annars det som nämndes senast."),
      may("open", .id, "Öppna ett ärende i det här arbetsflödet."),
      may("parent", .id, "Det överordnade ärendet."),
      may("send", .id, "Registrera en händelse."),
      may("done", .id, "Gör klart en uppgift."),
      may("correct", values, "Rätta uppgifter."),
      may("postpone", .id, "Skjut upp en uppgift."),
      may("to", .date, "Den nya dagen."),
      may("assign", .id, "Ge ärendet till en person."),
      may("note", .text, "Skriv en anteckning."),
      may("contact", .text, "Registrera en kontakt av det här slaget."),
      may("undo", .boolean, "Ångra det senaste som samma person gjorde i ärendet."),
      may("for", .id, "Åt vem, när det är någon som aldrig loggar in."),
      may("run", .word(["daily"]), "Kör dagskörningen till och med dagen."),
      may("meeting", .date, "Visa mötet som hålls den dagen."),
      may("reason", .text, "Skälet."),
      may("with", values, "Fälten som följer med."),
      may("expect", .record(expectation), "Vad som ska gälla efteråt."),
    ])

  private static let expectation = RecordShape(
    "expectation",
    [
      may("refused", .text, "Steget ska avvisas, och svaret innehålla den här texten."),
      may("states", .list(.id), "Precis de innersta tillstånd som är aktiva, och valfria yttre."),
      may(
        "tasks", .map(key: .id, .text),
        "Precis de öppna uppgifterna, var och en med sin dag (eller null)."),
      may(
        "escalations", .map(key: .id, .either(.id, .list(.id))),
        "Precis de öppna eskaleringarna: slag och roll."),
      may("data", values, "Uppgifter och deras värden."),
      may("closed", .boolean, "Om ärendet är avslutat."),
    ])
}
