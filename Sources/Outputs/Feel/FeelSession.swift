public import CivilTime
import Diagnostics
public import FEEL
public import JSONText

/// Expressions one after the other, with names that stay.
public struct FeelSession: Sendable {
  private var environment = Environment()
  private var types: [String: FEELType] = [:]
  private var values = Context()
  private var today: CivilDate
  private var now: CivilDateTime

  /// A session.
  ///
  /// - Parameters:
  ///   - today: what `today()` gives.
  ///   - now: what `now()` gives.
  ///   - functions: those that a programme adds to the language's own.
  public init(today: CivilDate, now: CivilDateTime, functions: [HostFunction] = []) {
    self.today = today
    self.now = now
    for function in functions { environment.register(function: function) }
    for (name, type) in Self.suiteTypes {
      types[name] = type
      environment.declare(type: name, type)
    }
  }

  /// Item definitions of the public suite's models, which its expressions name (`instance of tNumberList`) and its files
  /// do not carry. Whoever gives the suite to the command, as its tests do, has no other place to say them.
  private static let suiteTypes: [(String, FEELType)] = [
    ("tFooBar", .string),
    ("tNumberList", .list(.number)),
    ("tAnyList", .list(.any)),
    (
      "t_context_013",
      .context([.init(name: "a", type: .string), .init(name: "b", type: .string)])
    ),
  ]

  /// The names that have been given values, one a line.
  public var names: String {
    values.entries.map { "\($0.key) = \($0.value.feelText)\n" }.joined()
  }

  /// Gives a name a value.
  public mutating func assign(_ name: String, _ value: Value) {
    environment.bind(name, .constant(value))
    values[name] = value
  }

  /// Sets the clock: to a date at midnight, or to a date and time. False when the text is neither.
  public mutating func setClock(_ text: String) -> Bool {
    if let date = CivilDate.parse(text) {
      (today, now) = (date, CivilDateTime(date: date))
    } else if let moment = CivilDateTime.parse(text) {
      (today, now) = (moment.date, moment)
    } else {
      return false
    }
    return true
  }

  /// Evaluates an expression. What is only unwise is no hindrance; what is about nothing that exists gives null.
  ///
  /// - Parameter type: a declared type that the value is converted to (10.3.2.9.4).
  public func evaluate(_ text: String, type: String? = nil, id: JSONValue = .null) -> FeelAnswer {
    var findings = Diagnostics()
    let expected = type.flatMap {
      FEELType.parse(SourceText($0, path: "typ"), types: types, diagnostics: &findings)
    }
    let compiled = FEEL.compile(
      expression: SourceText(text), environment: environment, expected: expected, options: .lenient,
      diagnostics: &findings)
    guard let compiled else {
      return FeelAnswer(id: id, value: .null, findings: findings, isEvaluated: false)
    }
    var frame = EvaluationContext(today: today, now: now, collectNotes: true)
    let value = compiled.evaluate(&frame)
    return FeelAnswer(id: id, value: value, notes: frame.notes, findings: findings)
  }

  /// Answers one line of a stream: `{"id", "expression", "context"?, "type"?, "today"?}`. Names given in a line are
  /// forgotten after it.
  public func answer(line: String) -> FeelAnswer {
    let request: JSONValue
    do throws(JSONError) {
      request = try JSONValue.parse(line)
    } catch {
      return FeelAnswer(id: .null, request: "raden är inte JSON: \(error)")
    }
    let id = request["id"] ?? .null
    guard let expression = request["expression"]?.string else {
      return FeelAnswer(
        id: id, request: "raden har inget uttryck",
        help: "skriv `{\"id\": \"1\", \"expression\": \"1 + 1\"}`")
    }
    var session = self
    if let clock = request["today"], !clock.isNull {
      guard let text = clock.string ?? clock.object?.members.first?.value.string,
        session.setClock(text)
      else {
        return FeelAnswer(
          id: id, request: "`today` är inget datum", help: "skriv till exempel `2017-02-01`")
      }
    }
    if let context = request["context"], !context.isNull {
      guard let names = Self.names(context) else {
        return FeelAnswer(
          id: id, request: "`context` är inte namn med värden i typad form",
          help: "skriv till exempel `{\"ålder\": {\"number\": \"20\"}}`")
      }
      for entry in names.entries { session.assign(entry.key, entry.value) }
    }
    if let type = request["type"], !type.isNull, type.string == nil {
      return FeelAnswer(id: id, request: "`type` är ingen text")
    }
    return session.evaluate(expression, type: request["type"]?.string, id: id)
  }

  /// Names with typed values, or the same as one typed context.
  private static func names(_ json: JSONValue) -> Context? {
    guard let members = json.object else { return nil }
    if let context = TypedValue.read(entries: members) { return context }
    if case .context(let context)? = TypedValue.read(json) { return context }
    return nil
  }
}

extension FeelSession {
  /// `namn = uttryck` at a prompt: the name and the expression; nil for anything else. A comparison that begins with
  /// a bare name is written in parentheses there.
  public static func assignment(_ line: String) -> (name: String, expression: String)? {
    guard let equals = line.firstIndex(of: "="), equals != line.startIndex else { return nil }
    let after = line[line.index(after: equals)...]
    let name = line[..<equals].split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard let first = name.first, first.isLetter || first == "_", !after.hasPrefix("="),
      !after.hasPrefix(">"), !after.allSatisfy(\.isWhitespace),
      name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == " " }),
      name.split(separator: " ").allSatisfy({ !reserved.contains(String($0)) })
    else { return nil }
    return (name, String(after))
  }

  private static let reserved: Set<String> = [
    "for", "return", "in", "if", "then", "else", "some", "every", "satisfies", "instance", "of",
    "function", "external", "or", "and", "between", "not", "true", "false", "null",
  ]
}
