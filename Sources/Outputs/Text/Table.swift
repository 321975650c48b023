/// Rows in columns that fit the width. One column may shrink: its cells are broken over several lines; when that is not
/// enough, columns that may be left out are.
struct Table {
  /// A column.
  struct Column {
    /// Whether its cells may be broken over lines to fit.
    var flexible = false
    /// Columns with a rank are left out when the width is too small, the highest rank first.
    var rank = 0
  }

  /// A cell: text and its tone.
  struct Cell {
    var text: String
    var tone: Style.Tone?

    init(_ text: String, _ tone: Style.Tone? = nil) {
      self.text = text.printable
      self.tone = tone
    }
  }

  let columns: [Column]
  var rows: [[Cell]] = []
  /// Spaces before each row.
  var indent = 2

  /// The smallest width of a flexible column before others are left out.
  private static let comfortable = 24
  private static let gap = 2

  /// The rows as text, each ending with a line break.
  func render(_ style: Style) -> String {
    render(style, shown: layout(style))
  }

  /// The widths of the columns that are shown, so that several tables can stand in line.
  func layout(_ style: Style) -> [(column: Int, width: Int)] {
    let natural = columns.indices.map { column in
      rows.map { $0[column].text.columns }.max() ?? 0
    }
    var shown = columns.indices.filter { natural[$0] > 0 }
    func total(_ shown: [Int]) -> Int {
      shown.reduce(indent) { $0 + natural[$1] + Self.gap } - Self.gap
    }
    func overflow(_ shown: [Int]) -> Int {
      let room = shown.filter { columns[$0].flexible }.reduce(0) {
        $0 + max(0, natural[$1] - Self.comfortable)
      }
      return total(shown) - style.width - room
    }
    while overflow(shown) > 0,
      let victim = shown.filter({ columns[$0].rank > 0 }).max(by: {
        columns[$0].rank < columns[$1].rank
      })
    {
      shown.removeAll { $0 == victim }
    }
    let excess = max(0, total(shown) - style.width)
    var left = excess
    return shown.map { column in
      guard columns[column].flexible, left > 0 else { return (column, natural[column]) }
      let width = max(12, natural[column] - left)
      left -= natural[column] - width
      return (column, width)
    }
  }

  /// The rows in a layout, each ending with a line break.
  func render(_ style: Style, shown: [(column: Int, width: Int)]) -> String {
    var text = ""
    for row in rows {
      let cells = shown.map { place in
        columns[place.column].flexible && row[place.column].text.columns > place.width
          ? row[place.column].text.lines(width: place.width) : [row[place.column].text]
      }
      for line in 0..<(cells.map(\.count).max() ?? 0) {
        var out = String(repeating: " ", count: indent)
        for (position, place) in shown.enumerated() {
          let piece = line < cells[position].count ? cells[position][line] : ""
          let isLast = position == shown.count - 1
          let padding = isLast ? 0 : max(0, place.width - piece.columns) + Self.gap
          out += style.paint(piece, row[place.column].tone)
          out += String(repeating: " ", count: padding)
        }
        text += out.trimmingLineEnd() + "\n"
      }
    }
    return text
  }
}

extension String {
  func trimmingLineEnd() -> String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
