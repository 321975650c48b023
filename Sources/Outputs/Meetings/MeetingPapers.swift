import CaseEngine
public import CaseService
import CivilTime
import FEEL
public import JSONText
import Programme

/// What a meeting is called, prepared and held with, as papers.
public struct MeetingPapers: Sendable {
  private let file: MeetingFile
  private let reader: Reader

  /// The papers of a meeting.
  public init(_ file: MeetingFile, reader: Reader) {
    self.file = file
    self.reader = reader
  }

  private var meeting: MeetingView { file.meeting }
  private var title: String { meeting.series.title }
  private var day: String { meeting.day.long }

  // MARK: Notice

  /// The notice.
  public var notice: Paper {
    Paper(title: "Kallelse: \(title)", subtitle: day.sentence, blocks: noticeBlocks)
  }

  private var noticeBlocks: [Paper.Block] {
    var blocks: [Paper.Block] = []
    if meeting.isExtra { blocks.append(.paragraph("Det här är ett extra möte.")) }
    if meeting.isMoved {
      blocks.append(.paragraph("Mötet är flyttat från \(meeting.set.long)."))
    }
    if let invitation = file.workflow?.meeting?.invitation { blocks.append(.paragraph(invitation)) }
    let called = (file.workflow?.meeting?.attendance ?? []).compactMap { field in
      file.workflow.map { Paper.Entry($0.fields[field].title) }
    }
    if !called.isEmpty {
      blocks.append(.subheading("Kallade"))
      blocks.append(.list(called))
    }
    return blocks
  }

  // MARK: Agenda

  /// The agenda.
  public var agenda: Paper {
    Paper(title: "Dagordning: \(title)", subtitle: day.sentence, blocks: agendaBlocks)
  }

  private var agendaBlocks: [Paper.Block] {
    var blocks: [Paper.Block] = []
    var number = 1
    func add(_ heading: String, _ items: [MeetingFile.Item], isOld: Bool = false) {
      guard !items.isEmpty else { return }
      blocks.append(.subheading(heading))
      blocks.append(.numbered(items.map { entry($0, isOld: isOld) }, from: number))
      number += items.count
    }
    let first = file.items.filter(\.row.isFirst)
    add("Reserverade platser", first)
    add(first.isEmpty ? "Ärenden" : "Övriga ärenden", file.items.filter { !$0.row.isFirst })
    add("Svar till gruppen", file.answers)
    add("Kvar från tidigare möten", file.leftOver, isOld: true)
    if blocks.isEmpty { blocks.append(.paragraph("Inga punkter är uppsatta.")) }
    let added = file.addedSinceSent.map(\.row.number)
    if let sent = file.agendaSent, !added.isEmpty {
      blocks.append(.subheading("Dagordningen skickades \(sent.long); sedan dess"))
      blocks.append(.list(added.map { Paper.Entry($0) }))
    }
    if !meeting.pending.isEmpty {
      blocks.append(.subheading("Väntar på att sättas upp"))
      blocks.append(.list(meeting.pending.map { Paper.Entry($0) }))
    }
    return blocks
  }

  private func entry(_ item: MeetingFile.Item, isOld: Bool = false) -> Paper.Entry {
    var title = "\(item.row.number)  \(item.row.title)"
    if let label = item.label { title += ": \(label)" }
    var mark: String?
    if let done = item.row.done {
      mark = "infört \(done)" + (item.row.doneBy.map { " av \(reader.name($0))" } ?? "")
      if let outcome = item.outcome { mark? += ": \(outcome.lowercasedFirst)" }
    } else if isOld {
      mark = "mötet \(item.row.date)"
    }
    let text = [item.row.text].compactMap(\.self) + item.remarks.map { "Obs: \($0)" }
    return Paper.Entry(
      title, mark: mark, text: text.isEmpty ? nil : text.joined(separator: ". "),
      details: item.details.map { datum in
        datum.value?.titled(datum.title) ?? (datum.title, Reader.hidden)
      })
  }

  // MARK: Preparation

  /// Everything that a meeting is prepared with: notice, agenda, what is escalated, and the answers that are owed.
  public func preparation(_ dossiers: [EscalationDossier]) -> Paper {
    var document = Paper(title: "Inför \(title)", subtitle: day.sentence)
    document.append(notice, under: "Kallelse")
    document.append(agenda, under: "Dagordning")
    for dossier in dossiers {
      document.append(
        self.dossier(dossier), under: "Eskalerat till \(dossier.roleTitle.lowercasedFirst)")
    }
    document.blocks.append(.heading("Svar som mötet väntar på"))
    let owed = (file.answers + file.leftOver.filter(\.row.isAnswer)).filter { $0.row.done == nil }
    document.blocks.append(
      owed.isEmpty
        ? .paragraph("Inga svar väntar.")
        : .list(owed.map { entry($0, isOld: $0.row.date != meeting.day) }))
    return document
  }

  private func dossier(_ dossier: EscalationDossier) -> Paper {
    var blocks: [Paper.Block] = []
    if let next = dossier.next {
      blocks.append(.remark("Nästa möte i \(dossier.meetingTitle): \(next.long)."))
    }
    if !dossier.items.isEmpty {
      blocks.append(.subheading("Sammanställt, på en dagordning"))
      blocks.append(
        .list(
          dossier.items.map { item in
            Paper.Entry(
              "\(item.row.number)  \(item.row.title)", mark: "mötet \(item.row.date)",
              text: item.row.text)
          }))
    }
    for group in dossier.groups {
      blocks.append(.subheading("\(group.title), ännu inte sammanställt"))
      blocks.append(
        .list(
          group.rows.map { row in
            Paper.Entry(
              "\(row.number)  \(row.kindTitle)",
              mark: row.acknowledged.map { "mottagen \($0)" } ?? "väntar på mottagning",
              text: "\(row.reason.sentence), sedan \(row.raised).")
          }))
    }
    if dossier.items.isEmpty, dossier.groups.isEmpty {
      blocks.append(.paragraph("Inget väntar."))
    }
    return Paper(title: "", blocks: blocks)
  }

  // MARK: JSON

  /// The meeting with its agenda for programs.
  public var json: JSONValue {
    func items(_ items: [MeetingFile.Item]) -> JSONValue {
      .array(
        items.map { item in
          .object([
            "case": .string(item.row.number), "title": .string(item.row.title),
            "task": .string(item.row.task), "first": .bool(item.row.isFirst),
            "text": JSONValue(optional: item.row.text), "date": JSONValue(date: item.row.date),
            "label": JSONValue(optional: item.label), "done": JSONValue(date: item.row.done),
            "doneBy": JSONValue(optional: item.row.doneBy),
            "remarks": JSONValue(texts: item.remarks),
            "outcome": JSONValue(optional: item.outcome),
          ])
        })
    }
    return .object([
      "meeting": meeting.json, "items": items(file.items), "answers": items(file.answers),
      "leftOver": items(file.leftOver), "agendaSent": JSONValue(date: file.agendaSent),
      "added": JSONValue(texts: file.addedSinceSent.map(\.row.number)),
    ])
  }
}
