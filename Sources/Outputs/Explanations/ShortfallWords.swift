import CaseEngine
import FEEL
import Programme

/// Says in words what would have to be true and is not.
struct ShortfallWords {
  let reader: Reader
  /// Whether protected values are shown at all: on a screen that the reader asked for they are, in the text of a failure
  /// only at a terminal.
  var showsProtected = true

  /// A line, and lines below it.
  struct Line: Equatable {
    let text: String
    var below: [Line] = []
    /// Whether it is about the lines before it, and no thing of its own that is lacking.
    var isRemark = false
    /// What stands behind it: for whoever was refused, where nothing else shows what was read.
    var reads: [Line] = []
  }

  /// Each thing that a condition lacks as a line. Where the reader may not read all that the condition rests on, or it is
  /// not shown here, what rests on that is not told, neither when it is missing nor when it is not: the sentence tells the
  /// value also where the value itself is left out.
  ///
  /// - Parameter protection: that of the whole condition.
  func lines(_ unmet: [Unmet], of protection: Set<Protection>) -> [Line] {
    guard !mayTell(protection) else { return lines(unmet) }
    let told = lines(unmet.filter { mayTell($0.protection) })
    let remark =
      reader.roleReads(protection)
      ? "villkoret rör \(told.isEmpty ? "" : "också ")skyddade uppgifter; kör i en terminal för att se vilka"
      : "villkoret rör också skyddade uppgifter, som din roll inte läser"
    return told + [Line(text: remark, isRemark: !told.isEmpty)]
  }

  func mayTell(_ protection: Set<Protection>) -> Bool {
    protection.isEmpty || showsProtected && reader.mayRead(protection)
  }

  private func lines(_ unmet: [Unmet]) -> [Line] {
    var result: [Line] = []
    for item in unmet {
      let line = line(item)
      if !result.contains(where: { $0.text == line.text && $0.below == line.below }) {
        result.append(line)
      }
    }
    return result
  }

  /// In one line, for lists.
  func brief(_ unmet: [Unmet], of protection: Set<Protection>) -> String {
    let texts = lines(unmet, of: protection).map { line in
      line.below.isEmpty
        ? line.text : "\(line.text) \(line.below.map(\.text).joined(separator: "; "))"
    }
    return texts.joined(separator: "; ")
  }

  private func line(_ unmet: Unmet) -> Line {
    switch unmet {
    case .test(let shortfall):
      return silence(shortfall)
        ?? Line(text: text(shortfall), reads: shortfall.reads.map { Line(text: read($0)) })
    case .missing(_, let title, let state):
      return Line(text: "\(quoted(title)) saknas och behövs för \(quoted(state))")
    case .anyOf(let groups):
      return Line(
        text: "ett av det här behövs:",
        below: groups.map { Line(text: lines($0).map(\.text).listed(last: "och")) })
    case .named(let shortfall, let reasons):
      let inner = lines(reasons)
      if inner.count == 1, let only = inner.first, !only.below.isEmpty {
        return Line(text: "\(text(shortfall)); \(only.text)", below: only.below)
      }
      return Line(
        text: "\(text(shortfall)):",
        below: inner.flatMap { [Line(text: $0.text, reads: $0.reads)] + $0.below })
    }
  }

  /// Of tables that give no answer: which rows are at odds, or that none fits, and what was read. The question itself says nothing
  /// then.
  private func silence(_ shortfall: Shortfall) -> Line? {
    guard let table = shortfall.tables.first else { return nil }
    let rows = table.rows.map { "\($0 + 1)" }.listed(last: "och")
    let why =
      table.rows.isEmpty
      ? "ingen rad passar"
      : "rad \(rows) passar samtidigt"
        + (table.isUnique ? ", och bara en får göra det" : " men svarar olika")
    let inputs = table.inputs.map { input in
      input.value.isNull
        ? "\(input.title) saknas"
        : "\(input.title) = \(reader.text(input.value, shortfall.protection))"
    }
    return Line(
      text: "tabellen \(quoted(table.title)) ger inget svar: \(why)",
      below: inputs.isEmpty ? [] : [Line(text: "den läste: \(inputs.joined(separator: "; "))")])
  }

  private func read(_ term: Shortfall.Term) -> String {
    let isEmpty = if case .list(let items) = term.value { items.isEmpty } else { term.value.isNull }
    let title = term.title ?? term.text
    return isEmpty && mayTell(term.protection)
      ? "\(title): saknas" : "\(title): \(value(term, money: term.isMoney))"
  }

  private func text(_ shortfall: Shortfall) -> String {
    let subject = shortfall.subject
    if let state = subject.state {
      return "ärendet är \(shortfall.relation == .holdsNot ? "" : "inte ")i \(quoted(state))"
    }
    guard let name = subject.title.map(quoted) else { return unnamed(shortfall) }
    let objects = shortfall.objects
    switch shortfall.relation {
    case .holds: return "\(name) \(isNot(shortfall))"
    case .holdsNot:
      return
        "\(name) \(shortfall.isUndecided ? isNot(shortfall) : "stämmer, men får inte göra det")"
    case .notEqual where objects.first?.isNothing ?? false: return "\(name) saknas"
    case .equal where objects.first?.isNothing ?? false:
      return "\(name) ska vara tomt\(present(subject, money: false))"
    default: break
    }
    // A question about something true or false that has only a name of its own.
    if shortfall.relation == .equal, subject.title == subject.text,
      objects.first?.value == .boolean(true), !subject.names.isEmpty
    {
      return "\(name) \(isNot(shortfall))"
    }
    // What is asked for may be known before what is asked about: `x = y` says the same of y.
    if shortfall.relation == .equal, !subject.value.isNull, let object = objects.first,
      objects.count == 1, object.value.isNull, let title = object.title
    {
      return "\(quoted(title)) saknas; behöver vara som \(name) (\(value(subject, money: false)))"
    }
    let money = subject.isMoney || objects.contains(where: \.isMoney)
    if let unknown = objects.first(where: { $0.value.isNull }) {
      return
        "\(name) kan inte jämföras, för \(unknown.title.map(quoted) ?? "`\(unknown.text)`") saknas"
    }
    let wanted = objects.map { value($0, money: money) }.listed(last: "eller")
    let demand = "\(relation(shortfall, wanted))\(origin(objects))"
    return subject.value.isNull
      ? "\(name) saknas; behöver vara \(demand)"
      : "\(name) behöver vara \(demand)\(present(subject, money: money))"
  }

  private func isNot(_ shortfall: Shortfall) -> String {
    shortfall.isUndecided ? "går inte att avgöra än" : "stämmer inte"
  }

  /// What has no name of its own: the rule's own text, with what is there.
  private func unnamed(_ shortfall: Shortfall) -> String {
    let why = shortfall.isUndecided ? "går inte att avgöra" : "gäller inte"
    guard ![.holds, .holdsNot].contains(shortfall.relation), !shortfall.subject.value.isNull else {
      return "ett villkor i reglerna \(why): `\(shortfall.text.oneLine)`"
    }
    return
      "ett villkor i reglerna \(why): `\(shortfall.text.oneLine)`; `\(shortfall.subject.text.oneLine)` är \(value(shortfall.subject, money: false))"
  }

  private func present(_ term: Shortfall.Term, money: Bool) -> String {
    ", är \(value(term, money: money))"
  }

  /// Where a limit comes from, when it has a name.
  private func origin(_ objects: [Shortfall.Term]) -> String {
    guard objects.count == 1, let object = objects.first, !object.isConstant,
      let title = object.title
    else { return "" }
    return " (\(title))"
  }

  private func value(_ term: Shortfall.Term, money: Bool) -> String {
    guard term.protection.isEmpty || showsProtected else { return Reader.hiddenHere }
    if case .number(let number) = term.value, money { return number.kronor }
    return reader.text(term.value, term.protection)
  }

  private func relation(_ shortfall: Shortfall, _ wanted: String) -> String {
    let isDate =
      switch shortfall.objects.first?.value {
      case .date, .dateTime: true
      default: false
      }
    return switch shortfall.relation {
    case .equal, .among, .holds, .holdsNot: wanted
    case .notEqual: "något annat än \(wanted)"
    case .less: isDate ? "före \(wanted)" : "mindre än \(wanted)"
    case .lessOrEqual: isDate ? "senast \(wanted)" : "högst \(wanted)"
    case .greater: isDate ? "efter \(wanted)" : "mer än \(wanted)"
    case .greaterOrEqual: isDate ? "tidigast \(wanted)" : "minst \(wanted)"
    }
  }

  private func quoted(_ text: String) -> String { "”\(text)”" }
}

extension [ConstantTest] {
  /// What is allowed, in words, as it fits after "skriv"; nil when it has no plain form.
  var swedish: String? {
    var words: [String] = []
    for test in self {
      guard let word = test.swedish else { return nil }
      words.append(word)
    }
    return words.isEmpty ? nil : words.listed(last: "eller")
  }
}

extension ConstantTest {
  fileprivate var swedish: String? {
    switch self {
    case .compare(let comparison, let value):
      switch (comparison, value) {
      case (">", .date): return "en dag efter \(value.swedish)"
      case (">=", .date): return "en dag tidigast \(value.swedish)"
      case ("<", .date): return "en dag före \(value.swedish)"
      case ("<=", .date): return "en dag senast \(value.swedish)"
      case (">", _): return "mer än \(value.swedish)"
      case (">=", _): return "minst \(value.swedish)"
      case ("<", _): return "mindre än \(value.swedish)"
      case ("<=", _): return "högst \(value.swedish)"
      case ("=", _): return value.swedish
      default: return nil
      }
    case .value(.range(let range)):
      guard case .interval = range.form, !range.start.isNull, !range.end.isNull else { return nil }
      return "något från \(range.start.swedish) till \(range.end.swedish)"
    case .value(let value): return value.swedish
    }
  }
}

extension Shortfall.Term {
  /// Whether the rule itself says that there should be nothing.
  fileprivate var isNothing: Bool { isConstant && value.isNull }
}
