import ArgumentParser
import CaseEngine
import CaseService
import CivilTime
import Diagnostics
import Outputs
import Programme

struct Tilldela: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tilldela", abstract: "Ge ett ärende, eller alla, till den som ska ansvara.",
    usage: """
      vagknuten tilldela <nr> ... <person>
      vagknuten tilldela <nr> <person> --alla
      vagknuten tilldela --alla --från <person> <person>
      """,
    discussion: """
      Med --alla flyttas alla öppna ärenden som samma person ansvarar för som för ärendet, eller som personen efter --från \
      ansvarar för, utom sådana som den nya personen inte arbetar med.
      """, aliases: ["assign"])

  @Argument(
    help: ArgumentHelp(
      "Ärendets nummer, eller fleras, och personens beteckning.", valueName: "nr person"))
  var words: [String] = []

  @Flag(
    name: [.customLong("alla"), .customLong("all")],
    help: "Alla öppna ärenden som samma person ansvarar för.")
  var all = false

  @Option(
    name: [.customLong("från"), .customLong("from")],
    help: ArgumentHelp("Vems ärenden, med --alla.", valueName: "person"))
  var from: String?

  @OptionGroup var confirming: ConfirmingOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if from != nil, !all { throw ValidationError("`--från` används tillsammans med `--alla`") }
    let wanted = from == nil ? ["nr", "person"] : ["person"]
    if let missing = wanted.dropFirst(words.count).first {
      // One word together with --alla is the person, so it is whose cases they are that is missing.
      guard all, from == nil, words.count == 1 else {
        throw ValidationError("argumentet `<\(missing)>` saknas")
      }
      throw ValidationError(
        "vems ärenden saknas: skriv ett ärendes nummer före personen, eller `--från <person>`")
    }
    if all, words.count > wanted.count {
      throw ValidationError("argumentet `\(words[wanted.count])` var inte väntat")
    }
  }

  func run() throws {
    let work = try Session.work(common)
    guard let person = words.last else { return }
    if all { return try moveAll(to: person, work) }
    if words.count > 2 { return try moveSeveral(to: person, work) }
    let number = try work.number(words[0])
    let view = try work.call { try $0.view(number) }
    let command = Command.assign(case: number, person: person)
    // Nothing happens when the person has it already, so nothing is recorded. Who may not do it is refused all the same.
    if view.row.responsible == person, (try? work.service.preview(command, date: work.date)) != nil
    {
      return work.session.show(
        text: "\(work.reader.fullName(of: person)) ansvarar redan för \(number).\n",
        json: CaseScreen(view, today: work.today).json(for: work.reader).printed)
    }
    let result = try work.call { try $0.assign(number, to: person, date: work.date) }
    try work.show(result)
  }

  private func moveAll(to person: String, _ work: Session.Work) throws {
    let owner = try from ?? responsible(for: words[0], work)
    let (going, staying) = try work.call { try $0.caseload(of: owner, goingTo: person) }
    let move = "från \(work.reader.fullName(of: owner)) till \(work.reader.fullName(of: person))"
    let rest = Preview.staying(staying, with: owner, not: person, for: work.reader, work.style)
    if going.isEmpty || owner == person {
      work.session.show(text: "Inget att flytta \(move).\n" + rest, json: "[]\n")
      return
    }
    let count = counted(going.count, "ärende", "ärenden")
    if Terminal.canAsk, !confirming.yes, !common.json {
      Output.print("\(count) \(move):\n" + Preview.moving(going, for: work.reader) + rest)
      guard try Confirmation.ask("Flytta?") else { return }
    }
    let results = try work.call { try $0.assignAll(from: owner, to: person, date: work.date) }
    show(results, "\(count) \(move) har flyttats:", work)
    if !common.json {
      Output.print(
        rest + Preview.wayBack("tilldela", results.map(\.number) + [owner], work.style))
    }
  }

  private func moveSeveral(to person: String, _ work: Session.Work) throws {
    var numbers: [String] = []
    for word in words.dropLast() {
      let number = try work.number(word)
      if !numbers.contains(number) { numbers.append(number) }
    }
    let results = try work.call { try $0.assign(numbers, to: person, date: work.date) }
    show(
      results,
      "\(counted(results.count, "ärende", "ärenden")) till \(work.reader.fullName(of: person)):",
      work)
  }

  private func show(_ results: [CommandResult], _ head: String, _ work: Session.Work) {
    if let first = results.first { Output.hasRecorded(first.number) }
    let rows = results.flatMap { result in
      result.projection.cases.filter { $0.number == result.number }
    }
    work.session.show(
      text: head + "\n" + Preview.moving(rows, for: work.reader),
      json: CaseList(cases: rows, today: work.today).json(for: work.reader).printed)
  }

  private func responsible(for text: String, _ work: Session.Work) throws -> String {
    let number = try work.number(text)
    if let person = try work.call({ try $0.view(number) }).row.responsible { return person }
    throw Failure(
      .usage, code: "nobody-responsible", "ingen ansvarar för \(number)",
      help: "säg vems ärenden med `--från PERSON`")
  }
}

struct SkjutUpp: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skjut-upp",
    abstract: "Ge en uppgift en ny dag, med skäl; med `-` räknas dagen fram igen.",
    aliases: ["postpone"])

  @Argument(help: ArgumentHelp("Ärendets nummer.", valueName: "nr"))
  var number: String

  @Argument(help: ArgumentHelp("Uppgiftens beteckning.", valueName: "uppgift"))
  var task: String

  @Argument(help: ArgumentHelp("Den nya dagen.", valueName: "dag"))
  var day: String

  @Option(
    name: [.customLong("skäl"), .customLong("reason")],
    help: ArgumentHelp("Varför; i en terminal frågas annars efter det.", valueName: "text"))
  var reason: String?

  @OptionGroup var confirming: ConfirmingOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common)
    let meant = try day == "-" ? nil : Session.day(day, today: work.today)
    let number = try work.number(number)
    let view = try work.call { try $0.view(number) }
    let task = work.meant(task, among: view.tasks.map { ($0.task, $0.title) }, view)
    _ = try work.task(task, of: view)
    let due = try meant.map { try workingDay($0, work) }
    let postponed = Command.postpone(case: number, task: task, due: due, reason: "?")
    // What cannot be put off is refused before anybody is asked why.
    if reason == nil, Terminal.canAsk {
      try work.call(case: number) { try $0.attempt(postponed, date: work.date) }
    }
    let reason = try work.reason(reason, "Varför skjuts den upp?")
    let result = try work.call(case: number) {
      try $0.postpone(task, of: number, to: due, reason: reason, date: work.date)
    }
    try work.show(result)
  }

  /// The day that is meant, or the next one on which people work.
  private func workingDay(_ day: CivilDate, _ work: Session.Work) throws -> CivilDate {
    let calendar = work.programme.calendar
    // A day that has passed is refused as it was given.
    guard day >= work.date else { return day }
    let meant = calendar.nextWorkingDay(onOrAfter: day) ?? day
    if meant != day {
      Output.note("\(day) är ingen arbetsdag; det blir \(meant.weekdayName) \(meant).\n")
    }
    try work.makeSure(of: meant, isConfirmed: confirming.yes)
    return meant
  }
}
