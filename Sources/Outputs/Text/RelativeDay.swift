public import CivilTime

extension CivilDate {
  /// How far away a day is, as people say it: `i dag`, `i morgon`, `om 3 dagar`, `2 dagar sen`.
  func relative(to today: CivilDate) -> String {
    switch today.days(until: self) {
    case 0: "i dag"
    case 1: "i morgon"
    case -1: "1 dag sen"
    case let days where days > 0: "om \(days) dagar"
    case let days: "\(-days) dagar sen"
    }
  }

  /// `måndag`.
  public var weekdayName: String {
    switch weekday {
    case 1: "måndag"
    case 2: "tisdag"
    case 3: "onsdag"
    case 4: "torsdag"
    case 5: "fredag"
    case 6: "lördag"
    default: "söndag"
    }
  }
}

/// A day as people write it on the command line.
public enum DayReader {
  /// Reads `2017-02-01`, `i dag`, `idag`, `igår`, `i går`; nil for anything else.
  public static func read(_ text: String, today: CivilDate) -> CivilDate? {
    switch text.lowercased() {
    case "idag", "i dag", "i-dag", "today": today
    case "igår", "i går", "i-går", "yesterday": today.adding(days: -1)
    default: CivilDate.parse(text).flatMap { years.contains($0.year) ? $0 : nil }
    }
  }

  /// A day outside them is a slip of the finger. Case numbers go by year, and so years are gone through one by one.
  private static let years = 1900...9999
}
