import Diagnostics

// What people write who know other languages, or Swedish (principle: a finding says what would have been right).
extension Parser {
  static func helpForOperator(_ text: String) -> String? {
    switch text {
    case "==": "likhet skrivs med ett tecken: `=`"
    case "=>": "större än eller lika med skrivs `>=`"
    case "&&": "båda villkoren skrivs `and`"
    case "||": "det ena eller det andra skrivs `or`"
    case "!": "motsatsen skrivs `not(...)`, olikhet `!=`"
    case ";": "element skiljs med `,`"
    case "%": "resten vid division skrivs `modulo(a, b)`"
    case "'": "text skrivs mellan raka dubbla citattecken: `\"så här\"`"
    case "och": "båda villkoren skrivs `and`"
    case "eller": "det ena eller det andra skrivs `or`"
    case "inte", "ej": "motsatsen skrivs `not(...)`, olikhet `!=`"
    case "är": "likhet skrivs `=`"
    case "mellan": "skriv `between ... and ...`"
    case "om": "villkor skrivs `if ... then ... else ...`"
    default: nil
    }
  }

  /// Help for a character that is no FEEL.
  static func helpForCharacter(_ character: String) -> String? {
    switch character {
    case "≠": "olikhet skrivs `!=`"
    case "≥": "större än eller lika med skrivs `>=`"
    case "≤": "mindre än eller lika med skrivs `<=`"
    case "&": helpForOperator("&&")
    case "|": helpForOperator("||")
    case "×", "·": "gånger skrivs `*`"
    case "÷": "delat med skrivs `/`"
    case "–", "—", "−": "minus skrivs `-`"
    case "”", "“", "„", "»", "«", "’", "‘": "text skrivs mellan raka citattecken: \"så här\""
    default: nil
    }
  }

  /// Help for words that stand where a name is expected: a Swedish operator among them, or a number in letters.
  static func helpForWords(_ name: String) -> String? {
    let words = name.split(separator: " ").map(String.init)
    let isOperator = { (word: String) in word == "och" || word == "eller" }
    let word = words.first == "inte" ? "inte" : words.first(where: isOperator)
    if words.count > 1, let word, let help = helpForOperator(word) {
      return "\(help); en text skrivs mellan citattecken: `\"\(name)\"`"
    }
    return number(inLetters: name).map { "tal skrivs med siffror: `\($0)`" }
  }

  /// `sextiofem` is 65; nil for what is no number below thousand in letters.
  private static func number(inLetters text: String) -> Int? {
    var rest = text.lowercased()[...]
    func take(_ words: [String]) -> Int? {
      // Longer words first: `tretton` begins with `tre`.
      for (index, word) in words.enumerated().sorted(by: { $0.1.count > $1.1.count })
      where !word.isEmpty && rest.hasPrefix(word) {
        rest = rest.dropFirst(word.count)
        return index
      }
      return nil
    }
    let small = [
      "noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva",
      "tolv", "tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton",
    ]
    let tens = [
      "", "", "tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio",
    ]
    guard !rest.isEmpty else { return nil }
    var result = 0
    for (place, word) in (["hundra"] + small.map { $0 + "hundra" }).enumerated().reversed()
    where rest.hasPrefix(word) {
      rest = rest.dropFirst(word.count)
      result = 100 * max(1, place - 1)
      break
    }
    if let ten = take(tens) { result += 10 * ten }
    if !rest.isEmpty { result += take(small) ?? 0 }
    return rest.isEmpty ? result : nil
  }

  /// Reports and gives the error to throw.
  mutating func stop(_ code: String, _ message: String, _ range: Range<Int>, _ help: String?)
    -> SyntaxStop
  {
    diagnostics.error(code, message, at: source.span(range), help: help)
    return SyntaxStop()
  }

  /// Whether a token has no space on either side.
  private func isTight(_ index: Int) -> Bool {
    tokens[index - 1].range.upperBound == tokens[index].range.lowerBound
      && tokens[index].range.upperBound == tokens[index + 1].range.lowerBound
  }

  /// The finding for a token that does not fit, with the likely reason.
  mutating func unexpected(_ message: String) -> SyntaxStop {
    let current = token
    switch current.kind {
    case .end:
      let end = source.text.utf8.count
      let last = position > 0 ? tokens[position - 1].range : 0..<end
      return stop("unexpected-end", "uttrycket slutar för tidigt: \(message)", last, nil)
    case .invalid:
      return SyntaxStop()
    case .symbol(let symbol):
      if let help = Self.helpForOperator(symbol.rawValue) {
        let code = symbol == .apostrophe ? "single-quotes" : "unknown-operator"
        return stop(code, "`\(symbol.rawValue)` finns inte", current.range, help)
      }
      // In an interval the comma is not missed before the dots (`[0,5..1]`), or stands where `]` is wanted (`[0..1,5]`).
      let comma = symbol == .dots ? position - 2 : position
      if symbol == .comma || symbol == .dots, comma > 0, comma + 1 < tokens.count,
        tokens[comma].kind == .symbol(.comma), case .number = tokens[comma - 1].kind,
        case .number = tokens[comma + 1].kind,
        commaAllowed == 0 && symbol == .comma || isTight(comma)
      {
        let number = "\(text(tokens[comma - 1])).\(text(tokens[comma + 1]))"
        return stop(
          "decimal-comma", "decimaltecknet är punkt",
          tokens[comma - 1].range.lowerBound..<tokens[comma + 1].range.upperBound,
          "skriv `\(number)`")
      }
      if symbol == .greater, position > 0, tokens[position - 1].kind == .symbol(.less),
        tokens[position - 1].range.upperBound == current.range.lowerBound
      {
        return stop(
          "unknown-operator", "`<>` finns inte",
          tokens[position - 1].range.lowerBound..<current.range.upperBound, "olikhet skrivs `!=`")
      }
      let isDoubled = symbol == .equal && position > 0 && tokens[position - 1].kind == current.kind
      return stop(
        "unexpected-token", "`\(symbol.rawValue)` passar inte här: \(message)", current.range,
        isDoubled ? Self.helpForOperator("==") : nil)
    case .name(let word):
      if let help = Self.helpForOperator(word) {
        return stop("swedish-operator", "`\(word)` är ingen operator", current.range, help)
      }
      if let negation = negation(at: word) { return negation }
      if word.hasPrefix("arbetsdag"), let help = helpForWorkingDays() {
        return stop(
          "bare-duration", "arbetsdagar kan inte skrivas så i ett uttryck",
          tokens[position - 1].range.lowerBound..<current.range.upperBound, help)
      }
      if position > 0, case .number = tokens[position - 1].kind,
        word.hasPrefix("månad")
          || word.hasPrefix("dag") || word.hasPrefix("veck") || word == "år"
      {
        return stop(
          "bare-duration", "en tidslängd kan inte skrivas så i ett uttryck", current.range,
          "skriv till exempel `@\"P12M\"` för 12 månader, `@\"P20D\"` för 20 dagar")
      }
      return stop(
        "unexpected-token", "`\(word)` passar inte här: \(message)", current.range,
        "en text skrivs mellan citattecken: `\"...\"`")
    case .number, .string:
      return stop(
        "unexpected-token", "`\(text(current))` passar inte här: \(message)", current.range, nil)
    }
  }
}

extension Parser {
  /// `not x` and `x not in (...)`: elsewhere `not` is a word, here it is a function.
  private mutating func negation(at word: String) -> SyntaxStop? {
    if word == "not" {
      return stop(
        "unknown-operator", "`not` är ingen operator", token.range,
        isWord("in", at: 1)
          ? "motsatsen skrivs runt det hela: `not(... in (...))`" : Self.helpForOperator("inte"))
    }
    guard position > 0, tokens[position - 1].kind == .name("not") else { return nil }
    let rest = text(token.range.lowerBound..<source.text.utf8.count)
    let isOne = !tokens[position...].contains { $0.kind == .name("and") || $0.kind == .name("or") }
    return stop(
      "unknown-operator", "`not` är ingen operator", tokens[position - 1].range,
      "motsatsen skrivs `not(\(isOne && rest.utf8.count <= 60 ? rest : "..."))`")
  }

  /// `5 arbetsdagar`, where there is a function that counts them: to a day that stands before, else to that on which the
  /// state was entered. Nil where a function of that name is not known.
  private func helpForWorkingDays() -> String? {
    guard position > 0, case .number = tokens[position - 1].kind else { return nil }
    let function = "add working days"
    var lexer = Lexer(SourceText(function))
    var findings = Diagnostics()
    guard scope.names.longestMatch(lexer.tokens(&findings), from: 0)?.name == function else {
      return nil
    }
    var day = "entered"
    if position > 2, tokens[position - 2].kind == .symbol(.plus) {
      let before = tokens[..<(position - 2)]
      let isName = before.allSatisfy { token in
        if case .name(let word) = token.kind {
          !Self.keywords.contains(word)
        } else {
          token.kind == .symbol(.dot)
        }
      }
      if isName, let first = before.first, let last = before.last {
        day = text(first.range.lowerBound..<last.range.upperBound)
      }
    }
    return "skriv `\(function)(\(day), \(text(tokens[position - 1])))`"
  }
}
