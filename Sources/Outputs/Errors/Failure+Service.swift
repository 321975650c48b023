import CaseEngine
public import CaseService
import CaseStore
import Diagnostics
import FEEL
import JSONText
public import Programme

extension Failure {
  /// What was known when something failed, to say more about it.
  public struct Context: Sendable {
    /// Who reads it; nil while it is not known who acts.
    public var reader: Reader?
    /// The reader's terminal.
    public var style: Style
    /// The fields that could be filled in.
    public var form: [Field]
    /// What could have been done instead.
    public var eventsNow: [EventDefinition]

    /// What is known.
    public init(
      reader: Reader? = nil, style: Style, form: [Field] = [], eventsNow: [EventDefinition] = []
    ) {
      self.reader = reader
      self.style = style
      self.form = form
      self.eventsNow = eventsNow
    }
  }

  /// What a use case said.
  public init(_ error: ServiceError, _ context: Context) {
    switch error {
    case .refused(let refusal): self.init(refusal, context)
    case .definitions(let findings):
      self.init(
        .definitions, code: "definitions",
        "reglerna går inte att använda: "
          + DiagnosticRenderer.summary(findings.sorted),
        findings: DiagnosticRenderer(
          colour: context.style.colour, width: context.style.width,
          wraps: context.style.isTerminal
        )
        .render(findings) + "\n",
        findingsJSON: FindingList.json(findings))
    case .store(let error): self.init(.store, code: "store", error.plainText, help: error.help)
    case .noProgramme:
      self.init(
        .usage, code: "no-programme", error.plainText,
        help:
          "ange mappen med `--katalog` eller miljövariabeln VAGKNUTEN_HOME, eller lägg upp en ny med `vagknuten init MAPP`"
      )
    case .unknownProgramme(let id, let available):
      self.init(
        .usage, code: "unknown-programme", error.plainText,
        help: nearest(id, among: available))
    case .severalProgrammes:
      self.init(
        .usage, code: "several-programmes", error.plainText,
        help: "en mapp har ett program: flytta de andra till mappar för sig")
    case .unreadable: self.init(.definitions, code: "unreadable", error.plainText)
    case .unwritable: self.init(.store, code: "unwritable", error.plainText)
    case .unknownCase:
      self.init(
        .usage, code: "unknown-case", error.plainText,
        help: "numren står i `vagknuten ärenden`; sista delen räcker när den är ensam i sitt slag")
    case .ambiguousCase:
      self.init(.usage, code: "ambiguous-case", error.plainText, help: "skriv hela numret")
    case .value(let field, let text, let expected):
      let shown = context.style.isTerminal ? " `\(text.printable)`" : ""
      // Whatever is near what was typed tells of it.
      let known = context.style.isTerminal ? context.form.first { $0.name == field } : nil
      let objection =
        known?.objection(to: text) ?? (text: "går inte att läsa", help: "skriv \(expected)")
      self.init(
        .usage, code: "wrong-value", "värdet\(shown) för `\(field)` \(objection.text)",
        help: objection.help)
    case .assignment(let text):
      let shown = context.style.isTerminal ? "`\(text.printable)`" : "ett av argumenten"
      self.init(
        .usage, code: "not-an-assignment", "\(shown) är inte fält=värde",
        help:
          "skriv till exempel \(context.form.assignment), med citattecken om det finns mellanslag: 'fält=flera ord'"
      )
    case .date:
      self.init(
        .usage, code: "wrong-date", error.plainText, help: "också `igår` och `idag` går bra")
    case .future:
      self.init(
        .refused, code: "future", error.plainText,
        help:
          "dagar som inte har kommit går bara att använda i en övningsdatabas (`vagknuten init MAPP --övning`)"
      )
    case .unknownAccount:
      self.init(
        .refused, code: "unknown-account", error.plainText,
        help: "lägg till kontot för en person under `people` i programmets fil med personer")
    case .unknownPerson(let id, let available):
      self.init(
        .usage, code: "unknown-person", error.plainText,
        help: nearest(id, among: available))
    case .noContact:
      self.init(
        .usage, code: "no-contact", error.plainText,
        help: "kontakt registreras i ärenden vars arbetsflöde har `contact`")
    case .noRole: self.init(.refused, code: "no-role", error.plainText)
    case .identityNotDeclared: self.init(.usage, code: "identity-not-declared", error.plainText)
    case .unknownEvent(let id, let available):
      self.init(
        .usage, code: "unknown-event", error.plainText,
        help: nearest(id, among: available))
    case .unknownEscalation:
      self.init(
        .usage, code: "unknown-escalation", error.plainText,
        help: "beteckningarna står i `vagknuten eskaleringar`, till exempel 14/1")
    case .meeting(let problem):
      self.init(
        problem.isUsage ? .usage : .refused, code: problem.code, error.plainText,
        help: problem.help)
    case .wrongHead:
      self.init(
        .store, code: "wrong-head", error.plainText,
        help:
          "antingen är huvudet felskrivet, eller så har något tagits bort ur databasen sedan det noterades"
      )
    }
  }
}

extension [Field] {
  /// How one of them is filled in on a command line.
  fileprivate var assignment: String {
    guard let field = first(where: { !$0.isCalculated }) else { return "fält=värde" }
    let example =
      switch field.type {
      case .boolean: "ja"
      case .number: "7"
      case .date: "2017-02-01"
      default: "värde"
      }
    let text = "\(field.name)=\(field.values?.first ?? example)"
    return text.contains(" ") ? "'\(text)'" : text
  }
}

extension StoreError {
  /// What can be done about it.
  fileprivate var help: String? {
    switch self {
    case .missing: "lägg upp en ny med `vagknuten init MAPP`, eller ange rätt mapp med `--katalog`"
    case .newer: "installera den senaste versionen av vagknuten"
    case .full: "gör plats på disken och försök igen; inget är halvskrivet"
    case .damaged, .foreign: "återställ den senaste säkerhetskopian"
    default: nil
    }
  }
}
