import Outputs

/// How a prompt and a text under somebody's hands stand on the screen: in rows that never fill the last column, so that no
/// terminal breaks them in its own way.
struct LineLayout: Equatable {
  /// A place on the screen, counted from the first row of the prompt.
  struct Place: Hashable {
    var row = 0
    var column = 0
  }

  /// The text of each row.
  private(set) var rows = [""]
  /// Where the cursor stands.
  private(set) var cursor = Place()
  /// Where each character of the text stands, and last where the text ends.
  private(set) var places: [Place] = []

  /// - Parameter width: the columns of the terminal.
  init(prompt: String, _ line: EditedLine, width: Int) {
    let width = max(2, width - 1)
    var end = Place()
    for character in prompt { put(character, &end, width) }
    let length = line.before.count
    var count = 0
    for part in [line.before, line.after] {
      for character in part {
        let place = put(character, &end, width)
        places.append(place)
        if count == length { cursor = place }
        count += 1
      }
    }
    places.append(end)
    if count == length { cursor = end }
  }

  /// Whether the cursor stands after everything.
  var isAtEnd: Bool { places.last == cursor && cursor.row == rows.count - 1 }

  /// How many rows a terminal that has become so wide shows from a row down to the cursor, beside the cursor's own: what was
  /// longer it has broken.
  func rowsAboveCursor(from first: Int, width: Int) -> Int {
    let width = max(1, width)
    let above = rows[min(first, cursor.row)..<cursor.row].reduce(0) { sum, row in
      sum + max(1, (row.reduce(0) { $0 + $1.columns } + width - 1) / width)
    }
    return above + cursor.column / width
  }

  /// The number of the character that stands so many rows further down, as near the cursor's column as can be; nil when there
  /// is no such row.
  func position(rowsDown count: Int) -> Int? {
    let row = cursor.row + count
    let candidates = places.indices.filter { places[$0].row == row }
    return candidates.last { places[$0].column <= cursor.column } ?? candidates.first
  }

  @discardableResult
  private mutating func put(_ character: Character, _ end: inout Place, _ width: Int) -> Place {
    if character == "\n" {
      let place = end
      newRow(&end)
      return place
    }
    let columns = character.columns
    if end.column + columns > width { newRow(&end) }
    let place = end
    rows[end.row].append(character)
    end.column += columns
    return place
  }

  private mutating func newRow(_ end: inout Place) {
    rows.append("")
    end = Place(row: end.row + 1, column: 0)
  }
}
