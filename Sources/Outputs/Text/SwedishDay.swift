import CivilTime

extension CivilDate {
  /// `14 juli`; with the year when that is another.
  func swedish(from today: CivilDate) -> String {
    "\(day) \(monthName)" + (year == today.year ? "" : " \(year)")
  }

  /// `måndag 27 februari 2017`.
  var swedishInFull: String { "\(weekdayName) \(day) \(monthName) \(year)" }

  private var monthName: String {
    let names = [
      "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
      "oktober", "november", "december",
    ]
    return names.indices.contains(month - 1) ? names[month - 1] : ""
  }
}
