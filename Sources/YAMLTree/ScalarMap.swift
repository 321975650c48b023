import Diagnostics

/// How the text of a scalar lies in the file: pieces that are copied byte for byte, and pieces (escapes, folds) that
/// are something else there. Made only when a place is asked for, by reading the scalar once more the way libyaml does.
struct ScalarMap: Sendable {
  struct Piece: Sendable {
    let text: Int
    let textLength: Int
    let source: Int
    let sourceLength: Int
    var isCopy: Bool { textLength == sourceLength }
  }

  private(set) var pieces: [Piece] = []
  private(set) var textLength = 0
  private let bytes: [UInt8]
  private var index: Int
  private let end: Int
  /// Where an offset at the very end of the text points.
  private var lastPlace: Int

  init(_ scalar: YAMLScalar) {
    bytes = scalar.span.source.bytes
    let range = scalar.span.range.clamped(to: 0..<bytes.count)
    index = range.lowerBound
    end = range.upperBound
    lastPlace = end
    switch scalar.style {
    case .plain: readFlow(quote: nil)
    case .singleQuoted: readQuoted(0x27)
    case .doubleQuoted: readQuoted(0x22)
    case .literal, .folded: readBlock(scalar)
    }
  }

  /// The place in the file of a range of the text.
  func range(_ range: Range<Int>) -> Range<Int> {
    let lower = place(of: range.lowerBound)
    guard range.upperBound > range.lowerBound else { return lower..<lower }
    guard let piece = piece(at: range.upperBound - 1) else { return lower..<max(lower, lastPlace) }
    let upper =
      piece.isCopy
      ? piece.source + (range.upperBound - piece.text) : piece.source + piece.sourceLength
    return lower..<max(lower, upper)
  }

  private func place(of offset: Int) -> Int {
    guard let piece = piece(at: offset) else { return lastPlace }
    return piece.isCopy ? piece.source + (offset - piece.text) : piece.source
  }

  private func piece(at offset: Int) -> Piece? {
    var low = 0
    var high = pieces.count
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].text + pieces[middle].textLength <= offset {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < pieces.count ? pieces[low] : nil
  }

  private mutating func add(text: Int, from start: Int, to end: Int) {
    guard text > 0 else { return }
    pieces.append(
      Piece(text: textLength, textLength: text, source: start, sourceLength: end - start))
    textLength += text
  }

  private mutating func copy(from start: Int, to end: Int) {
    add(text: end - start, from: start, to: end)
  }

  private func byte(_ place: Int) -> UInt8 { place < end ? bytes[place] : 0 }

  private func isBlank(_ place: Int) -> Bool {
    place < end && (bytes[place] == 0x20 || bytes[place] == 0x09)
  }

  /// The line break at a place: its length in the file and in the text (YAML 1.1 §4.2: CR, LF, CRLF and NEL become
  /// LF; LS and PS stay); nil when there is none.
  private func lineBreak(_ place: Int) -> (source: Int, text: Int)? {
    switch byte(place) {
    case 0x0A: (1, 1)
    case 0x0D: (byte(place + 1) == 0x0A ? 2 : 1, 1)
    case 0xC2 where byte(place + 1) == 0x85: (2, 1)
    case 0xE2 where byte(place + 1) == 0x80 && (byte(place + 2) & 0xFE) == 0xA8: (3, 3)
    default: nil
    }
  }
}

// MARK: plain and quoted

extension ScalarMap {
  private mutating func readQuoted(_ quote: UInt8) {
    guard byte(index) == quote else { return }
    index += 1
    readFlow(quote: quote)
    lastPlace = min(index, end)
  }

  /// Plain and quoted scalars fold alike: blanks around a break vanish, one break is a space, n breaks are n - 1.
  private mutating func readFlow(quote: UInt8?) {
    var start = index
    while index < end {
      if quote == 0x27, byte(index) == 0x27 {
        copy(from: start, to: index)
        guard byte(index + 1) == 0x27 else { return }
        add(text: 1, from: index, to: index + 2)
        index += 2
        start = index
      } else if quote == 0x22, byte(index) == 0x22 {
        copy(from: start, to: index)
        return
      } else if quote == 0x22, byte(index) == 0x5C {
        copy(from: start, to: index)
        readEscape()
        start = index
      } else if isBlank(index) || lineBreak(index) != nil {
        let blanks = index
        while isBlank(index) { index += 1 }
        guard lineBreak(index) != nil else { continue }
        copy(from: start, to: blanks)
        let text = skipFold(escaped: false)
        add(text: text, from: blanks, to: index)
        start = index
      } else {
        index += 1
      }
    }
    copy(from: start, to: index)
  }

  /// Skips breaks and the blanks between and after them; gives the length of what they become.
  private mutating func skipFold(escaped: Bool) -> Int {
    var first: (source: Int, text: Int)?
    var firstIsLF = false
    var rest = 0
    while index < end {
      if isBlank(index) {
        index += 1
      } else if let found = lineBreak(index) {
        if first == nil, !escaped {
          first = found
          firstIsLF = found.text == 1
        } else {
          rest += found.text
        }
        index += found.source
      } else {
        break
      }
    }
    if firstIsLF { return rest == 0 ? 1 : rest }
    return (first?.text ?? 0) + rest
  }

  private mutating func readEscape() {
    let start = index
    index += 1
    if let found = lineBreak(index) {
      index += found.source
      let text = skipFold(escaped: true)
      add(text: text, from: start, to: index)
      return
    }
    let letter = byte(index)
    index += 1
    let digits =
      switch letter {
      case 0x78: 2
      case 0x75: 4
      case 0x55: 8
      default: 0
      }
    var text = 1
    switch letter {
    case 0x4E, 0x5F: text = 2  // \N, \_
    case 0x4C, 0x50: text = 3  // \L, \P
    default: break
    }
    if digits > 0 {
      let code = bytes[min(index, end)..<min(index + digits, end)].reduce(UInt32(0)) { sum, digit in
        sum &* 16 &+ UInt32((digit & 0x0F) + (digit > 0x39 ? 9 : 0))
      }
      text = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
      index = min(index + digits, end)
    }
    add(text: text, from: start, to: index)
  }
}

// MARK: block scalars

extension ScalarMap {
  private mutating func readBlock(_ scalar: YAMLScalar) {
    while index < end, lineBreak(index) == nil { index += 1 }
    guard let header = lineBreak(index) else {
      // Nothing but a header; the text, if any, is line breaks that are kept.
      add(text: scalar.text.utf8.count, from: end, to: end)
      return
    }
    index += header.source
    let indent = Self.indent(of: scalar, bytes: bytes, from: index, to: end)
    let folds = scalar.style == .folded
    var previousStartsBlank = false
    // The breaks since the last line of text: the first may fold.
    var breakStart = index
    var firstBreak = 0
    var moreBreaks = 0
    var hasLine = false
    while index < end {
      var content = index
      while content < index + indent, byte(content) == 0x20, content < end { content += 1 }
      if let found = lineBreak(content), content < index + indent || content == index + indent {
        moreBreaks += found.text
        index = content + found.source
        continue
      }
      var stop = content
      while stop < end, lineBreak(stop) == nil { stop += 1 }
      let startsBlank = isBlank(content)
      if folds, hasLine, firstBreak == 1, !previousStartsBlank, !startsBlank {
        add(text: moreBreaks == 0 ? 1 : moreBreaks, from: breakStart, to: content)
      } else {
        add(text: firstBreak + moreBreaks, from: breakStart, to: content)
      }
      copy(from: content, to: stop)
      previousStartsBlank = startsBlank
      hasLine = true
      breakStart = stop
      firstBreak = 0
      moreBreaks = 0
      index = stop
      if let found = lineBreak(stop) {
        firstBreak = found.text
        index = stop + found.source
      }
    }
    // What is left are the breaks at the end that the header keeps.
    lastPlace = end
    let rest = scalar.text.utf8.count - textLength
    if rest > 0 { add(text: rest, from: end, to: end) }
  }

  /// The indentation that the text does not have: the first line that is more than blanks has so many blanks fewer.
  private static func indent(
    of scalar: YAMLScalar, bytes: [UInt8], from start: Int, to end: Int
  ) -> Int {
    func leading(_ bytes: some Sequence<UInt8>) -> Int? {
      var count = 0
      for byte in bytes {
        switch byte {
        case 0x20: count += 1
        case 0x0A, 0x0D: count = 0
        default: return count
        }
      }
      return nil
    }
    guard let written = leading(bytes[start..<end]), let read = leading(scalar.text.utf8) else {
      return 0
    }
    return max(0, written - read)
  }
}
