import CivilTime
import Diagnostics

extension Builtins {
  /// 10.3.4.1
  static let conversion: [Builtin] = [
    Builtin(
      "date", clause: "10.3.4.1", example: #"date("2017-02-01")"#,
      Signature([parameter("from", .string)], .date, nullable: true) { context, values in
        guard case .string(let text) = values[0] else { return .null }
        if let date = CivilDate.parse(text) { return .date(date) }
        context.note(.format, "`\(text)` är inget datum")
        return .null
      },
      Signature([parameter("from", .date)], .date) { _, values in values[0] },
      Signature([parameter("from", .dateTime)], .date) { _, values in
        if case .dateTime(let value) = values[0] { .date(value.date) } else { .null }
      },
      Signature(
        [parameter("year", .number), parameter("month", .number), parameter("day", .number)],
        .date, nullable: true
      ) { context, values in
        if let date = date(values[0], values[1], values[2]) { return .date(date) }
        context.note(.format, "det finns inget sådant datum")
        return .null
      }),
    Builtin(
      "date and time", clause: "10.3.4.1", example: #"date and time("2017-02-01T09:30:00")"#,
      Signature([parameter("from", .string)], .dateTime, nullable: true) { context, values in
        guard case .string(let text) = values[0] else { return .null }
        if let value = CivilDateTime.parse(text.withCapitalZ), value.zoneIsKnown {
          return .dateTime(value)
        }
        if let date = CivilDate.parse(text) { return .dateTime(CivilDateTime(date: date)) }
        context.note(.format, "`\(text)` är inte datum och tid")
        return .null
      },
      Signature([parameter("date", .date), parameter("time", .time)], .dateTime) { _, values in
        combined(values[0], values[1])
      },
      Signature([parameter("date", .dateTime), parameter("time", .time)], .dateTime) { _, values in
        combined(values[0], values[1])
      },
      Signature(
        dateTimeParameters + [parameter("offset", .daysDuration, nullable: true, optional: true)],
        .dateTime, nullable: true
      ) { context, values in
        guard let zone = zone(values[6]) else {
          context.note(.format, "avståndet till UTC är för stort")
          return .null
        }
        return dateTime(values, zone, &context)
      },
      Signature(dateTimeParameters + [parameter("timezone", .string)], .dateTime, nullable: true) {
        context, values in
        guard case .string(let name) = values[6], let zone = Zone(name: name), zone.isKnown else {
          context.note(.format, "det finns ingen sådan tidszon")
          return .null
        }
        return dateTime(values, zone, &context)
      }),
    Builtin(
      "time", clause: "10.3.4.1", example: #"time("09:30:00")"#,
      Signature([parameter("from", .string)], .time, nullable: true) { context, values in
        guard case .string(let text) = values[0] else { return .null }
        if let time = ZonedTime.parse(text.withCapitalZ), time.zone.isKnown { return .time(time) }
        context.note(.format, "`\(text)` är inget klockslag")
        return .null
      },
      Signature([parameter("from", .time)], .time) { _, values in values[0] },
      Signature([parameter("from", .dateTime)], .time) { _, values in
        if case .dateTime(let value) = values[0] { .time(value.zonedTime) } else { .null }
      },
      Signature(
        [
          parameter("hour", .number), parameter("minute", .number), parameter("second", .number),
          parameter("offset", .daysDuration, nullable: true, optional: true),
        ], .time, nullable: true
      ) { context, values in
        guard let time = timeOfDay(values[0], values[1], values[2]), let zone = zone(values[3])
        else {
          context.note(.format, "det finns inget sådant klockslag")
          return .null
        }
        return .time(ZonedTime(time: time, zone: zone))
      }),
    Builtin(
      "number", clause: "10.3.4.1", example: #"number("1 500,50", " ", ",")"#,
      Signature(
        [
          parameter("from", .string), parameter("grouping separator", .string, nullable: true),
          parameter("decimal separator", .string, nullable: true),
        ], .number, nullable: true
      ) { context, values in
        parsed(values[0], grouping: values[1], decimal: values[2], &context)
      }),
    Builtin(
      "string", clause: "10.3.4.1", example: #"string(1.50)"#,
      Signature([parameter("from", .any)], .string) { context, values in
        // What is written out takes some 16 bytes for each part.
        guard values[0].size(limit: EvaluationContext.maximumText / 16) != nil else {
          context.note(.limit, "texten blir för lång")
          return .null
        }
        return values[0].stringText.map { .string($0) } ?? .null
      }),
    Builtin(
      "duration", clause: "10.3.4.1", example: #"duration("P12M")"#,
      Signature(
        [parameter("from", .string)], .any, nullable: true
      ) { context, values in
        guard case .string(let text) = values[0] else { return .null }
        if let duration = MonthsDuration.parse(text) { return .monthsDuration(duration) }
        if let duration = DaysDuration.parse(text) { return .daysDuration(duration) }
        context.note(.format, "`\(text)` är ingen tidslängd")
        return .null
      },
      Signature([parameter("from", .monthsDuration)], .monthsDuration) { _, values in values[0] },
      Signature([parameter("from", .daysDuration)], .daysDuration) { _, values in values[0] }),
    Builtin(
      "years and months duration", clause: "10.3.4.1",
      example: #"years and months duration(@"1990-05-12", @"2017-02-01")"#,
      Signature([parameter("from", .date), parameter("to", .date)], .monthsDuration) { _, values in
        months(values[0], values[1])
      },
      Signature([parameter("from", .dateTime), parameter("to", .dateTime)], .monthsDuration) {
        _, values in months(values[0], values[1])
      }),
    Builtin(
      "range", clause: "10.3.4.1", example: #"range("[18..65)")"#,
      Signature([parameter("from", .string)], .range(.any), nullable: true) { context, values in
        guard case .string(let text) = values[0] else { return .null }
        if let range = RangeValue(text: text) { return .range(range) }
        context.note(.format, "`\(text)` är inget intervall")
        return .null
      }),
  ]

  private static let dateTimeParameters = [
    parameter("year", .number), parameter("month", .number), parameter("day", .number),
    parameter("hour", .number), parameter("minute", .number), parameter("second", .number),
  ]

  private static func date(_ year: Value, _ month: Value, _ day: Value) -> CivilDate? {
    guard case .number(let year) = year, case .number(let month) = month,
      case .number(let day) = day, let year = year.exactInt, let month = month.exactInt,
      let day = day.exactInt
    else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  private static func timeOfDay(_ hour: Value, _ minute: Value, _ second: Value) -> TimeOfDay? {
    guard case .number(let hour) = hour, case .number(let minute) = minute,
      case .number(let second) = second, let hour = hour.exactInt, let minute = minute.exactInt,
      let whole = second.rounded(scale: 0, .floor), let seconds = whole.exactInt,
      let fraction = second.subtracting(whole)?.multiplied(by: Number(1_000_000_000))?.truncatedInt
    else { return nil }
    return TimeOfDay(hour: hour, minute: minute, second: seconds, nanosecond: fraction)
  }

  /// Nil when the offset is too large; no offset is no zone.
  private static func zone(_ offset: Value) -> Zone? {
    guard case .daysDuration(let duration) = offset else { return Zone.none }
    return ZoneOffset(seconds: duration.wholeSeconds).map { .offset($0) }
  }

  private static func dateTime(
    _ values: [Value], _ zone: Zone, _ context: inout EvaluationContext
  ) -> Value {
    guard let date = date(values[0], values[1], values[2]),
      let time = timeOfDay(values[3], values[4], values[5])
    else {
      context.note(.format, "det finns inget sådant datum och klockslag")
      return .null
    }
    return .dateTime(CivilDateTime(date: date, time: time, zone: zone))
  }

  private static func combined(_ date: Value, _ time: Value) -> Value {
    guard case .time(let time) = time else { return .null }
    switch date {
    case .date(let date):
      return .dateTime(CivilDateTime(date: date, time: time.time, zone: time.zone))
    case .dateTime(let value):
      return .dateTime(CivilDateTime(date: value.date, time: time.time, zone: time.zone))
    default: return .null
    }
  }

  private static func months(_ from: Value, _ to: Value) -> Value {
    switch (from, to) {
    case (.date(let from), .date(let to)):
      return .monthsDuration(MonthsDuration(from: from, to: to))
    case (.dateTime(let from), .dateTime(let to)):
      return .monthsDuration(MonthsDuration(from: from.date, to: to.date))
    default: return .null
    }
  }

  private static func parsed(
    _ text: Value, grouping: Value, decimal: Value, _ context: inout EvaluationContext
  ) -> Value {
    guard case .string(var text) = text else { return .null }
    let original = text
    if case .string(let separator) = grouping {
      guard [" ", ",", "."].contains(separator), grouping != decimal else {
        context.note(.format, "`\(separator)` kan inte skilja tusental")
        return .null
      }
      text = String(text.filter { String($0) != separator })
    }
    if case .string(let separator) = decimal {
      guard [",", "."].contains(separator) else {
        context.note(.format, "`\(separator)` kan inte vara decimaltecken")
        return .null
      }
      if separator == "," {
        guard !text.contains(".") else {
          context.note(.format, "`\(original)` är inget tal")
          return .null
        }
        text = String(text.map { $0 == "," ? "." : $0 })
      }
    }
    if let number = Number(text) { return .number(number) }
    context.note(.format, "`\(original)` är inget tal")
    return .null
  }
}

extension RangeValue {
  /// Reads an interval whose ends are literals (10.3.4.1, `range`).
  init?(text: String) {
    var diagnostics = Diagnostics()
    let source = SourceText(text)
    guard
      let tree = Parser.expression(source, scope: NameScope(), diagnostics: &diagnostics),
      case .interval(let interval) = tree.kind, interval.start.isRangeEnd, interval.end.isRangeEnd
    else { return nil }
    let compiler = Compiler(source: source, environment: Environment())
    guard case .range(let range)? = compiler.compile(tree, compiler.rootScope).constant,
      !compiler.diagnostics.hasErrors
    else { return nil }
    self = range
  }
}

extension Expression {
  /// A literal, or a literal in one of the functions for dates and durations.
  fileprivate var isRangeEnd: Bool {
    switch kind {
    case .number, .string, .at: true
    case .negation(let operand): operand.isRangeEnd
    case .invocation: isLiteral
    default: false
    }
  }
}
