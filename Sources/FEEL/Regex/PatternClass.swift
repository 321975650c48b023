/// A set of characters as XSD's regular expressions have them (XSD 1.1 part 2, appendix G).
indirect enum PatternClass: Sendable {
  case range(UInt32, UInt32)
  case category([Unicode.GeneralCategory])
  case union([PatternClass])
  case negated(PatternClass)
  case difference(PatternClass, PatternClass)

  /// Whether it holds a character. Case is folded at the ranges only: `[A-Z-[OI]]` without regard to case has neither
  /// `o` nor `i`, `[^Q]` not `q`, and a category stays what it is (XPath functions 3.1, 5.6.2).
  func contains(_ scalar: Unicode.Scalar, variants: [UInt32]?) -> Bool {
    switch self {
    case .range(let low, let high):
      if let variants {
        variants.contains { $0 >= low && $0 <= high }
      } else {
        scalar.value >= low && scalar.value <= high
      }
    case .category(let categories): categories.contains(scalar.properties.generalCategory)
    case .union(let parts): parts.contains { $0.contains(scalar, variants: variants) }
    case .negated(let part): !part.contains(scalar, variants: variants)
    case .difference(let base, let removed):
      base.contains(scalar, variants: variants) && !removed.contains(scalar, variants: variants)
    }
  }

  static func single(_ scalar: Unicode.Scalar) -> PatternClass {
    .range(scalar.value, scalar.value)
  }

  /// The characters that count as the same without regard to case.
  static func variants(_ scalar: Unicode.Scalar) -> [UInt32] {
    var result: [UInt32] = [scalar.value]
    func add(_ text: String) {
      let scalars = Array(text.unicodeScalars)
      if scalars.count == 1, !result.contains(scalars[0].value) { result.append(scalars[0].value) }
    }
    var index = 0
    while index < result.count {
      if let current = Unicode.Scalar(result[index]) {
        add(current.properties.lowercaseMapping)
        add(current.properties.uppercaseMapping)
      }
      index += 1
    }
    // The signs that fold to a letter which does not fold back to them.
    for (letter, sign) in [(0x6B, 0x212A), (0xE5, 0x212B), (0x73, 0x17F)] as [(UInt32, UInt32)]
    where result.contains(letter) && !result.contains(sign) {
      result.append(sign)
    }
    return result
  }

  static let blank = PatternClass.union([
    .range(0x20, 0x20), .range(0x09, 0x0A), .range(0x0D, 0x0D),
  ])
  static let digit = PatternClass.category([.decimalNumber])
  static let word = PatternClass.negated(
    .category(categories("P") + categories("Z") + categories("C")))
  static let initial = PatternClass.union(
    [
      (0x3A, 0x3A), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6),
      (0xF8, 0x2FF), (0x370, 0x37D), (0x37F, 0x1FFF), (0x200C, 0x200D), (0x2070, 0x218F),
      (0x2C00, 0x2FEF), (0x3001, 0xD7FF), (0xF900, 0xFDCF), (0xFDF0, 0xFFFD), (0x10000, 0xEFFFF),
    ].map { .range($0.0, $0.1) })
  static let nameCharacter = PatternClass.union([
    initial, .range(0x2D, 0x2E), .range(0x30, 0x39), .range(0xB7, 0xB7), .range(0x300, 0x36F),
    .range(0x203F, 0x2040),
  ])
  /// `.` without the flag `s`.
  static let anyButLineEnd = PatternClass.negated(.union([.range(0x0A, 0x0A), .range(0x0D, 0x0D)]))
  static let any = PatternClass.range(0, 0x10FFFF)

  /// The characters of `\s`, `\d`, `\w` ...; nil for another letter.
  static func escape(_ letter: Unicode.Scalar) -> PatternClass? {
    switch letter {
    case "s": blank
    case "S": .negated(blank)
    case "d": digit
    case "D": .negated(digit)
    case "w": word
    case "W": .negated(word)
    case "i": initial
    case "I": .negated(initial)
    case "c": nameCharacter
    case "C": .negated(nameCharacter)
    default: nil
    }
  }

  /// The characters of `\p{name}`; nil when there is no such category or block.
  static func property(_ name: String) -> PatternClass? {
    if name.hasPrefix("Is") {
      guard let block = blocks[String(name.dropFirst(2))] else { return nil }
      return .range(block.0, block.1)
    }
    let list = categories(name)
    return list.isEmpty ? nil : .category(list)
  }

  private static func categories(_ name: String) -> [Unicode.GeneralCategory] {
    let all: [(String, Unicode.GeneralCategory)] = [
      ("Lu", .uppercaseLetter), ("Ll", .lowercaseLetter), ("Lt", .titlecaseLetter),
      ("Lm", .modifierLetter), ("Lo", .otherLetter), ("Mn", .nonspacingMark),
      ("Mc", .spacingMark), ("Me", .enclosingMark), ("Nd", .decimalNumber), ("Nl", .letterNumber),
      ("No", .otherNumber), ("Pc", .connectorPunctuation), ("Pd", .dashPunctuation),
      ("Ps", .openPunctuation), ("Pe", .closePunctuation), ("Pi", .initialPunctuation),
      ("Pf", .finalPunctuation), ("Po", .otherPunctuation), ("Zs", .spaceSeparator),
      ("Zl", .lineSeparator), ("Zp", .paragraphSeparator), ("Sm", .mathSymbol),
      ("Sc", .currencySymbol), ("Sk", .modifierSymbol), ("So", .otherSymbol), ("Cc", .control),
      ("Cf", .format), ("Co", .privateUse), ("Cn", .unassigned),
    ]
    return all.filter { $0.0 == name || (name.utf8.count == 1 && $0.0.hasPrefix(name)) }.map(\.1)
  }

  /// The blocks of Unicode that texts in our languages use, and the common others.
  private static let blocks: [String: (UInt32, UInt32)] = [
    "BasicLatin": (0x0000, 0x007F), "Latin-1Supplement": (0x0080, 0x00FF),
    "LatinExtended-A": (0x0100, 0x017F), "LatinExtended-B": (0x0180, 0x024F),
    "IPAExtensions": (0x0250, 0x02AF), "SpacingModifierLetters": (0x02B0, 0x02FF),
    "CombiningDiacriticalMarks": (0x0300, 0x036F), "Greek": (0x0370, 0x03FF),
    "GreekandCoptic": (0x0370, 0x03FF), "Cyrillic": (0x0400, 0x04FF),
    "CyrillicSupplement": (0x0500, 0x052F), "Armenian": (0x0530, 0x058F),
    "Hebrew": (0x0590, 0x05FF), "Arabic": (0x0600, 0x06FF), "Syriac": (0x0700, 0x074F),
    "Thaana": (0x0780, 0x07BF), "Devanagari": (0x0900, 0x097F), "Bengali": (0x0980, 0x09FF),
    "Gurmukhi": (0x0A00, 0x0A7F), "Gujarati": (0x0A80, 0x0AFF), "Oriya": (0x0B00, 0x0B7F),
    "Tamil": (0x0B80, 0x0BFF), "Telugu": (0x0C00, 0x0C7F), "Kannada": (0x0C80, 0x0CFF),
    "Malayalam": (0x0D00, 0x0D7F), "Sinhala": (0x0D80, 0x0DFF), "Thai": (0x0E00, 0x0E7F),
    "Lao": (0x0E80, 0x0EFF), "Tibetan": (0x0F00, 0x0FFF), "Myanmar": (0x1000, 0x109F),
    "Georgian": (0x10A0, 0x10FF), "HangulJamo": (0x1100, 0x11FF), "Ethiopic": (0x1200, 0x137F),
    "Cherokee": (0x13A0, 0x13FF), "Ogham": (0x1680, 0x169F), "Runic": (0x16A0, 0x16FF),
    "Khmer": (0x1780, 0x17FF), "Mongolian": (0x1800, 0x18AF),
    "LatinExtendedAdditional": (0x1E00, 0x1EFF), "GreekExtended": (0x1F00, 0x1FFF),
    "GeneralPunctuation": (0x2000, 0x206F), "SuperscriptsandSubscripts": (0x2070, 0x209F),
    "CurrencySymbols": (0x20A0, 0x20CF), "CombiningMarksforSymbols": (0x20D0, 0x20FF),
    "LetterlikeSymbols": (0x2100, 0x214F), "NumberForms": (0x2150, 0x218F),
    "Arrows": (0x2190, 0x21FF), "MathematicalOperators": (0x2200, 0x22FF),
    "MiscellaneousTechnical": (0x2300, 0x23FF), "BoxDrawing": (0x2500, 0x257F),
    "BlockElements": (0x2580, 0x259F), "GeometricShapes": (0x25A0, 0x25FF),
    "MiscellaneousSymbols": (0x2600, 0x26FF), "Dingbats": (0x2700, 0x27BF),
    "BraillePatterns": (0x2800, 0x28FF), "CJKSymbolsandPunctuation": (0x3000, 0x303F),
    "Hiragana": (0x3040, 0x309F), "Katakana": (0x30A0, 0x30FF), "Bopomofo": (0x3100, 0x312F),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF), "HangulSyllables": (0xAC00, 0xD7A3),
    "PrivateUse": (0xE000, 0xF8FF), "CJKCompatibilityIdeographs": (0xF900, 0xFAFF),
    "AlphabeticPresentationForms": (0xFB00, 0xFB4F), "HalfwidthandFullwidthForms": (0xFF00, 0xFFEF),
    "Specials": (0xFFF0, 0xFFFF), "Emoticons": (0x1F600, 0x1F64F),
  ]
}
