public import CaseEngine
import CaseService
import CaseStore
public import CivilTime
public import FEEL
public import Programme

/// A question about one field of a form, as a person at a terminal reads it.
public struct FormQuestion: Sendable {
  /// The field.
  public let field: Field
  /// Whether it must be answered.
  public let required: Bool
  /// Whether a condition asks for it: then some answers need it, though the form does not.
  public let mayBeNeeded: Bool

  /// A question.
  public init(_ field: Field, required: Bool, mayBeNeeded: Bool = false) {
    self.field = field
    self.required = required
    self.mayBeNeeded = mayBeNeeded
  }

  /// What stands above the first question.
  public static let introduction =
    "Fyll i uppgifterna. Tom rad hoppar över det som är frivilligt; Ctrl-D avbryter."

  /// What stands above the first question that is asked again.
  public static let again =
    "Det som står i vägen frågas om igen; det andra du har svarat står kvar."

  /// The title, what it means, the choices, one a line with its number, and what the rules propose.
  ///
  /// - Parameters:
  ///   - earlier: what was answered when the question was asked before.
  ///   - known: what was said when the case was opened.
  public func text(
    _ style: Style, suggestion: Value? = nil, earlier: String? = nil, known: String? = nil
  ) -> String {
    var title = field.title
    if title.lowercased() != field.name.lowercased() { title += " (\(field.name))" }
    var text = "\n" + style.wrap(style.paint(title, .heading) + standing)
    text += "\n"
    if let help = field.text { text += style.wrap(help, indent: 2) + "\n" }
    if let suggestion {
      let keys = required ? "tom rad tar det" : "tom rad tar det, - lämnar tomt"
      let hint = earlier == nil ? " (\(keys))" : ""
      text += style.wrap("Förslag enligt reglerna: \(suggestion.swedish)\(hint)", indent: 2) + "\n"
    }
    if earlier == nil, suggestion == nil, let known {
      let keys = required ? "tom rad behåller det" : "tom rad behåller det, - tar bort det"
      text += style.wrap("Sedan tidigare: \(known.printable) (\(keys))", indent: 2) + "\n"
    }
    if let earlier {
      let keys = required ? "tom rad behåller det" : "tom rad behåller det, - tar bort det"
      text += style.wrap("Du svarade: \(earlier.printable) (\(keys))", indent: 2) + "\n"
    }
    for (index, choice) in (field.values ?? []).enumerated() {
      text += style.wrap("\(index + 1)  \(choice)", indent: 2, hanging: 5) + "\n"
    }
    return text
  }

  private var standing: String {
    if required { return "" }
    return mayBeNeeded ? ", kan behövas" : ", frivilligt"
  }

  /// What is good to know before the first question; empty when there is nothing.
  public static func text(_ considerations: [Consideration], _ style: Style) -> String {
    considerations.map { item in
      var (title, text) = item.value.titled(item.title)
      if item.isMoney, case .number(let amount) = item.value { text = amount.kronor }
      return style.wrap("\(title): \(text)", indent: 2, hanging: 4) + "\n"
    }.joined()
  }

  /// What is said about an answer, as it stands on the screen.
  public static func remark(_ text: String, _ style: Style) -> String {
    style.wrap(text, indent: 2) + "\n"
  }

  /// A value as it would be typed.
  public static func typed(_ value: Value) -> String {
    if case .string(let text) = value { return text }
    return value.swedish
  }

  /// What stands on the line of the answer.
  public var prompt: String {
    if field.values != nil { return "  ett nummer ur listan, eller ordet: " }
    return "  \(field.expectation): "
  }

  /// What an answer chooses from a list: by its number, as it stands there, or by its unmistakable beginning.
  public static func chosen(_ answer: String, among choices: [String]) -> String? {
    if let number = Int(digits: answer) {
      return number > 0 && number <= choices.count ? choices[number - 1] : nil
    }
    if choices.contains(answer) { return answer }
    let starting = choices.filter { $0.lowercased().hasPrefix(answer.lowercased()) }
    return starting.count == 1 && !answer.isEmpty ? starting.first : nil
  }

  /// What an answer chooses from things with ids and titles: by number, else by the unmistakable beginning of an id, else of a
  /// title.
  public static func chosen(_ answer: String, among choices: [(id: String, title: String)])
    -> String?
  {
    if let id = chosen(answer, among: choices.map(\.id)) { return id }
    let title = chosen(answer, among: choices.map(\.title))
    return title.flatMap { title in choices.first { $0.title == title }?.id }
  }

  /// What is said about an answer that is not what the rules propose: a person decides, and says why.
  public static let departure =
    "Det avviker från förslaget; skriv skälen om de efterfrågas längre ned."
  /// What is said about an answer that can be read and that the field does not allow.
  public func objection(on today: CivilDate) -> String {
    let allowed = field.limits(on: today)?.swedish ?? "något annat"
    return "Det går inte att godta; skriv \(allowed)."
  }
  /// What somebody chooses from, one a line with its number.
  public static func choices(
    _ title: String, _ choices: [(id: String, title: String)], _ style: Style
  ) -> String {
    style.wrap(title) + "\n"
      + choices.enumerated().map { index, choice in
        style.wrap("\(index + 1)  \(choice.title.printable) (\(choice.id))", indent: 2, hanging: 5)
          + "\n"
      }.joined()
  }
  /// What is said about an answer that chooses nothing.
  public static let notListed = "Det står inte i listan."
  /// What is said about an answer that cannot be read.
  public func objection(to answer: String) -> String {
    let objection = field.objection(to: answer)
    return "Det \(objection.text); \(objection.help)" + (objection.help.hasSuffix("?") ? "" : ".")
  }
  /// What is said about an empty answer to a question that must be answered.
  public static let needed = "Den här uppgiften måste fyllas i."
}
