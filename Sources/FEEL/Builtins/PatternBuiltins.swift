import Synchronization

extension Builtins {
  /// The functions of 10.3.4.3 that take a regular expression.
  static let patterns: [Builtin] = [
    Builtin(
      "matches", clause: "10.3.4.3", example: #"matches("foobar", "^fo*b")"#,
      Signature(
        [
          parameter("input", .string), parameter("pattern", .string),
          parameter("flags", .string, nullable: true, optional: true),
        ], .boolean, nullable: true
      ) { context, values in
        guard case .string(let text) = values[0],
          let pattern = pattern(values[1], values[2], &context)
        else { return .null }
        var machine = machine(pattern, text, context)
        let outcome = machine.search(from: 0)
        charge(machine, &context)
        switch outcome {
        case .match: return .boolean(true)
        case .none: return .boolean(false)
        case .exhausted: return exhausted(&context)
        }
      }),
    Builtin(
      "replace", clause: "10.3.4.3", example: #"replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")"#,
      Signature(
        [
          parameter("input", .string), parameter("pattern", .string),
          parameter("replacement", .string),
          parameter("flags", .string, nullable: true, optional: true),
        ], .string, nullable: true
      ) { context, values in replaced(values, &context) }),
    Builtin(
      "split", clause: "10.3.4.3", example: #"split("John Doe", "\s")"#,
      Signature(
        [parameter("string", .string), parameter("delimiter", .string)], .list(.string),
        nullable: true
      ) { context, values in
        guard case .string(let text) = values[0],
          let pattern = pattern(values[1], .null, &context),
          let (machine, matches) = allMatches(pattern, text, &context)
        else { return .null }
        var parts: [Value] = []
        var start = 0
        for match in matches {
          guard let whole = match[0] else { continue }
          parts.append(.string(String(scalars: machine.text[start..<whole.lowerBound])))
          start = whole.upperBound
        }
        parts.append(.string(String(scalars: machine.text[start...])))
        return .list(parts)
      }),
  ]

  private static let cache = Mutex<[PatternKey: Pattern?]>([:])

  private struct PatternKey: Hashable {
    let text: String
    let flags: Pattern.Flags
  }

  /// The compiled pattern; patterns are few and come again, so they are kept.
  private static func pattern(
    _ text: Value, _ flags: Value, _ context: inout EvaluationContext
  ) -> Pattern? {
    guard case .string(let text) = text else { return nil }
    var letters = ""
    if case .string(let given) = flags { letters = given }
    guard let flags = Pattern.Flags(letters) else {
      context.note(.format, "flaggorna kan bara vara `s`, `m`, `i`, `x` och `q`")
      return nil
    }
    let key = PatternKey(text: text, flags: flags)
    let pattern = cache.withLock { cache -> Pattern? in
      if let known = cache[key] { return known }
      if cache.count > 200 { cache.removeAll() }
      let pattern = Pattern(text, flags: flags)
      cache[key] = .some(pattern)
      return pattern
    }
    if pattern == nil { context.note(.format, "`\(text)` är inget giltigt mönster") }
    return pattern
  }

  /// Steps of the machine are smaller than those of the frame: so many for one.
  private static let machineSteps = 16

  /// A machine that takes no more than one call may, nor more than the whole evaluation has left.
  private static func machine(
    _ pattern: Pattern, _ text: String, _ context: EvaluationContext
  ) -> PatternMachine {
    let left = max(0, min(context.budget, PatternMachine.budget)) * machineSteps
    return PatternMachine(pattern, text, steps: min(PatternMachine.budget, left))
  }

  private static func charge(_ machine: PatternMachine, _ context: inout EvaluationContext) {
    let left = max(0, min(context.budget, PatternMachine.budget)) * machineSteps
    let used = min(PatternMachine.budget, left) - machine.steps
    _ = context.spend(max(0, used / machineSteps) + machine.text.count / 64)
  }

  private static func exhausted(_ context: inout EvaluationContext) -> Value {
    context.note(.limit, "mönstret kräver för många steg på den här texten")
    return .null
  }

  /// All matches one after the other; nil with a note when the pattern matches nothing at all (XPath functions 3.1,
  /// FORX0003) or takes too long.
  private static func allMatches(
    _ pattern: Pattern, _ text: String, _ context: inout EvaluationContext
  ) -> (PatternMachine, [[Range<Int>?]])? {
    var empty = PatternMachine(pattern, "")
    if case .match = empty.search(from: 0) {
      context.note(.format, "mönstret får inte passa på en tom text")
      return nil
    }
    var machine = machine(pattern, text, context)
    defer { charge(machine, &context) }
    var matches: [[Range<Int>?]] = []
    var start = 0
    while start <= machine.text.count {
      switch machine.search(from: start) {
      case .none: return (machine, matches)
      case .exhausted:
        _ = exhausted(&context)
        return nil
      case .match(let groups):
        guard let whole = groups[0] else { return (machine, matches) }
        if whole.isEmpty {
          start = whole.upperBound + 1
          continue
        }
        matches.append(groups)
        start = whole.upperBound
      }
    }
    return (machine, matches)
  }

  private enum ReplacementPart {
    case text(String)
    case group(Int)
  }

  private static func replaced(_ values: [Value], _ context: inout EvaluationContext) -> Value {
    guard case .string(let text) = values[0], case .string(let replacement) = values[2],
      let pattern = pattern(values[1], values[3], &context)
    else { return .null }
    guard let parts = parts(of: replacement, pattern) else {
      context.note(.format, "i ersättningen skrivs `$1`, och `\\$` för ett dollartecken")
      return .null
    }
    guard let (machine, matches) = allMatches(pattern, text, &context) else { return .null }
    var result = ""
    var start = 0
    for match in matches {
      guard let whole = match[0] else { continue }
      result += String(scalars: machine.text[start..<whole.lowerBound])
      for part in parts {
        switch part {
        case .text(let text): result += text
        case .group(let group):
          if match.indices.contains(group), let range = match[group] {
            result += String(scalars: machine.text[range])
          }
        }
      }
      guard result.utf8.count <= EvaluationContext.maximumText else {
        context.note(.limit, "texten blir för lång")
        return .null
      }
      start = whole.upperBound
    }
    return .string(result + String(scalars: machine.text[start...]))
  }

  /// `$n` and the escapes of a replacement (XPath functions 3.1, 5.6.4); nil when it is wrong.
  private static func parts(of replacement: String, _ pattern: Pattern) -> [ReplacementPart]? {
    if pattern.flags.literal { return [.text(replacement)] }
    var parts: [ReplacementPart] = []
    var literal = ""
    let scalars = Array(replacement.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let current = scalars[index]
      index += 1
      switch current {
      case "\\":
        guard index < scalars.count, scalars[index] == "\\" || scalars[index] == "$" else {
          return nil
        }
        literal.unicodeScalars.append(scalars[index])
        index += 1
      case "$":
        guard index < scalars.count, (0x30...0x39).contains(scalars[index].value) else {
          return nil
        }
        var group = Int(scalars[index].value) - 0x30
        index += 1
        while index < scalars.count, (0x30...0x39).contains(scalars[index].value) {
          let longer = group * 10 + Int(scalars[index].value) - 0x30
          guard longer <= pattern.groups else { break }
          group = longer
          index += 1
        }
        parts.append(.text(literal))
        parts.append(.group(group))
        literal = ""
      default: literal.unicodeScalars.append(current)
      }
    }
    return parts + [.text(literal)]
  }
}

extension String {
  init(scalars: ArraySlice<Unicode.Scalar>) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    self = String(view)
  }
}
