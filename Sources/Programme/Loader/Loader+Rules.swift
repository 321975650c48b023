import CivilTime
import Diagnostics
import FEEL
import YAMLTree

extension Loader {
  /// Guidelines, calendar, meetings and budgets: everything in `Rules` but decision tables.
  mutating func readRules() {
    let parameters = all(.guidelines).flatMap { $0.root.entries("parameters") }
    checkUnique(parameters.map { ($0.name, $0.key.span) }, "duplicate-guideline", "riktlinjen")
    for entry in parameters {
      checkName(entry.name, under: "riktlinjer", at: entry.key.span)
      readGuideline(entry)
    }
    if let file = single(.calendar)?.root { readCalendar(file) }
    for file in all(.meetings) {
      for entry in file.root.entries("series") { readMeeting(entry) }
    }
    if let file = single(.budgets)?.root { readBudgets(file) }
  }

  private mutating func readGuideline(_ entry: YAMLEntry) {
    let node = entry.value
    guard let type = node.text("type").flatMap(GuidelineType.init) else {
      vagueGuidelines.insert(entry.name)
      return
    }
    var applies = Guideline.Applies.current
    if let field = node["applies"]?.text("fixed at") { applies = .fixedAt(field) }
    let shared = basis(node)
    var values: [Guideline.DatedValue] = []
    for dated in node.entries("values") {
      guard let from = CivilDate.parse(dated.name), let valueNode = dated.value["value"],
        let text = valueNode.text
      else { continue }
      if type == .money, isAmbiguous(text, at: valueNode.span) { continue }
      guard let (value, period) = parse(text, as: type) else {
        diagnostics.error(
          "wrong-value", "`\(text)` är inte \(type.swedish)", at: valueNode.span,
          help: type.example)
        continue
      }
      let own = basis(dated.value)
      values.append(
        Guideline.DatedValue(
          from: from, value: value, period: period, text: text,
          basis: own == .none ? shared : own, span: dated.value.span))
    }
    if node.entries("values").isEmpty, node["values"]?.entries != nil {
      diagnostics.error(
        "no-values", "riktlinjen `\(entry.name)` har inget värde", at: entry.key.span,
        help: "skriv minst ett datum med ett värde under `values`")
    }
    guidelines.append(
      Guideline(
        name: entry.name, title: node.text("title") ?? entry.name, type: type, applies: applies,
        values: values.sorted { $0.from < $1.from }, span: entry.key.span))
  }

  /// Whether an amount has a point where thousands end (`50.000`): people mean fifty thousand, and it would be fifty.
  private mutating func isAmbiguous(_ text: String, at span: SourceSpan) -> Bool {
    let bare = text.filter { !$0.isWhitespace && $0 != "-" }
    let digits = bare.hasSuffix("kr") ? String(bare.dropLast(2)) : bare
    let groups = digits.split(separator: ".", omittingEmptySubsequences: false)
    let isWritten = groups.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }
    guard groups.count > 1, isWritten, groups.dropFirst().allSatisfy({ $0.utf8.count == 3 }) else {
      return false
    }
    diagnostics.error(
      "thousands-point", "i `\(text)` skiljer punkten inte tusental, för den är decimaltecken",
      at: span,
      help: "skriv `\(groups.joined())` eller `\(groups.joined(separator: " "))`")
    return true
  }

  private func parse(_ text: String, as type: GuidelineType) -> (Value, Period?)? {
    switch type {
    case .months:
      guard case .months(let count)? = Period.parse(text) else { return nil }
      return (.monthsDuration(MonthsDuration(months: count)), .months(count))
    case .weeks:
      guard case .weeks(let count)? = Period.parse(text) else { return nil }
      return (.daysDuration(DaysDuration(seconds: count * 7 * 86_400)), .weeks(count))
    case .days:
      guard case .days(let count)? = Period.parse(text) else { return nil }
      return (.daysDuration(DaysDuration(seconds: count * 86_400)), .days(count))
    case .workingDays:
      guard case .workingDays(let count)? = Period.parse(text) else { return nil }
      return (.number(count), .workingDays(count))
    case .number: return Number(text).map { (.number($0), nil) }
    case .money:
      let digits = text.filter { !$0.isWhitespace }
      let amount = digits.hasSuffix("kr") ? String(digits.dropLast(2)) : digits
      return Number(amount).map { (.number($0), nil) }
    case .string: return (.string(text), nil)
    case .boolean: return parseBoolean(text).map { (.boolean($0), nil) }
    case .date: return CivilDate.parse(text).map { (.date($0), nil) }
    }
  }

  // MARK: Calendar, meetings, budgets

  private mutating func readCalendar(_ root: YAMLNode) {
    let closedWeekdays = root.texts("closed weekdays").compactMap { name in
      weekdays.firstIndex(of: name).map { $0 + 1 }
    }
    if Set(closedWeekdays).count == weekdays.count {
      diagnostics.error(
        "no-working-days", "alla veckans dagar är stängda, så det finns inga arbetsdagar",
        at: root["closed weekdays"]?.span, help: "skriv som `[lördag, söndag]`")
    }
    var days: [ClosedDay] = []
    for entry in root.entries("holidays") {
      _ = basis(entry.value)
      guard let rule = closedDayRule(entry.value) else {
        if isTold(entry.value) { continue }
        diagnostics.error(
          "wrong-holiday", "`\(entry.name)` säger inte vilken dag det är", at: entry.key.span,
          help: "skriv `date: 12-24`, `easter: -2` eller `weekday: fredag` med `from` och `to`")
        continue
      }
      checkStretch(rule, entry)
      days.append(ClosedDay(name: entry.name, rule: rule))
    }
    for entry in root.entries("closed") {
      guard let date = CivilDate.parse(entry.name) else { continue }
      days.append(ClosedDay(name: entry.value.text ?? entry.name, rule: .date(date)))
    }
    calendar = WorkingCalendar(closedDays: days, closedWeekdays: Set(closedWeekdays))
  }

  /// Each weekday comes once in seven days: in fewer some years lack it, in more it is another than what was meant.
  private mutating func checkStretch(_ rule: ClosedDayRule, _ entry: YAMLEntry) {
    guard case .weekdayInRange(_, let from, let through) = rule,
      let start = CivilDate(year: 2017, month: from.month, day: from.day)
    else { return }
    // 2017 was no leap year; 29 February stands for the end of the month.
    func day(in year: Int) -> CivilDate? {
      CivilDate(year: year, month: through.month, day: min(through.day, 28))
        .flatMap { $0.adding(days: through.month == 2 ? 0 : through.day - min(through.day, 28)) }
    }
    guard let sameYear = day(in: 2017), let end = sameYear >= start ? sameYear : day(in: 2018)
    else {
      return
    }
    let length = start.days(until: end) + 1
    guard length != weekdays.count, let last = start.adding(days: weekdays.count - 1) else {
      return
    }
    diagnostics.error(
      "wrong-holiday",
      "från \(monthDay(start)) till \(monthDay(end)) är det \(length) dagar, men det ska vara precis en vecka",
      at: entry.value["to"]?.span,
      help: "skriv `to: \(monthDay(last))`, så finns veckodagen en gång varje år")
  }

  /// As it is written in the calendar: `06-19`.
  private func monthDay(_ date: CivilDate) -> String { String(date.description.suffix(5)) }

  private func closedDayRule(_ node: YAMLNode) -> ClosedDayRule? {
    func monthDay(_ key: String) -> MonthDay? {
      node.text(key).flatMap { MonthDay.parse($0) }
    }
    if let date = monthDay("date") { return .fixed(date) }
    if let offset = node.text("easter").flatMap({ Int($0) }) {
      return ClosedDayRule.offsets.contains(offset) ? .easter(offset: offset) : nil
    }
    guard let weekday = node.text("weekday").flatMap({ weekdays.firstIndex(of: $0) }),
      let from = monthDay("from"), let through = monthDay("to")
    else { return nil }
    return .weekdayInRange(weekday: weekday + 1, from: from, through: through)
  }

  /// Whether something in a holiday has a finding of its own, which says more than that there is no day in it.
  private func isTold(_ node: YAMLNode) -> Bool {
    guard let entries = node.entries else { return true }
    return entries.contains { entry in
      guard let text = entry.value.text else { return true }
      switch entry.name {
      case "date", "from", "to": return MonthDay.parse(text) == nil
      case "easter": return Int(text) == nil
      case "weekday": return !weekdays.contains(text)
      default:
        return FileKind.calendar.shape.recordsInside.allSatisfy { $0.field(entry.name) == nil }
      }
    }
  }

  private mutating func readMeeting(_ entry: YAMLEntry) {
    let node = entry.value
    guard let first = node.date("first"), let text = node.text("every"),
      let period = Period.parse(text)
    else {
      vagueMeetings.insert(entry.name)
      return
    }
    guard case .weeks(let weeks) = period,
      let series = MeetingSeries(
        first: first, everyWeeks: weeks, through: node.date("through"),
        shift: node.text("shift") == "previous" ? .previous : .next)
    else {
      diagnostics.error(
        "wrong-value", "`\(text)` går inte att använda för möten", at: node["every"]?.span,
        help: "möten återkommer med hela veckor: `3 veckor`")
      vagueMeetings.insert(entry.name)
      return
    }
    if let through = node.date("through"), through < first {
      diagnostics.error(
        "wrong-period", "mötena slutar \(through), innan de börjar \(first)",
        at: node["through"]?.span)
    }
    if meetings[entry.name] != nil {
      diagnostics.error(
        "duplicate-meeting", "mötet `\(entry.name)` finns redan", at: entry.key.span)
    }
    meetings[entry.name] = Meeting(
      id: entry.name, title: node.text("title") ?? entry.name, series: series,
      role: role(node["role"]), basis: basis(node))
  }

  private mutating func readBudgets(_ root: YAMLNode) {
    // A budget year that cannot be read is no reason to know nothing of the pots.
    let start = root.text("year starts").flatMap { MonthDay.parse($0) }
    for entry in root.entries("pots") {
      let shared = basis(entry.value)
      var years: [Budget.Year] = []
      for dated in entry.value.entries("values") {
        guard let from = CivilDate.parse(dated.name), let node = dated.value["value"],
          let text = node.text
        else { continue }
        if isAmbiguous(text, at: node.span) { continue }
        guard case (.number(let amount), _)? = parse(text, as: .money) else {
          diagnostics.error(
            "wrong-value", "`\(text)` är inget belopp", at: node.span, help: "skriv som `50000`")
          continue
        }
        if amount.isNegative {
          diagnostics.error(
            "wrong-value", "en pott kan inte vara mindre än noll, och här står `\(text)`",
            at: node.span,
            help: "skriv som `50000`; det som används räknas av för sig")
          continue
        }
        guard start.map({ $0 == MonthDay(month: from.month, day: from.day) }) ?? true else {
          diagnostics.error(
            "wrong-budget-year", "budgetåret börjar inte \(dated.name)", at: dated.key.span,
            help: "det börjar den dag som `year starts` säger")
          continue
        }
        let own = basis(dated.value)
        years.append(
          Budget.Year(
            from: from, to: from.adding(months: 12) ?? from, amount: amount,
            basis: own == .none ? shared : own))
      }
      budgets.append(
        Budget(
          name: entry.name, title: entry.value.text("title") ?? entry.name,
          years: years.sorted { $0.from < $1.from }))
    }
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

extension GuidelineType {
  /// What a value is, as it fits after "är inte".
  fileprivate var swedish: String {
    switch self {
    case .months: "ett antal månader"
    case .weeks: "ett antal veckor"
    case .days: "ett antal dagar"
    case .workingDays: "ett antal arbetsdagar"
    case .number: "ett tal"
    case .money: "ett belopp"
    case .string: "en text"
    case .boolean: "`ja` eller `nej`"
    case .date: "ett datum"
    }
  }

  fileprivate var example: String {
    switch self {
    case .months: "skriv som `12 månader`"
    case .weeks: "skriv som `3 veckor`"
    case .days: "skriv som `90 dagar`"
    case .workingDays: "skriv som `20 arbetsdagar`"
    case .number: "skriv som `18`"
    case .money: "skriv som `50000`"
    case .string: "skriv en text"
    case .boolean: "skriv `ja` eller `nej`"
    case .date: "skriv som `2017-02-01`"
    }
  }
}
