public import CaseEngine
import CivilTime
import FEEL

extension Moment {
  /// `2026-11-22 05:30` in a time zone.
  public func text(inZone zone: String) -> String {
    let seconds = Int(clamping: milliseconds / 1_000)
    guard let instant = Instant(secondsSinceEpoch: seconds),
      let offset = SystemZones().offset(inZone: zone, atUTCSecond: seconds)
        ?? ZoneOffset(seconds: 0),
      let local = CivilDateTime(instant, offset: offset, zone: .offset(offset))
    else { return "okänd tid" }
    return "\(local.date) \(Self.two(local.time.hour)):\(Self.two(local.time.minute))"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Value {
  /// The value with what it is called: the unit of an amount stands behind the number, not in the title.
  func titled(_ title: String) -> (title: String, text: String) {
    let unit = " (kr)"
    guard case .number(let amount) = self, title.hasSuffix(unit) else { return (title, swedish) }
    return (String(title.dropLast(unit.count)), amount.kronor)
  }
}

extension Number {
  /// An amount as people write it: `12 500 kr`, `2 000,50 kr`.
  var kronor: String {
    let parts = swedish.split(separator: ",", maxSplits: 1).map(String.init)
    let whole = parts.first ?? ""
    let sign = whole.hasPrefix("-") ? "−" : ""
    let digits = Array(whole.drop { $0 == "-" })
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += "\u{A0}" }
      grouped.append(digit)
    }
    let ore = parts.count > 1 ? "," + (parts[1].count == 1 ? parts[1] + "0" : parts[1]) : ""
    return sign + grouped + ore + "\u{A0}kr"
  }
}

extension Int {
  /// A number of bytes as people say it: `512 B`, `3,4 MB`, in steps of a thousand.
  var bytesText: String {
    guard self >= 1_000 else { return "\(self) B" }
    var tenths = self / 100
    for unit in ["kB", "MB", "GB", "TB"] {
      if tenths < 100 { return "\(tenths / 10),\(tenths % 10) \(unit)" }
      if tenths < 10_000 || unit == "TB" { return "\(tenths / 10) \(unit)" }
      tenths /= 1_000
    }
    return "\(self) B"
  }
}
