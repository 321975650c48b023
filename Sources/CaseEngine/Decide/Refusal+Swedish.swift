import CivilTime

extension Refusal {
  /// What stands in the way, in one line and without values of the case: for faults and logs.
  public var summary: String { reasons.map(\.summary).joined(separator: "; ") }
}

extension Refusal.Reason {
  /// What stands in the way, in words that hold no value of the case.
  public var summary: String {
    switch self {
    case .unknownWorkflow(let id, _): "arbetsflödet `\(id)` finns inte"
    case .unknownCase(let number): "ärendet \(number) finns inte"
    case .caseEnded(let number, let date): "ärendet \(number) avslutades \(date)"
    case .unknownPerson(let id, _): "personen `\(id)` finns inte"
    case .notAllowed(let what, let roles):
      "du får inte \(what); det får \(roles.listed(last: "eller"))"
    case .parentNeeded(let workflow, let parents):
      "\(workflow) öppnas under ett annat ärende (\(parents.listed(last: "eller")))"
    case .wrongParent(let workflow, let parent, let parents):
      "\(workflow) öppnas inte under ett ärende av slaget `\(parent)`, utan \(parents.listed(last: "eller"))"
    case .unknownEvent(let id, _): "händelsen `\(id)` finns inte"
    case .notNow(let event, let states, let listening):
      "”\(event)” går inte att registrera nu. Ärendet är i \(states.listed(last: "och"))"
        + (listening.isEmpty ? "" : "; händelsen hör till \(listening.listed(last: "eller"))")
    case .unknownTask(let id, let open):
      "det finns ingen öppen uppgift `\(id)`"
        + (open.isEmpty ? "; inga uppgifter är öppna" : "; öppna är \(open.listed(last: "och"))")
    case .unknownField(let name, _): "fältet `\(name)` finns inte här"
    case .wrongValue(let field, let expected):
      "värdet för `\(field)` passar inte; skriv \(expected)"
    case .missingField(let name): "`\(name)` saknas"
    case .missingRequirement(let field, let state): "`\(field)` måste finnas för ”\(state)”"
    case .condition(let condition):
      condition.isUndecided
        ? "villkoret `\(condition.text)` går inte att avgöra"
        : "villkoret `\(condition.text)` är inte uppfyllt"
    case .beforeEntry(let what, let since): "dagen ligger före \(since), då ”\(what)” började"
    case .doneAlready(let what, let date, let next):
      "”\(what)” är redan gjord den \(date)" + (next.map { "; nästa gång är senast \($0)" } ?? "")
    case .unknownEscalation(let serial): "det finns ingen öppen eskalering \(serial) i ärendet"
    case .endless(let states):
      states.count == 1
        ? "tillståndet \(states.listed(last: "och")) leder till sig självt utan slut"
        : "tillstånden \(states.listed(last: "och")) leder till varandra utan slut"
    case .tooManySteps(let limit): "fler än \(limit) automatiska steg i ett ärende"
    case .vanishedState(let state, let workflow, let number, let definitions):
      "ärendet \(number) är i `\(state)`, som inte längre finns i arbetsflödet `\(workflow)`; det fanns i reglerna \(definitions.prefix(12))"
    case .vanishedWorkflow(let workflow, let number, let definitions):
      "ärendet \(number) följer arbetsflödet `\(workflow)`, som inte längre finns; det fanns i reglerna \(definitions.prefix(12))"
    case .alreadyAcknowledged(let name, let date): "eskaleringen togs emot \(date) av \(name)"
    case .pastDue(let date): "\(date) har redan varit; en uppgift kan bara få en dag som kommer"
    case .failedAction(let text): text
    case .noMeeting(let series, let date, let nearest):
      "\(series) har inget möte \(date)"
        + (nearest.isEmpty
          ? "" : "; närmaste är \(nearest.map(\.description).listed(last: "och"))")
    case .meetingExists(let series, let set, let held, let number, _):
      held == nil
        ? "mötet \(set) i \(series) är inställt (\(number))"
        : held == set
          ? "mötet \(set) i \(series) är redan \(number)"
          : "mötet \(set) i \(series) är \(number) och hålls \(held?.description ?? "")"
    case .pastMeeting(let date, _): "\(date) har redan varit; ett möte läggs på en dag som kommer"
    case .meetingTaken(let series, let date, let number, _):
      "\(series) har redan ett möte \(date)" + (number.map { " (\($0))" } ?? "")
    case .meetingRecorded(let series, let date, let cases):
      "mötet \(date) i \(series) har hållits; infört är \(cases.listed(last: "och"))"
    case .notAllowedValue(let field, let text, _):
      "värdet för `\(field)` ligger utanför det tillåtna, `\(text)`"
    case .calculated(let field): "`\(field)` räknas ut av reglerna och rättas inte för hand"
    case .namesSomebody(let field):
      "i `\(field)` står ärendets kortnamn, men texten ska inte peka ut någon"
    case .needed(let field): "`\(field)` får inte tömmas"
    case .beforeProgramme(let date): "dagen ligger före \(date), då programmet börjar"
    case .cannotBeResponsible(let person, let workflow, let roles):
      "\(person) har ingen av de roller som arbetar med \(workflow): \(roles.listed(last: "eller"))"
    case .recordsThemselves(let name):
      "\(name) har ett eget konto och registrerar själv"
    case .cannotUndo(let obstacle): obstacle.summary
    case .beforeOpening(let date): "dagen ligger före \(date), då ärendet öppnades"
    }
  }
}

extension [String] {
  /// `a, b eller c`.
  public func listed(last word: String) -> String {
    guard count > 1, let last else { return first ?? "" }
    return "\(dropLast().joined(separator: ", ")) \(word) \(last)"
  }
}
