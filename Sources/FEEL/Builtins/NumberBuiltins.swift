import CivilTime

extension Builtins {
  /// 10.3.4.5
  static let number: [Builtin] = [
    Builtin(
      "decimal", clause: "10.3.4.5", example: "decimal(1/3, 2)",
      Signature([parameter("n", .number), parameter("scale", .number)], .number, nullable: true) {
        context, values in rounded(values, .halfEven, &context)
      }),
    rounding("floor", example: "floor(1.5)", .floor, scaleOptional: true),
    rounding("ceiling", example: "ceiling(1.5)", .ceiling, scaleOptional: true),
    rounding("round up", example: "round up(5.5, 0)", .up),
    rounding("round down", example: "round down(5.5, 0)", .down),
    rounding("round half up", example: "round half up(5.5, 0)", .halfUp),
    rounding("round half down", example: "round half down(5.5, 0)", .halfDown),
    Builtin(
      "abs", clause: "10.3.4.5", example: "abs(-10)",
      Signature([parameter("n", .number)], .number) { _, values in
        if case .number(let number) = values[0] { .number(number.magnitude) } else { .null }
      },
      Signature([parameter("n", .monthsDuration)], .monthsDuration) { _, values in
        if case .monthsDuration(let duration) = values[0], let result = duration.magnitude {
          .monthsDuration(result)
        } else {
          .null
        }
      },
      Signature([parameter("n", .daysDuration)], .daysDuration) { _, values in
        if case .daysDuration(let duration) = values[0], let result = duration.magnitude {
          .daysDuration(result)
        } else {
          .null
        }
      }),
    Builtin(
      "modulo", clause: "10.3.4.5", example: "modulo(-12, 5)",
      Signature(
        [parameter("dividend", .number), parameter("divisor", .number)], .number, nullable: true
      ) { context, values in
        guard case .number(let dividend) = values[0], case .number(let divisor) = values[1],
          let result = dividend.modulo(divisor)
        else {
          context.note(.arithmetic, "division med noll")
          return .null
        }
        return .number(result)
      }),
    function("sqrt", example: "sqrt(16)", "ett negativt tal har ingen rot") { $0.squareRoot },
    function("log", example: "log(10)", "logaritmen finns bara för positiva tal") {
      $0.naturalLogarithm
    },
    function("exp", example: "exp(5)", "talet blir för stort") { $0.exponential },
    Builtin(
      "odd", clause: "10.3.4.5", example: "odd(5)",
      Signature([parameter("number", .number)], .boolean) { _, values in
        if case .number(let number) = values[0] { .boolean(number.isOdd) } else { .null }
      }),
    Builtin(
      "even", clause: "10.3.4.5", example: "even(5)",
      Signature([parameter("number", .number)], .boolean) { _, values in
        if case .number(let number) = values[0] { .boolean(number.isEven) } else { .null }
      }),
  ]

  private static func rounding(
    _ name: String, example: String, _ rule: Number.Rounding, scaleOptional: Bool = false
  ) -> Builtin {
    Builtin(
      name, clause: "10.3.4.5", example: example,
      Signature(
        [parameter("n", .number), parameter("scale", .number, optional: scaleOptional)], .number
      ) { context, values in
        rounded(values, rule, &context)
      })
  }

  private static func rounded(
    _ values: [Value], _ rule: Number.Rounding, _ context: inout EvaluationContext
  ) -> Value {
    guard case .number(let number) = values[0] else { return .null }
    var scale = 0
    if case .number(let given) = values[1] { scale = given.truncatedInt ?? Int.max }
    guard scale >= -Number.maximumExponent, scale <= -Number.minimumExponent,
      let result = number.rounded(scale: scale, rule)
    else {
      context.note(.arithmetic, "antalet decimaler ligger utanför -6111 till 6176")
      return .null
    }
    return .number(result)
  }

  private static func function(
    _ name: String, example: String, _ failure: String,
    _ body: @escaping @Sendable (Number) -> Number?
  ) -> Builtin {
    Builtin(
      name, clause: "10.3.4.5", example: example,
      Signature([parameter("number", .number)], .number, nullable: true) { context, values in
        guard case .number(let number) = values[0], let result = body(number) else {
          context.note(.arithmetic, failure)
          return .null
        }
        return .number(result)
      })
  }

  // MARK: Dates and times

  /// 10.3.4.6, 10.3.4.8 and 10.3.4.11
  static let temporal: [Builtin] = [
    Builtin(
      "is", clause: "10.3.4.6", example: #"is(@"2012-12-25", @"2012-12-25")"#,
      Signature(
        [
          parameter("value1", .any, nullable: true, optional: true),
          parameter("value2", .any, nullable: true, optional: true),
        ], .boolean
      ) { _, values in .boolean(values[0] == values[1]) }),
    day("day of year", example: #"day of year(@"2019-09-17")"#, .number) { .number($0.dayOfYear) },
    day("day of week", example: #"day of week(@"2019-09-17")"#, .string, weekdays) {
      .string(weekdays[($0.weekday - 1) % 7])
    },
    day("month of year", example: #"month of year(@"2019-09-17")"#, .string, months) {
      .string(months[($0.month - 1) % 12])
    },
    day("week of year", example: #"week of year(@"2019-09-17")"#, .number) {
      .number($0.isoWeek.week)
    },
    Builtin(
      "now", clause: "10.3.4.11", example: "now()",
      Signature([], .dateTime) { context, _ in .dateTime(context.now) }),
    Builtin(
      "today", clause: "10.3.4.11", example: "today()",
      Signature([], .date) { context, _ in .date(context.today) }),
  ]

  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// What weekdays and months are called here, by their Swedish names: the standard's names are English (10.3.4.8).
  static let english: [String: String] = Dictionary(
    zip(
      [
        "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag", "januari",
        "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
        "november", "december",
      ], weekdays + months),
    uniquingKeysWith: { first, _ in first })

  private static func day(
    _ name: String, example: String, _ result: FEELType, _ results: [String] = [],
    _ body: @escaping @Sendable (CivilDate) -> Value
  ) -> Builtin {
    var builtin = Builtin(
      name, clause: "10.3.4.8", example: example,
      Signature([parameter("date", .date)], result) { _, values in
        if case .date(let date) = values[0] { body(date) } else { .null }
      },
      Signature([parameter("date", .dateTime)], result) { _, values in
        if case .dateTime(let value) = values[0] { body(value.date) } else { .null }
      })
    builtin.results = results
    return builtin
  }
}
