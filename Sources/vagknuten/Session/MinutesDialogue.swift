import CaseEngine
import CaseService
import CivilTime
import Outputs
import Programme

/// The minutes of a meeting at a terminal, item by item. What has been answered is recorded at once, so that it can be broken off
/// and gone on with by the same command.
struct MinutesDialogue {
  let work: Session.Work
  let day: CivilDate
  let series: String?
  let names: Bool
  /// The case that is the meeting; nil as long as there is none. It is opened with the first thing that is recorded.
  private var number: String?
  /// Whether anything has been asked.
  private var hasAsked = false

  init(_ work: Session.Work, of day: CivilDate, series: String?, names: Bool) {
    self.work = work
    self.day = day
    self.series = series
    self.names = names
  }

  mutating func run() throws {
    let file = try file(named: names)
    number = file.view?.row.number
    let open = try recordable(file.all.filter { $0.row.done == nil })
    if names { try work.noteReading(of: file.all.map(\.row.number)) }
    Output.print(MeetingPapers(file, reader: work.reader).agenda.text(work.style))
    let before = file.all.count { $0.row.done != nil }
    var recorded = 0
    defer { LineReader.farewell = nil }
    do {
      for (place, item) in open.enumerated() {
        sayAtEnd(before + recorded, of: file.all.count)
        hasAsked = true
        let title = "Punkt \(place + 1) av \(open.count): \(item.row.number) \(item.row.title)"
        Output.print("\n" + work.style.wrapped(title + (item.label.map { ", \($0)" } ?? "")) + "\n")
        for remark in item.remarks { Ask.remark("Obs: \(remark).") }
        guard try record(item) else { continue }
        recorded += 1
        if let by = file.workflow?.opening.by, work.may(by) { _ = try openCase() }
      }
      sayAtEnd(before + recorded, of: file.all.count)
      try finish(file)
    } catch let failure as Failure where failure.isInterruption {
      throw interrupted(before + recorded, of: file.all.count)
    }
  }

  private func file(named: Bool = false) throws -> MeetingFile {
    try work.call {
      try $0.meeting(on: day, series: series, today: work.date, named: named)
    }
  }

  /// Ctrl-C leaves with the same words as Ctrl-D.
  private func sayAtEnd(_ recorded: Int, of count: Int) {
    let farewell = interrupted(recorded, of: count)
    LineReader.farewell = { farewell }
  }

  private func interrupted(_ recorded: Int, of count: Int) -> Failure {
    Failure(
      .usage, code: "interrupted",
      "avbrutet" + (count == 0 ? "" : "; \(recorded) av \(count) punkter är införda"),
      help: "samma kommando fortsätter där du slutade")
  }

  // MARK: Items

  /// The items of which the person may say what came of them. Nobody fills in forms to be refused: whoever may record none of
  /// those that are left is refused at once.
  private func recordable(_ items: [MeetingFile.Item]) throws -> [MeetingFile.Item] {
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
  private func record(_ item: MeetingFile.Item) throws -> Bool {
    while true {
      guard let goesOn = work.answer("Föra in vad det blev av punkten?", otherwise: true) else {
        throw Failure.interrupted
      }
      guard goesOn else { return false }
      do {
        return try work.carryOut(
          .task(item.row.task), of: item.row.number, values: [:], isConfirmed: false, meeting: day
        ) { try isKnown(item) }
      } catch let failure as Failure where !failure.isInterruption {
        Output.print(failure.text(work.style))
      }
    }
  }

  /// Whether an item has been recorded meanwhile; then it is said by whom.
  private func isKnown(_ item: MeetingFile.Item) throws -> Bool {
    let (number, task) = (item.row.number, item.row.task)
    let row = try file().all.map(\.row).first {
      $0.number == number && $0.task == task && $0.done != nil
    }
    if let row {
      Output.print(work.known("\(number) är redan infört", row.done, row.doneBy))
      return true
    }
    // By itself, or at another meeting: then it does not wait for this one.
    let view = try work.call { try $0.view(number) }
    guard !view.tasks.contains(where: { $0.task == task }) else { return false }
    let treated = view.state.treated.last { $0.task == task }
    Output.print(work.known("\(number) är redan infört", treated?.date, treated?.by))
    return true
  }

  // MARK: The meeting itself

  /// The number of the meeting's case.
  private mutating func openCase() throws -> String {
    if let number { return number }
    let (opened, result) = try work.call {
      try $0.openMeeting(on: day, series: series, date: work.date)
    }
    if result != nil { Output.print(Preview.opened(opened)) }
    number = opened
    return opened
  }

  /// What comes before the minutes when nobody has recorded it, then attendance and minutes; in the end what is left.
  private mutating func finish(_ file: MeetingFile) throws {
    var steps: [(task: TaskDefinition, question: String, usual: Bool)] = []
    if let workflow = file.workflow, let declared = workflow.meeting, file.minutes == nil {
      for (id, question, usual) in [
        (declared.notice, "Är kallelsen skickad?", false),
        (declared.agenda, "Är dagordningen skickad?", false),
        (declared.minutes, "Föra in närvaro och protokoll?", true),
      ] {
        guard let task = id.flatMap(workflow.task), work.may([task.role]) else { continue }
        if try isDone(task) { continue }
        steps.append((task, question, usual))
      }
    }
    while let (task, question, usual) = steps.first {
      // Before the case is there, its first step is as good as open.
      if number != nil, try !isOpen(task) { break }
      hasAsked = true
      guard let goesOn = work.answer("\n" + question, otherwise: usual) else {
        throw Failure.interrupted
      }
      guard goesOn else { break }
      let number = try openCase()
      let isDone = try work.carryOut(
        .task(task.id), of: number, values: [:], isConfirmed: task.form.entries.isEmpty
      ) { try work.isDoneMeanwhile(task, of: number) }
      guard isDone else { break }
      steps.removeFirst()
    }
    let rest = try left(steps.map(\.task))
    if !rest.isEmpty {
      let series = series.map { " --serie \($0)" } ?? ""
      Output.print(
        "\n"
          + work.style.wrapped(
            "Kvar att föra in: \(rest). `vagknuten protokoll \(day)\(series)` fortsätter här.")
          + "\n")
    } else if !hasAsked {
      Output.print("\nInget nytt att föra in.\n")
    }
  }

  /// What nobody has recorded yet, and this person may, in words.
  private func left(_ tasks: [TaskDefinition]) throws -> String {
    // Others may have recorded items since they were passed over.
    let skipped = try file().all.count { item in
      item.row.done == nil && item.task.map { work.may([$0.role]) } ?? false
    }
    let items = skipped == 0 ? [] : [counted(skipped, "punkt", "punkter")]
    return (items + tasks.map { "”\($0.title)”" }).listed(last: "och")
  }

  private func isOpen(_ task: TaskDefinition) throws -> Bool {
    guard let number else { return false }
    return try work.call { try $0.view(number) }.tasks.contains { $0.task == task.id }
  }

  private func isDone(_ task: TaskDefinition) throws -> Bool {
    guard let number else { return false }
    return try work.completion(of: task, in: number) != nil
  }
}
