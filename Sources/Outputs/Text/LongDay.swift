import CivilTime

extension CivilDate {
  /// `onsdag 22 mars 2017`.
  var long: String { "\(weekdayName) \(day) \(monthName) \(year)" }

  private var monthName: String {
    let names = [
      "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
      "oktober", "november", "december",
    ]
    return names.indices.contains(month - 1) ? names[month - 1] : ""
  }
}
