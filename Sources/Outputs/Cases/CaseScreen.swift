import CaseEngine
public import CaseService
public import CivilTime
import FEEL
public import JSONText
public import Programme

/// One case as one person sees it.
public struct CaseScreen: Sendable {
  private let view: CaseView
  private let today: CivilDate
  private let notes: [CaseNote]?

  /// A screen of a case; the view has left out already what the person may not read.
  public init(_ view: CaseView, today: CivilDate, notes: [CaseNote]? = nil) {
    self.notes = notes
    self.view = view
    self.today = today
  }

  /// The screen.
  public func text(for reader: Reader, _ style: Style) -> String {
    let row = view.row
    var title = "\(row.number)  \(row.workflowTitle)"
    if let label = reader.label(row.label)?.printable { title += "  \(label)" }
    var text = style.paint(title, .heading) + "\n"
    var facts: [(String, String)] = [("Läge", row.stateTitles.joined(separator: ", "))]
    if let phase = row.phaseTitle, row.stateTitles != [phase] { facts.append(("Fas", phase)) }
    facts.append(("Öppnat", row.opened.description))
    if let ended = row.ended { facts.append(("Avslutat", ended.description)) }
    if let person = row.responsible { facts.append(("Ansvarig", reader.name(person))) }
    if let parent = row.parent { facts.append(("Hör till", parent)) }
    text += Self.facts(facts, style)
    text += dataSection(reader, style)
    if !view.tasks.isEmpty || !view.coming.isEmpty || !row.faults.isEmpty {
      let list = TaskList(
        tasks: view.tasks, coming: view.coming, labels: [:], today: today,
        faulty: row.faults.isEmpty ? [] : [row])
      text +=
        "\n" + (view.tasks.isEmpty ? style.paint("Uppgifter", .heading) + "\n  " : "")
        + list.text(for: reader, style)
    }
    text += NoteLines.text(notes ?? [], reader, style)
    text += eventSection(reader, style)
    let open = view.escalations.filter { $0.closed == nil }
    if !open.isEmpty {
      text += "\n" + style.paint("Eskaleringar", .heading) + "\n"
      for row in open { text += row.text(label: nil, reader, style, today) }
    }
    if !view.children.isEmpty {
      text += "\n" + style.paint("Underärenden", .heading) + "\n"
      for child in view.children { text += childLines(child, reader, style) }
    }
    return text
  }

  /// A case under it, with what its workflow has the case above show.
  private func childLines(_ child: CaseRow, _ reader: Reader, _ style: Style) -> String {
    let head = "\(child.number)  \(child.workflowTitle) – \(child.standing)"
    let lines = (view.summaries[child.number] ?? []).map { glance in
      style.wrap("\(glance.title): \(glance.text(for: reader))", indent: 4, hanging: 6)
    }
    return ([style.wrap(head, indent: 2, hanging: 4)] + lines).joined(separator: "\n") + "\n"
  }

  /// The case's own data by their names, with what they are called: what `fält=värde` is written with.
  public func fields(_ style: Style) -> String {
    view.data.filter { !$0.isDerived }.map { datum in
      let title = datum.title.lowercased() == datum.name.lowercased() ? "" : " (\(datum.title))"
      let text =
        datum.value.map { $0.isNull || $0 == .list([]) ? "–" : $0.swedish } ?? Reader.hidden
      return style.wrap("\(datum.name)\(title): \(text)", hanging: 4) + "\n"
    }.joined()
  }

  private func dataSection(_ reader: Reader, _ style: Style) -> String {
    var facts: [(String, String)] = []
    var hidden = 0
    for datum in view.data where !datum.isNote || notes == nil {
      guard let value = datum.value else {
        hidden += 1
        continue
      }
      if value.isNull || value == .list([]) { continue }
      facts.append(value.titled(datum.title))
    }
    guard !facts.isEmpty || hidden > 0 else { return "" }
    var text = "\n" + style.paint("Uppgifter om ärendet", .heading) + "\n"
    text += Self.facts(facts, style)
    if hidden > 0 {
      let count = hidden == 1 ? "1 skyddad uppgift" : "\(hidden) skyddade uppgifter"
      text += style.wrap("\(count) som din roll inte läser", indent: 2) + "\n"
    }
    return text
  }

  private func eventSection(_ reader: Reader, _ style: Style) -> String {
    let standings = view.standings(for: reader)
    let now = standings.filter { $0.mayBePossible(for: reader) }
    let later = standings.filter { !$0.mayBePossible(for: reader) }
    var text = ""
    if !now.isEmpty {
      text += "\n" + style.paint("Du kan registrera", .heading) + "\n"
      for standing in now {
        text +=
          style.wrap("\(standing.event.id): \(standing.event.title)", indent: 2, hanging: 4) + "\n"
      }
    }
    if !later.isEmpty {
      let words = ShortfallWords(reader: reader)
      text += "\n" + style.paint("Går inte att registrera än", .heading) + "\n"
      for standing in later {
        text +=
          style.wrap("\(standing.event.id): \(standing.event.title)", indent: 2, hanging: 4) + "\n"
          + style.paint(
            style.wrap(words.brief(standing.unmet, of: standing.protection), indent: 6), .faint)
          + "\n"
      }
    }
    return text
  }

  /// Names and values below each other, values in line.
  static func facts(_ facts: [(String, String)], _ style: Style) -> String {
    let widest = facts.map(\.0.columns).filter { $0 <= style.width * 2 / 5 }.max() ?? 0
    var text = ""
    for (name, value) in facts {
      if name.columns > widest {
        text +=
          style.wrap(name, indent: 2) + "\n"
          + style.wrap(value, indent: widest + 4) + "\n"
      } else {
        let lines = value.lines(width: max(16, style.width - widest - 4))
        for (index, line) in lines.enumerated() {
          let head = index == 0 ? name.padded(to: widest) : String(repeating: " ", count: widest)
          text += "  \(head)  \(line)\n"
        }
      }
    }
    return text
  }

  // MARK: JSON

  /// The case for programs; values that the person may not read are left out and named in `protected`.
  public func json(for reader: Reader) -> JSONValue {
    var data = JSONObject()
    for datum in view.data {
      if let value = datum.value { data[datum.name] = JSONValue(value: value) }
    }
    let hidden = view.data.filter { $0.value == nil }.map(\.name)
    return .object(
      JSONObject(
        view.row.members(reader) + [
          ("data", .object(data)), ("protected", JSONValue(texts: hidden)),
          (
            "tasks",
            .array(view.tasks.map { $0.json(labels: [:], reader, today: today) })
          ),
          ("timers", .array(view.coming.map(\.json))),
          ("escalations", .array(view.escalations.map(\.json))),
          ("events", JSONValue(texts: view.eventsNow(for: reader).map(\.id))),
          (
            "eventsNotYet",
            JSONValue(
              texts: view.standings(for: reader).filter { !$0.mayBePossible(for: reader) }.map(
                \.event.id))
          ),
          ("children", JSONValue(texts: view.children.map(\.number))),
        ] + (notes.map { [("notes", NoteLines.json($0))] } ?? [])))
  }
}

extension CaseView {
  /// The events that some active state listens to and that a person may send, in the order of the workflow.
  func standings(for reader: Reader) -> [EventStanding] {
    let capacities = reader.organisation.capacities(of: reader.person)
    return events.filter { standing in
      standing.event.by.map { !capacities.isDisjoint(with: $0) } ?? true
    }
  }

  /// Those of them that lack nothing but what comes with them.
  public func eventsNow(for reader: Reader) -> [EventDefinition] {
    standings(for: reader).filter { $0.mayBePossible(for: reader) }.map(\.event)
  }
}

extension EventStanding {
  /// Whether it can be sent, as far as the reader may know: who may not read what its conditions rest on learns how they
  /// come out by trying, not by looking.
  func mayBePossible(for reader: Reader) -> Bool { isPossible || !reader.mayRead(protection) }
}

extension CaseGlance {
  /// What is shown to a reader.
  func text(for reader: Reader) -> String {
    guard let value, reader.mayRead(protection) else { return Reader.hidden }
    return value.swedish
  }
}
