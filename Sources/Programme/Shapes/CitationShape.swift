extension RecordShape {
  /// Where a rule comes from.
  static let source = RecordShape(
    "source",
    [
      need("document", .name, "Dokumentet, ett av programmets `documents`."),
      may("section", .text, "Avsnittet i dokumentet."),
      may("quote", .text, "Orden i dokumentet, ordagrant."),
    ])
}

/// The two keys that say what a thing rests on; almost every record has them.
let citation: [RecordShape.Field] = [
  may("source", .record(.source), "Vilket dokument regeln kommer ur."),
  may(
    "proposed", .boolean,
    "`ja`: finns inte i någon källa; gäller, och visas som förslag, ej beslutat."),
]
