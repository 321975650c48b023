import ArgumentParser
import CaseEngine
import CaseService
import CivilTime
import Diagnostics
import Outputs
import Programme

struct Protokoll: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "protokoll", abstract: "För in vad ett möte kom fram till, och vilka som deltog.",
    discussion: """
      I en terminal frågas punkt för punkt. Varje punkt är införd så snart du svarat, så det går att avbryta och \
      fortsätta senare med samma kommando. Med --fil läses ett ifyllt protokoll; --mall skriver ett att fylla i.
      """, aliases: ["minutes"])

  @Argument(help: ArgumentHelp("Dagen då mötet hölls.", valueName: "dag"))
  var day: String

  @Option(
    name: [.customLong("fil"), .customLong("file")],
    help: ArgumentHelp("Ett ifyllt protokoll.", valueName: "fil"))
  var file: String?

  @Flag(name: [.customLong("mall"), .customLong("template")], help: "Skriv en fil att fylla i.")
  var template = false

  @Flag(
    name: [.customLong("med-namn"), .customLong("names")],
    help: "Visa kortnamn och frågeställningar, för den som får läsa dem.")
  var names = false

  @Option(
    name: [.customLong("serie"), .customLong("series")],
    help: ArgumentHelp("Serien, när flera har möte den dagen.", valueName: "serie"))
  var series: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common)
    let day = try work.day(day)
    if template {
      return Output.print(
        MinutesTemplate.text(try work.call { try $0.meeting(on: day, series: series, today: work.date) }))
    }
    if let file { return try record(file, work, day) }
    guard Terminal.canAsk else {
      throw Failure(
        .usage, code: "no-terminal", "protokollet förs punkt för punkt i en terminal",
        help: "skriv en fil att fylla i med `--mall`, och för in den med `--fil`")
    }
    try ask(work, day)
  }

  // MARK: From a file

  private func record(_ path: String, _ work: Session.Work, _ day: CivilDate) throws {
    var findings = Diagnostics()
    guard let bytes = Workspace.bytes(ofFile: path) else {
      throw Failure(ServiceError.unreadable(path: path), .init(style: Terminal.error.style))
    }
    let source = SourceFile(path: path, bytes: bytes)
    var result: MinutesResult?
    if let minutes = MinutesFile(source, diagnostics: &findings), !findings.hasErrors {
      result = try work.call {
        try $0.recordMinutes(
          minutes, on: day, series: series, date: work.date, diagnostics: &findings)
      }
    }
    guard let result else {
      let style = Terminal.error.style
      // Minutes hold what is protected: in files and pipes it is told where, not what.
      let renderer = DiagnosticRenderer(
        colour: style.colour, width: style.width, showsSource: style.isTerminal)
      throw Failure(
        .usage, code: "minutes", "protokollet går inte att föra in; inget har ändrats",
        findings: renderer.render(findings) + "\n", findingsJSON: FindingList.json(findings))
    }
    if common.json {
      return Output.print(
        MeetingPapers(
          try work.call { try $0.meeting(on: day, series: series, today: work.date) }, reader: work.reader
        ).json.printed)
    }
    for row in result.known {
      Output.print(known("\(row.number) är", row.done, row.doneBy, work))
    }
    if let record = result.knownMinutes {
      Output.print(known("Närvaro och protokoll är", record.date, record.by, work))
    }
    for result in result.results { try work.show(result) }
    if result.results.isEmpty { Output.print("Inget nytt att föra in.\n") }
  }

  private func known(
    _ what: String, _ date: CivilDate?, _ by: String?, _ work: Session.Work
  ) -> String {
    let name = by.flatMap { work.programme.organisation.person($0)?.name }
    return work.style.wrapped(
      "\(what) redan infört \(date?.description ?? "")" + (name.map { " av \($0)" } ?? "") + ".")
      + "\n"
  }

  // MARK: At a terminal

  private func ask(_ work: Session.Work, _ day: CivilDate) throws {
    let (number, _) = try work.call {
      try $0.openMeeting(on: day, series: series, date: work.date)
    }
    let file = try work.call { try $0.meeting(on: day, series: series, today: work.date, named: names) }
    let open = try recordable(file.all.filter { $0.row.done == nil }, work)
    if names { try work.noteReading(of: file.all.map(\.row.number)) }
    Output.print(MeetingPapers(file, reader: work.reader).agenda.text(work.style))
    var recorded = file.all.count { $0.row.done != nil }
    do {
      for (place, item) in open.enumerated() {
        let title = "Punkt \(place + 1) av \(open.count): \(item.row.number) \(item.row.title)"
        Output.print("\n" + work.style.wrapped(title + (item.label.map { ", \($0)" } ?? "")) + "\n")
        if try record(item, work, day) { recorded += 1 }
      }
      try finish(number, file, work, hasAsked: !open.isEmpty)
    } catch let failure as Failure where failure.isInterruption {
      throw interrupted(recorded, of: file.all.count)
    }
  }

  private func interrupted(_ recorded: Int, of count: Int) -> Failure {
    Failure(
      .usage, code: "interrupted",
      "avbrutet" + (count == 0 ? "" : "; \(recorded) av \(count) punkter är införda"),
      help: "samma kommando fortsätter där du slutade")
  }

  /// The items of which the person may say what came of them. Nobody fills in forms to be refused: whoever may record none of
  /// those that are left is refused at once.
  private func recordable(_ items: [MeetingFile.Item], _ work: Session.Work) throws
    -> [MeetingFile.Item]
  {
    let own = items.filter { item in item.task.map { work.may([$0.role]) } ?? false }
    if own.isEmpty, let item = items.first, let task = item.task {
      _ = try work.call(case: item.row.number) {
        try $0.preview(.task(task.id), of: item.row.number, values: [:], date: work.date)
      }
    }
    return own
  }

  /// One item, until it is recorded or passed over. What is recorded stays, whatever happens to the next.
  ///
  /// - Returns: whether it is recorded, by this person or by another.
  private func record(_ item: MeetingFile.Item, _ work: Session.Work, _ day: CivilDate) throws
    -> Bool
  {
    guard let task = item.task, let workflow = item.workflow else { return false }
    while true {
      guard let goesOn = work.answer("Föra in vad det blev av punkten?", otherwise: true) else {
        throw Failure.interrupted
      }
      guard goesOn else { return false }
      // Somebody else may have done it while this one was read.
      if try isKnown(item, work, day) { return true }
      do {
        try work.show(try work.complete(task, of: item.row.number, in: workflow))
        return true
      } catch let failure as Failure where !failure.isInterruption {
        // Or while this one filled in the form.
        if try isKnown(item, work, day) { return true }
        Output.print(failure.text(work.style))
      }
    }
  }

  /// Whether an item has been recorded meanwhile; then it is said by whom.
  private func isKnown(_ item: MeetingFile.Item, _ work: Session.Work, _ day: CivilDate) throws
    -> Bool
  {
    guard let row = try done(item, work, day) else { return false }
    Output.print(known("\(row.number) är", row.done, row.doneBy, work))
    return true
  }

  private func done(_ item: MeetingFile.Item, _ work: Session.Work, _ day: CivilDate) throws
    -> AgendaRow?
  {
    let file = try work.call { try $0.meeting(on: day, series: series, today: work.date) }
    return file.all.map(\.row).first {
      $0.number == item.row.number && $0.task == item.row.task && $0.done != nil
    }
  }

  /// What comes before the minutes when nobody has recorded it, then attendance and minutes.
  private func finish(
    _ number: String, _ file: MeetingFile, _ work: Session.Work, hasAsked: Bool
  ) throws {
    guard let declared = file.workflow?.meeting else { return }
    var hasAsked = hasAsked
    let steps = [
      (declared.notice, "Är kallelsen skickad?", false),
      (declared.agenda, "Är dagordningen skickad?", false),
      (declared.minutes, "Föra in närvaro och protokoll?", true),
    ]
    for (task, question, usual) in steps {
      switch try work.finish(
        task, of: number, question: "\n" + question, otherwise: usual, false)
      {
      case .done: hasAsked = true
      case .notOpen: continue
      case .interrupted: throw Failure.interrupted
      case .notYet:
        let text = "Närvaro och protokoll är inte införda; samma kommando fortsätter här."
        return Output.print(work.style.wrapped(text) + "\n")
      }
    }
    if !hasAsked { Output.print("\nInget nytt att föra in.\n") }
  }
}
