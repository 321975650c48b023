import CaseService
import CivilTime
import JSONText
import Programme

/// The notes on a case, as its screen shows them.
enum NoteLines {
  /// How many of them the screen shows; the history has them all.
  private static let shown = 5

  static func text(_ notes: [CaseNote], _ reader: Reader, _ style: Style) -> String {
    guard !notes.isEmpty else { return "" }
    var text = "\n" + style.paint("Anteckningar (\(notes.count))", .heading) + "\n"
    if notes.count > shown {
      text += "  … \(notes.count - shown) tidigare, som visas med `historik`\n"
    }
    for note in notes.suffix(shown) {
      text += "  \(note.date)  \(reader.name(note.author))\n"
      for line in lines(note, reader) { text += style.wrap(line, indent: 4) + "\n" }
    }
    return text
  }

  /// The lines that the writer made; what a terminal would obey is taken out of each.
  private static func lines(_ note: CaseNote, _ reader: Reader) -> [String] {
    if note.isAbsent { return ["(raderad eller förlorad)"] }
    guard let text = note.text, reader.mayRead([.sensitive]) else { return [Reader.hidden] }
    return text.split(separator: "\n", omittingEmptySubsequences: true).map {
      String($0).printable
    }
  }

  static func json(_ notes: [CaseNote]) -> JSONValue {
    .array(
      notes.map { note in
        .object([
          "date": JSONValue(date: note.date), "author": .string(note.author),
          "text": JSONValue(optional: note.text), "absent": .bool(note.isAbsent),
        ])
      })
  }
}
