extension RecordShape {
  /// A line of `overview` or `summary`.
  static let overview = RecordShape(
    "overview",
    [
      need("title", .text, "Rubriken."),
      need("value", .expression, "Vad som visas; `today()` går bra."),
    ] + citation)

  /// A line of `attention`.
  static let attention = RecordShape(
    "attention",
    [
      need("title", .text, "Vad det är fråga om."),
      need("when", .expression, "När det visas; `today()` går bra."),
      may("value", .expression, "Vad som visas efter rubriken."),
    ] + citation)

  /// How a contact is recorded.
  static let contact = RecordShape(
    "contact",
    [
      need("event", .id, "Händelsen, en av dem under `events`."),
      may("kind", .name, "Fältet i dess formulär som säger vad för slags kontakt det var."),
    ])
}
