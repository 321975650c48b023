import CivilTime

extension Value {
  /// The properties of dates, times, durations and ranges (10.3.2.15, tables 65 to 67) with their types and whether they may be
  /// null.
  static func properties(of type: FEELType) -> [String: (FEELType, nullable: Bool)] {
    switch type {
    case .date: dateProperties
    case .time: timeProperties
    case .dateTime: dateProperties.merging(timeProperties) { first, _ in first }
    case .monthsDuration: ["years": (.number, false), "months": (.number, false)]
    case .daysDuration:
      [
        "days": (.number, false), "hours": (.number, false), "minutes": (.number, false),
        "seconds": (.number, false),
      ]
    case .range:
      [
        "start": (.any, true), "end": (.any, true), "start included": (.boolean, false),
        "end included": (.boolean, false),
      ]
    default: [:]
    }
  }

  private static let dateProperties: [String: (FEELType, nullable: Bool)] = [
    "year": (.number, false), "month": (.number, false), "day": (.number, false),
    "weekday": (.number, false),
  ]

  private static let timeProperties: [String: (FEELType, nullable: Bool)] = [
    "hour": (.number, false), "minute": (.number, false), "second": (.number, false),
    "time offset": (.daysDuration, true), "timezone": (.string, true),
  ]

  /// The names of properties that consist of several words, for the parser.
  static let propertyNames = ["time offset", "start included", "end included"]

  /// An entry, a property, or the same of every element of a list (10.3.2.15, table 64); nil when there is none.
  func member(_ name: String) -> Value? {
    switch self {
    case .context(let context): return context[name]
    case .list(let elements):
      var result: [Value] = []
      result.reserveCapacity(elements.count)
      for element in elements {
        if let value = element.member(name) {
          result.append(value)
          continue
        }
        // An element that is null has nothing to give, and takes nothing from the others.
        switch element {
        case .context, .null: result.append(.null)
        default: return nil
        }
      }
      return .list(result)
    case .date(let date): return Self.property(name, of: date)
    case .time(let time): return Self.property(name, of: time.time, zone: time.zone) { _ in nil }
    case .dateTime(let value):
      return Self.property(name, of: value.date)
        ?? Self.property(name, of: value.time, zone: value.zone) { rules in
          value.offset(under: rules)
        }
    case .monthsDuration(let duration):
      switch name {
      case "years": return .number(duration.years)
      case "months": return .number(duration.months)
      default: return nil
      }
    case .daysDuration(let duration):
      switch name {
      case "days": return .number(duration.days)
      case "hours": return .number(duration.hours)
      case "minutes": return .number(duration.minutes)
      case "seconds":
        guard duration.nanoseconds != 0 else { return .number(duration.seconds) }
        let nanoseconds = duration.seconds * 1_000_000_000 + duration.nanoseconds
        return Number(nanoseconds, exponent: -9).map { .number($0) }
      default: return nil
      }
    case .range(let range):
      switch name {
      case "start": return range.form == .notEqual ? .null : range.start
      case "end": return range.form == .notEqual ? .null : range.end
      case "start included": return .boolean(range.startIncluded)
      case "end included": return .boolean(range.endIncluded)
      default: return nil
      }
    default: return nil
    }
  }

  private static func property(_ name: String, of date: CivilDate) -> Value? {
    switch name {
    case "year": .number(date.year)
    case "month": .number(date.month)
    case "day": .number(date.day)
    case "weekday": .number(date.weekday)
    default: nil
    }
  }

  private static func property(
    _ name: String, of time: TimeOfDay, zone: Zone, offset: (SystemZones) -> ZoneOffset?
  ) -> Value? {
    switch name {
    case "hour": return .number(time.hour)
    case "minute": return .number(time.minute)
    case "second":
      guard time.nanosecond != 0 else { return .number(time.second) }
      return Number(time.second * 1_000_000_000 + time.nanosecond, exponent: -9).map { .number($0) }
    case "time offset":
      if case .offset(let own) = zone { return .daysDuration(own.duration) }
      return offset(SystemZones()).map { .daysDuration($0.duration) } ?? .null
    case "timezone":
      if case .named(let name) = zone { return .string(name) }
      return .null
    default: return nil
    }
  }

  /// The value of `@"..."` (grammar rule 66): what `date`, `date and time`, `time` or `duration` would read.
  init?(atLiteral text: String) {
    let text = text.withCapitalZ
    if let date = CivilDate.parse(text) {
      self = .date(date)
    } else if let value = CivilDateTime.parse(text), value.zoneIsKnown {
      self = .dateTime(value)
    } else if let value = ZonedTime.parse(text), value.zone.isKnown {
      self = .time(value)
    } else if let value = MonthsDuration.parse(text) {
      self = .monthsDuration(value)
    } else if let value = DaysDuration.parse(text) {
      self = .daysDuration(value)
    } else {
      return nil
    }
  }
}

extension Zone {
  /// Whether a named zone exists; zones without name always do.
  var isKnown: Bool {
    if case .named(let name) = self { SystemZones().knows(name) } else { true }
  }
}

extension CivilDateTime {
  var zoneIsKnown: Bool { zone.isKnown }
}

extension String {
  /// The standard itself writes `time("23:59:00z")` (10.3.4.1); XSD knows only the capital letter.
  var withCapitalZ: String {
    guard utf8.last == UInt8(ascii: "z"), let before = utf8.dropLast().last,
      (0x30...0x39).contains(before)
    else { return self }
    return dropLast() + "Z"
  }
}
