import CaseEngine
import CivilTime
import Diagnostics
import Programme

extension ServiceError {
  /// What went wrong, in one line and without protected values: for findings and logs. Screens say more.
  public var plainText: String {
    switch self {
    case .refused(let refusal): refusal.summary
    case .definitions(let findings):
      "reglerna har fel: \(DiagnosticRenderer.summary(findings.sorted))"
    case .store(let error): error.plainText
    case .noProgramme(let folder): "det finns inget program i \(folder)"
    case .unknownProgramme(let id, _): "programmet `\(id)` finns inte"
    case .severalProgrammes(let ids): "det finns flera program: \(ids.listed(last: "och"))"
    case .unreadable(let path): "\(path) går inte att läsa"
    case .unwritable(let path, let reason): "\(path) går inte att skriva: \(reason)"
    case .unknownCase(let text): "ärendet `\(text)` finns inte"
    case .ambiguousCase(let text, let candidates):
      "`\(text)` kan vara \(candidates.listed(last: "eller"))"
    case .value(let field, _, let expected):
      "värdet för `\(field)` går inte att läsa; skriv \(expected)"
    case .assignment(let text): "`\(text)` är inte fält=värde"
    case .date(let text): "`\(text)` är inget datum; skriv som 2017-02-01"
    case .future(let date, let today): "\(date) ligger efter i dag, \(today)"
    case .unknownAccount(let account):
      "kontot `\(account)` hör inte till någon person i organisationen"
    case .unknownPerson(let id, _): "personen `\(id)` finns inte"
    case .noContact(let title): "i ärenden av slaget \(title) registreras inga kontakter"
    case .noRole(let person): "\(person.name) (`\(person.id)`) har ingen roll"
    case .identityNotDeclared:
      "här avgör datorns konto vem som handlar; `--som` går inte att använda"
    case .unknownEvent(let id, _): "händelsen eller uppgiften `\(id)` finns inte"
    case .unknownEscalation(let id): "eskaleringen `\(id)` finns inte"
    case .meeting(let problem): problem.plainText
    case .wrongHead(let head): "kedjan innehåller inte huvudet \(head)"
    }
  }
}
