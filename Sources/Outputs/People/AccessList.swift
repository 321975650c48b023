public import CaseEngine
public import CaseStore
import CivilTime
public import JSONText

/// The log of accesses, for the one who answers for personal data.
public struct AccessList: Sendable {
  private let entries: [AccessEntry]
  private let time: @Sendable (Moment) -> String

  /// A list.
  ///
  /// - Parameter time: the time of day of a moment, as people read it: `13:45`.
  public init(_ entries: [AccessEntry], time: @escaping @Sendable (Moment) -> String) {
    self.entries = entries
    self.time = time
  }

  /// The screen.
  public func text(for reader: Reader, _ style: Style) -> String {
    guard !entries.isEmpty else { return "Inget är antecknat.\n" }
    var text = ""
    for entry in entries {
      let head = "\(entry.date) \(time(entry.moment))  \(reader.name(entry.person).printable)"
      text += head + "\n" + style.wrap(entry.what, indent: 4, hanging: 6) + "\n"
    }
    let count = counted(entries.count, "rad", "rader")
    return text + "\n\(count)\n"
  }

  /// The list for programs.
  public var json: JSONValue {
    .array(
      entries.map { entry in
        .object([
          "recorded": .number(String(entry.moment.milliseconds)),
          "date": JSONValue(date: entry.date), "person": .string(entry.person),
          "kind": .string(entry.kind.rawValue), "act": .string(entry.act),
          "cases": JSONValue(texts: entry.cases), "code": JSONValue(optional: entry.code),
        ])
      })
  }
}

extension AccessEntry {
  /// What happened, in a line.
  fileprivate var what: String {
    let numbers = cases.isEmpty ? "inget ärende" : cases.joined(separator: ", ")
    switch kind {
    case .search: return "sökte på namn: \(numbers)"
    case .agenda: return "visade dagordning med namn: \(numbers)"
    case .refused:
      let place = cases.isEmpty ? "" : " i \(numbers)"
      return
        "avvisades: \(Self.acts[act] ?? act)\(place) (\(code.map { Self.codes[$0] ?? $0 } ?? ""))"
    }
  }

  private static let acts = [
    "open": "öppna ärende", "send": "registrera", "complete": "göra klar", "assign": "tilldela",
    "postpone": "skjuta upp", "correct": "rätta", "acknowledge": "ta emot eskalering",
    "note": "anteckna", "undo": "ångra", "search": "söka på namn", "access": "läsa den här loggen",
    "begin": "komma in", "meeting": "ändra möten", "minutes": "föra in protokoll",
    "names": "visa dagordning med namn",
  ]

  private static let codes = [
    "not-allowed": "saknar rätt till det", "records-themselves": "personen har eget konto",
    "condition": "ett villkor höll inte", "requirement": "något som krävs saknades",
    "cannot-undo": "gick inte längre att ångra", "unknown-account": "okänt konto",
    "no-role": "ingen roll", "identity-not-declared": "sade sig vara någon annan",
  ]
}
