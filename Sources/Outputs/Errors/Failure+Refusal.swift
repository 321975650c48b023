import CaseEngine
import Diagnostics
import FEEL
public import Programme

extension Failure {
  init(_ refusal: Refusal, _ context: Context) {
    let reasons = refusal.reasons
    var details: [Detail] = []
    var helps: [String] = []
    let ways = reasons.count { if case .condition = $0 { true } else { false } }
    // What is for somebody else to fill in is told in a line.
    let isOthers = reasons.contains { if case .notAllowed = $0 { true } else { false } }
    var empty: [String] = []
    for reason in reasons {
      if isOthers, case .missingField(let name) = reason {
        empty.append("`\(name)`")
        continue
      }
      details += Self.details(reason, context, isAlone: ways == 1)
      if let help = Self.help(reason, context), !helps.contains(help) { helps.append(help) }
    }
    if !empty.isEmpty {
      details.append(Detail("dessutom saknas \(empty.listed(last: "och"))"))
    }
    // One reason is the message itself; several are listed below it.
    let message: String
    let heads = details.count { $0.level == 0 }
    if heads == 1, let first = details.first {
      message = first.text
      details = details.dropFirst().map { Detail($0.text, level: $0.level - 1) }
    } else {
      message = "\(heads) saker står i vägen"
    }
    let (status, code): (ExitStatus, String) =
      if reasons.contains(where: \.isMisspelt) {
        (.usage, "wrong-name")
      } else if reasons.contains(where: \.isAboutDefinitions) {
        (.definitions, "vanished")
      } else {
        (.refused, "refused")
      }
    self.init(
      status, code: code, message, details: details,
      help: helps.isEmpty ? nil : helps.joined(separator: "; "))
  }

  private static func details(_ reason: Refusal.Reason, _ context: Context, isAlone: Bool)
    -> [Detail]
  {
    switch reason {
    case .condition(let condition): return details(condition, context, isAlone: isAlone)
    case .notAllowedValue(let name, let text, let limits):
      let allowed = limits?.swedish.map { "skriv \($0)" } ?? "det ska klara `\(text)`"
      return [Detail("värdet för `\(name)` går inte att godta; \(allowed)")]
    case .missingField(let name):
      guard let field = context.form.first(where: { $0.name == name }) else {
        return [Detail(reason.summary)]
      }
      let title = field.title == name ? "" : " (\(field.title))"
      return [Detail("`\(name)`\(title) saknas; skriv \(field.expectation)")]
    default: return [Detail(reason.summary)]
    }
  }

  /// What a condition lacks, in words; where several ways were open, under where each leads. The rule's own text is for
  /// `förklara`.
  private static func details(_ condition: Refusal.Condition, _ context: Context, isAlone: Bool)
    -> [Detail]
  {
    guard let reader = context.reader, !condition.unmet.isEmpty else {
      return [Detail(Refusal.Reason.condition(condition).summary)]
    }
    let words = ShortfallWords(reader: reader, showsProtected: context.style.isTerminal)
    var details: [Detail] = []
    var level = 0
    if !isAlone, !condition.leadsTo.isEmpty {
      let places = condition.leadsTo.map { "”\($0)”" }.listed(last: "och")
      details.append(Detail("för att komma till \(places):"))
      level = 1
    }
    for line in words.lines(condition.unmet, of: condition.protection) {
      details.append(Detail(line.text, level: level + (line.isRemark ? 1 : 0)))
      details += line.reads.map { Detail($0.text, level: level + 1) }
      for below in line.below {
        details.append(Detail(below.text, level: level + 1))
        details += below.reads.map { Detail($0.text, level: level + 2) }
      }
    }
    let rule = ["regel: \(condition.place)", condition.basis].compactMap { $0 }
    details.append(Detail(rule.joined(separator: ", "), level: level + 1))
    return details
  }

  private static func help(_ reason: Refusal.Reason, _ context: Context) -> String? {
    switch reason {
    case .unknownWorkflow(let id, let available), .unknownPerson(let id, let available):
      return nearest(id, among: available)
    case .unknownField(let id, let available):
      if available.isEmpty, !id.isEmpty { return "här fylls inga fält i" }
      // Of many names those like it are told, and where the others stand.
      guard available.count > 8 else { return nearest(id, among: available) }
      let near = resembling(id, among: available).map { "`\($0)`" }.listed(last: "eller")
      return (near.isEmpty ? "" : "menade du \(near)? ")
        + "alla namn visas av `vagknuten ärende visa NR --fält`"
    case .unknownTask(let id, let open):
      return suggest(id, among: open).map { "menade du `\($0)`?" }
    case .unknownEvent(let id, let available):
      if let near = suggest(id, among: available) { return "menade du `\(near)`?" }
      return possible(context) ?? nearest(id, among: available)
    case .notNow: return possible(context)
    case .condition(let condition): return alternatives(condition, context)
    case .parentNeeded: return "ange ärendet ovanför med `--förälder NR`"
    case .unknownCase: return "numren står i `vagknuten ärenden`"
    case .cannotUndo:
      return "rätta med `rätta NR fält=värde --skäl ...`, eller registrera det som gäller nu"
    case .namesSomebody: return "skriv så att ingen går att känna igen"
    case .calculated:
      return "rätta det som värdet vilar på, och registrera att bedömningen görs om"
    case .unknownEscalation: return "beteckningarna står i `vagknuten eskaleringar`"
    case .notAllowed:
      guard let reader = context.reader else { return nil }
      let roles = reader.person.roles.map(reader.title(role:)).listed(last: "och")
      return "du är \(roles.isEmpty ? "utan roll" : roles) (\(reader.person.name))"
    default: return nil
    }
  }

  /// What can be chosen instead, or where what is missing stands, for those who may be told why.
  private static func alternatives(_ condition: Refusal.Condition, _ context: Context) -> String? {
    guard let reader = context.reader else { return nil }
    let words = ShortfallWords(reader: reader, showsProtected: context.style.isTerminal)
    let told = condition.alternatives.filter { words.mayTell($0.protection) }.map { other in
      let text = "\(other.field)=\(other.value.swedish)"
      return text.contains(" ") ? "`'\(text)'`" : "`\(text)`"
    }
    // Where more could be filled in nobody is led to another decision instead.
    let form = Set(context.form.map(\.name)).subtracting(condition.alternatives.map(\.field))
    let isForm = !Refusal(.condition(condition)).fields { _ in true }.isDisjoint(with: form)
    if !told.isEmpty, !isForm { return "det som går att välja nu är \(told.listed(last: "eller"))" }
    let rests = words.mayTell(condition.protection) && condition.unmet.contains(where: \.restsAbove)
    return rests ? "det som fattas registreras eller rättas i ärendet ovanför" : nil
  }

  private static func possible(_ context: Context) -> String? { possible(context.eventsNow) }

  /// What can be recorded now, as a help text; nil when there is nothing.
  public static func possible(_ events: [EventDefinition]) -> String? {
    guard !events.isEmpty else { return nil }
    let ids = events.prefix(10).map { "`\($0.id)`" }
    let rest = events.count - ids.count
    return "nu går det att registrera \(ids.joined(separator: ", "))"
      + (rest > 0 ? " och \(rest) till" : "")
  }
}

extension Unmet {
  /// Whether it reads the case above, and nothing else says what it lacks.
  fileprivate var restsAbove: Bool {
    switch self {
    case .test(let shortfall):
      shortfall.reads.contains { term in term.names.contains { $0.hasPrefix("parent.") } }
    case .named(_, let reasons): reasons.contains(where: \.restsAbove)
    case .missing, .anyOf: false
    }
  }
}

extension Refusal.Reason {
  /// Whether the one who asked wrote a name or value that does not exist, rather than being stopped by a rule.
  var isMisspelt: Bool {
    switch self {
    case .unknownWorkflow, .unknownCase, .unknownPerson, .unknownEvent, .unknownField, .wrongValue,
      .notAllowedValue, .unknownEscalation:
      true
    default: false
    }
  }

  /// Whether the definitions no longer fit a case, so that nothing anybody asks for can be done with it.
  var isAboutDefinitions: Bool {
    switch self {
    case .vanishedState, .vanishedWorkflow: true
    default: false
    }
  }
}
