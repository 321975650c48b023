import CivilTime
import DecisionTables
import FEEL

extension TableComparison {
  /// The screen.
  public func text(_ style: Style) -> String {
    var text = ""
    for pair in pairs where !pair.isSame || !pair.isCertain { text += section(pair, style) + "\n" }
    for title in onlyBefore { text += "\(title) finns bara i den gamla.\n" }
    for title in onlyAfter { text += "\(title) finns bara i den nya.\n" }
    let same = pairs.filter { $0.isSame && $0.isCertain }.map { $0.heading }
    if !same.isEmpty {
      let sentence =
        same.count == 1
        ? "\(same[0]) svarar likadant för alla indata."
        : "Dessa svarar likadant för alla indata: \(same.joined(separator: ", "))."
      text += style.wrap(sentence) + "\n"
    }
    if !pairs.isEmpty {
      text +=
        style.wrap(
          "Jämfört är indata som är ifyllda. Vad som sker när något saknas (null) är inte jämfört.")
        + "\n"
    }
    return text
  }

  private func section(_ pair: Pair, _ style: Style) -> String {
    var text = style.paint(pair.heading, .heading) + "\n"
    for (from, difference) in pair.days {
      if let from { text += "\nFrån \(from), när en riktlinje ändras:\n" }
      text += self.text(difference, pair, style)
    }
    return text
  }

  private func text(_ difference: TableDifference, _ pair: Pair, _ style: Style) -> String {
    var text = ""
    for name in difference.outputsBefore {
      text += style.wrap("Svaret \(name) finns bara i den gamla tabellen.") + "\n"
    }
    for name in difference.outputsAfter {
      text += style.wrap("Svaret \(name) finns bara i den nya tabellen.") + "\n"
    }
    let primary = difference.changes.filter(\.isPrimary)
    for (index, change) in (primary + difference.changes.filter { !$0.isPrimary }).enumerated() {
      if index == primary.count, index > 0 { text += "Dessutom, fast utfallet blir detsamma:\n" }
      let number = "\(index + 1). "
      text += style.wrap("\(number)\(when(change.region, difference, pair))", hanging: 3) + "\n"
      for line in results(change, pair) { text += style.wrap(line, indent: 3, hanging: 5) + "\n" }
      let example = self.example(change.region, difference, pair)
      if !example.isEmpty {
        text +=
          style.paint(style.wrap("till exempel \(example)", indent: 3, hanging: 5), .faint) + "\n"
      }
      text += style.paint(style.wrap(rows(change), indent: 3, hanging: 5), .faint) + "\n"
    }
    if difference.isSame { text += "Ingen skillnad hittades.\n" }
    return text + limits(difference, pair, style)
  }

  private func limits(_ difference: TableDifference, _ pair: Pair, _ style: Style) -> String {
    var text = ""
    func note(_ cells: [TableAnalysis.Cell], _ which: String) {
      note(cells.filter { !$0.isUndivided }, which, "villkoren beror på mer än sin egen kolumn")
      note(cells.filter(\.isUndivided), which, "kolumnen har för många olika värden")
    }
    func note(_ cells: [TableAnalysis.Cell], _ which: String, _ why: String) {
      guard !cells.isEmpty else { return }
      let places = cells.prefix(8).map {
        "rad \($0.row + 1) \(pair.title(difference.columns[$0.column]))"
      }
      let rest = cells.count > places.count ? " med flera" : ""
      text +=
        style.wrap(
          "Inte jämfört i den \(which) tabellen, för att \(why): \(places.joined(separator: ", "))\(rest)."
        ) + "\n"
    }
    note(difference.notAnalysedBefore, "gamla")
    note(difference.notAnalysedAfter, "nya")
    if !difference.isComplete {
      text +=
        style.wrap("Det kan finnas fler skillnader: tabellerna är för stora för att jämföras helt.")
        + "\n"
    }
    return text
  }

  private func when(
    _ region: TableAnalysis.Region, _ difference: TableDifference, _ pair: Pair
  ) -> String {
    let parts = zip(difference.columns, region.conditions).compactMap { column, condition in
      condition.map { "\(pair.title(column)) är \($0.swedish)" }
    }
    return parts.isEmpty ? "För alla" : "När \(parts.joined(separator: " och "))"
  }

  private func example(
    _ region: TableAnalysis.Region, _ difference: TableDifference, _ pair: Pair
  ) -> String {
    zip(difference.columns, region.example).filter { !$0.1.isNull }
      .map { "\(pair.title($0.0)) \($0.1.swedish)" }.joined(separator: ", ")
  }

  /// One line for each output that changes.
  private func results(_ change: TableDifference.Change, _ pair: Pair) -> [String] {
    func word(_ value: Value) -> String { value.isNull ? "inget svar" : value.swedish }
    func outputs(_ value: Value) -> Context? {
      switch value {
      case .context(let context): return context
      case .null: return Context()
      default: return nil
      }
    }
    guard let before = outputs(change.before), let after = outputs(change.after),
      !(change.before.isNull && change.after.isNull)
    else {
      return [
        "\(pair.output.map { "\($0): " } ?? "")\(word(change.before)) → \(word(change.after))"
      ]
    }
    var names = before.entries.map(\.key)
    names += after.entries.map(\.key).filter { before[$0] == nil }
    return names.filter { before[$0] != after[$0] }.map { name in
      "\(name): \(word(before[name] ?? .null)) → \(word(after[name] ?? .null))"
    }
  }

  private func rows(_ change: TableDifference.Change) -> String {
    func words(_ rows: [Int]) -> String {
      switch rows.count {
      case 0: "ingen rad"
      case 1: "rad \(rows[0] + 1)"
      default: "raderna \(rows.prefix(5).map { String($0 + 1) }.joined(separator: ", "))"
      }
    }
    return "nu avgör \(words(change.rowsBefore)), sedan \(words(change.rowsAfter))"
  }
}

extension TableComparison.Pair {
  var heading: String { workflow.map { "\(title) (\($0))" } ?? title }

  func title(_ column: String) -> String { columns[column] ?? column }
}

extension TableAnalysis.Condition {
  /// In plain words: `minst 18 men under 25`, `körkort eller annat`, `inte körkort`.
  var swedish: String {
    let words = pieces.map { piece in
      switch piece {
      case .value(let value): value.swedish
      case .range(let range): range.swedish
      }
    }
    let list =
      words.count < 2
      ? words.joined()
      : words.dropLast().joined(separator: ", ") + " eller " + (words.last ?? "")
    return isNegated ? "något annat än \(list)" : list
  }
}

extension RangeValue {
  /// `under 18`, `minst 18 men under 25`, `före 2017-02-01`.
  fileprivate var swedish: String {
    let isDay: Bool
    switch start.isNull ? end : start {
    case .date, .dateTime, .time: isDay = true
    default: isDay = false
    }
    let low =
      start.isNull
      ? nil
      : "\(startIncluded ? (isDay ? "från och med" : "minst") : (isDay ? "efter" : "över")) \(start.swedish)"
    let high =
      end.isNull
      ? nil
      : "\(endIncluded ? (isDay ? "senast" : "högst") : (isDay ? "före" : "under")) \(end.swedish)"
    return [low, high].compactMap { $0 }.joined(separator: isDay ? " och " : " men ")
  }
}
