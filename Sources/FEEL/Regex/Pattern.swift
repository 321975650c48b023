/// A regular expression of XPath 3.1 (XPath functions 3.1, 5.6; XSD 1.1 part 2, appendix G), compiled for a machine that
/// counts its steps.
///
/// Why our own: the syntax has class subtraction, `\i`, `\c`, blocks and its own rules for flags, which neither Swift's nor
/// Foundation's engine reads, and an untrusted pattern must not run for minutes. The machine backtracks (back references
/// need it) on an explicit stack with a budget, so that neither stack nor time can run away.
struct Pattern: Sendable {
  enum Instruction: Sendable {
    case match(PatternClass)
    case character(UInt32)
    /// Tries the first, later the second.
    case split(Int, Int)
    case jump(Int)
    case save(Int)
    case lineStart
    case lineEnd
    case backReference(Int)
    /// Remembers where a round of a loop begins.
    case mark(Int)
    /// Leaves the loop when the round took nothing: it would go on for ever.
    case progress(Int, exit: Int)
    case accept
  }

  struct Flags: Sendable, Hashable {
    var dotAll = false
    var multiline = false
    var ignoresCase = false
    var freeSpacing = false
    var literal = false

    /// Reads `smixq`; nil for another letter.
    init?(_ text: String) {
      for letter in text.unicodeScalars {
        switch letter {
        case "s": dotAll = true
        case "m": multiline = true
        case "i": ignoresCase = true
        case "x": freeSpacing = true
        case "q": literal = true
        default: return nil
        }
      }
    }
  }

  let program: [Instruction]
  let flags: Flags
  let groups: Int
  /// Slots for captures and loop marks.
  let slots: Int

  /// The longest program; counted repetitions are written out.
  static let maximumProgram = 20_000
  /// The deepest nesting of groups.
  static let maximumDepth = 64

  /// Nil when the pattern is wrong or too large.
  init?(_ text: String, flags: Flags) {
    var parser = PatternParser(text, flags: flags)
    guard parser.parse() else { return nil }
    program = parser.program
    self.flags = flags
    groups = parser.groups
    slots = parser.slots
  }
}

/// Pattern text straight to instructions.
struct PatternParser {
  private let scalars: [Unicode.Scalar]
  private let flags: Pattern.Flags
  private var position = 0
  private(set) var program: [Pattern.Instruction] = []
  private(set) var groups = 0
  private var marks = 0
  private var closed: Set<Int> = []
  private var failed = false

  init(_ text: String, flags: Pattern.Flags) {
    self.flags = flags
    let all = Array(text.unicodeScalars)
    scalars = flags.freeSpacing && !flags.literal ? Self.withoutBlanks(all) : all
  }

  /// Flag `x`: blanks outside of classes do not count.
  private static func withoutBlanks(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var depth = 0
    var escaped = false
    for scalar in scalars {
      if depth == 0,
        scalar.value == 0x20 || (0x09...0x0A).contains(scalar.value) || scalar.value == 0x0D
      {
        continue
      }
      if escaped {
        escaped = false
      } else if scalar == "\\" {
        escaped = true
      } else if scalar == "[" {
        depth += 1
      } else if scalar == "]", depth > 0 {
        depth -= 1
      }
      result.append(scalar)
    }
    return result
  }

  /// Captures take two slots each, the marks of loops one.
  var slots: Int { 2 * (groups + 1) + marks }

  mutating func parse() -> Bool {
    emit(.save(0))
    if flags.literal {
      for scalar in scalars { emitCharacter(scalar) }
    } else {
      alternatives(depth: 0)
      if position < scalars.count { failed = true }
    }
    emit(.save(1))
    emit(.accept)
    // The marks lie behind the captures, whose number is known only now.
    let base = 2 * (groups + 1)
    for index in program.indices {
      switch program[index] {
      case .mark(let slot): program[index] = .mark(base + slot)
      case .progress(let slot, let exit): program[index] = .progress(base + slot, exit: exit)
      default: break
      }
    }
    return !failed
  }

  private mutating func emit(_ instruction: Pattern.Instruction) {
    if program.count >= Pattern.maximumProgram { failed = true }
    if !failed { program.append(instruction) }
  }

  private mutating func emitCharacter(_ scalar: Unicode.Scalar) {
    if flags.ignoresCase {
      emit(.match(.union(PatternClass.variants(scalar).map { .range($0, $0) })))
    } else {
      emit(.character(scalar.value))
    }
  }

  private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    position += 1
    return true
  }

  private mutating func alternatives(depth: Int) {
    guard depth <= Pattern.maximumDepth else {
      failed = true
      return
    }
    let start = program.count
    branch(depth: depth)
    var ends: [Int] = []
    var from = start
    while take("|"), !failed {
      // The branch so far becomes the first choice.
      insert(.split(from + 1, 0), at: from)
      ends.append(program.count)
      emit(.jump(0))
      if !failed { program[from] = .split(from + 1, program.count) }
      from = program.count
      branch(depth: depth)
    }
    guard !failed else { return }
    for end in ends { program[end] = .jump(program.count) }
  }

  /// Puts an instruction before others and moves their targets.
  private mutating func insert(_ instruction: Pattern.Instruction, at index: Int) {
    guard !failed else { return }
    guard program.count < Pattern.maximumProgram else {
      failed = true
      return
    }
    program.insert(instruction, at: index)
    func moved(_ target: Int) -> Int { target >= index ? target + 1 : target }
    for place in program.indices where place > index {
      switch program[place] {
      case .split(let first, let second):
        program[place] = .split(moved(first), moved(second))
      case .jump(let target): program[place] = .jump(moved(target))
      case .progress(let slot, let exit): program[place] = .progress(slot, exit: moved(exit))
      default: break
      }
    }
  }

  private mutating func branch(depth: Int) {
    while let current = next, current != "|", current != ")", !failed {
      let start = program.count
      atom(depth: depth)
      if !failed { quantifier(from: start) }
    }
  }

  private mutating func atom(depth: Int) {
    guard let current = next else { return }
    position += 1
    switch current {
    case "^": emit(.lineStart)
    case "$": emit(.lineEnd)
    case ".": emit(.match(flags.dotAll ? .any : .anyButLineEnd))
    case "(":
      if take("?") {
        guard take(":") else {
          failed = true
          return
        }
        alternatives(depth: depth + 1)
      } else {
        groups += 1
        let group = groups
        emit(.save(2 * group))
        alternatives(depth: depth + 1)
        emit(.save(2 * group + 1))
        closed.insert(group)
      }
      if !take(")") { failed = true }
    case "[":
      if let set = characterClass(depth: 0) { emit(.match(set)) } else { failed = true }
    case "\\": escape()
    case "?", "*", "+", "{", "}", "]", ")": failed = true
    default: emitCharacter(current)
    }
  }

  private mutating func escape() {
    guard let letter = next else {
      failed = true
      return
    }
    if let digit = letter.properties.numericType == .decimal ? Int(letter.value) - 0x30 : nil {
      guard (1...9).contains(digit) else {
        failed = true
        return
      }
      position += 1
      var group = digit
      // As many digits as still name a group.
      while let more = next, (0x30...0x39).contains(more.value),
        group * 10 + Int(more.value) - 0x30 <= groups
      {
        group = group * 10 + Int(more.value) - 0x30
        position += 1
      }
      guard closed.contains(group) else {
        failed = true
        return
      }
      emit(.backReference(group))
      return
    }
    if let set = classEscape() {
      emit(.match(set))
    } else if let scalar = singleEscape() {
      emitCharacter(scalar)
    } else {
      failed = true
    }
  }

  /// `\d`, `\p{Lu}` after the backslash; nil (and nothing taken) for another escape.
  private mutating func classEscape() -> PatternClass? {
    guard let letter = next else { return nil }
    if letter == "p" || letter == "P" {
      guard position + 1 < scalars.count, scalars[position + 1] == "{",
        let end = scalars[position...].firstIndex(of: "}")
      else { return nil }
      let name = String(String.UnicodeScalarView(scalars[(position + 2)..<end]))
      guard let set = PatternClass.property(name) else { return nil }
      position = end + 1
      return letter == "p" ? set : .negated(set)
    }
    guard let set = PatternClass.escape(letter) else { return nil }
    position += 1
    return set
  }

  private mutating func singleEscape() -> Unicode.Scalar? {
    guard let letter = next else { return nil }
    position += 1
    switch letter {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "\\", "|", ".", "-", "^", "?", "*", "+", "{", "}", "(", ")", "[", "]", "$": return letter
    default: return nil
    }
  }

  /// What follows `[`, up to and with `]`.
  private mutating func characterClass(depth: Int) -> PatternClass? {
    guard depth < 8 else { return nil }
    let negated = take("^")
    var parts: [PatternClass] = []
    var removed: PatternClass?
    var first = true
    while true {
      guard let current = next else { return nil }
      if current == "]", !first {
        position += 1
        break
      }
      if current == "-", !first, position + 1 < scalars.count, scalars[position + 1] == "[" {
        position += 2
        guard let set = characterClass(depth: depth + 1), take("]") else { return nil }
        removed = set
        break
      }
      if current == "\\" {
        position += 1
        if let set = classEscape() {
          parts.append(set)
          first = false
          continue
        }
        position -= 1
      }
      guard let low = classCharacter() else { return nil }
      first = false
      if next == "-", position + 1 < scalars.count, scalars[position + 1] != "]",
        scalars[position + 1] != "["
      {
        position += 1
        guard let high = classCharacter(), low.value <= high.value else { return nil }
        parts.append(.range(low.value, high.value))
      } else {
        parts.append(.single(low))
      }
    }
    var set = parts.count == 1 ? parts[0] : PatternClass.union(parts)
    if negated { set = .negated(set) }
    return removed.map { .difference(set, $0) } ?? set
  }

  private mutating func classCharacter() -> Unicode.Scalar? {
    guard let current = next else { return nil }
    position += 1
    if current == "\\" { return singleEscape() }
    return current == "[" || current == "]" ? nil : current
  }

  /// `?`, `*`, `+`, `{n,m}`, each perhaps reluctant.
  private mutating func quantifier(from start: Int) {
    guard let current = next else { return }
    var low = 0
    var high: Int?
    switch current {
    case "?": high = 1
    case "*": break
    case "+": low = 1
    case "{":
      position += 1
      guard let bounds = bounds() else {
        failed = true
        return
      }
      (low, high) = bounds
      position -= 1
    default: return
    }
    position += 1
    let greedy = !take("?")
    repeated(from: start, low, high, greedy: greedy)
  }

  private mutating func bounds() -> (Int, Int?)? {
    guard let low = integer() else { return nil }
    if take("}") { return (low, low) }
    guard take(",") else { return nil }
    if take("}") { return (low, nil) }
    guard let high = integer(), take("}"), low <= high else { return nil }
    return (low, high)
  }

  private mutating func integer() -> Int? {
    var value: Int?
    while let digit = next, (0x30...0x39).contains(digit.value) {
      value = min((value ?? 0) * 10 + Int(digit.value) - 0x30, 1_000_000)
      position += 1
    }
    return value
  }

  private mutating func repeated(from start: Int, _ low: Int, _ high: Int?, greedy: Bool) {
    let body = Array(program[start...])
    program.removeLast(body.count)
    guard (low + (high ?? low) + 2) * (body.count + 2) < Pattern.maximumProgram else {
      failed = true
      return
    }
    func copy() {
      let shift = program.count - start
      for instruction in body {
        switch instruction {
        case .split(let first, let second): emit(.split(first + shift, second + shift))
        case .jump(let target): emit(.jump(target + shift))
        case .progress(let slot, let exit): emit(.progress(slot, exit: exit + shift))
        default: emit(instruction)
        }
      }
    }
    for _ in 0..<low { copy() }
    guard !failed else { return }
    if let high {
      var splits: [Int] = []
      for _ in 0..<max(0, high - low) {
        splits.append(program.count)
        emit(.split(0, 0))
        copy()
      }
      guard !failed else { return }
      for split in splits {
        program[split] =
          greedy ? .split(split + 1, program.count) : .split(program.count, split + 1)
      }
    } else {
      let slot = marks
      marks += 1
      let loop = program.count
      emit(.split(0, 0))
      emit(.mark(slot))
      copy()
      emit(.progress(slot, exit: 0))
      emit(.jump(loop))
      guard !failed else { return }
      let end = program.count
      program[loop] = greedy ? .split(loop + 1, end) : .split(end, loop + 1)
      program[end - 2] = .progress(slot, exit: end)
    }
  }
}
