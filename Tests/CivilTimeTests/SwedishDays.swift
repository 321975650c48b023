import CivilTime
import Testing

/// The closed days of Sweden as a calendar file would give them, for the tests.
func swedishCalendar() throws -> WorkingCalendar {
  func day(_ month: Int, _ day: Int) throws -> MonthDay {
    try #require(MonthDay(month: month, day: day))
  }
  let midsummer = ClosedDayRule.weekdayInRange(
    weekday: 6, from: try day(6, 20), through: try day(6, 26))
  return WorkingCalendar(closedDays: [
    ClosedDay(name: "nyårsdagen", rule: .fixed(try day(1, 1))),
    ClosedDay(name: "trettondedag jul", rule: .fixed(try day(1, 6))),
    ClosedDay(name: "långfredagen", rule: .easter(offset: -2)),
    ClosedDay(name: "påskdagen", rule: .easter(offset: 0)),
    ClosedDay(name: "annandag påsk", rule: .easter(offset: 1)),
    ClosedDay(name: "första maj", rule: .fixed(try day(5, 1))),
    ClosedDay(name: "Kristi himmelsfärdsdag", rule: .easter(offset: 39)),
    ClosedDay(name: "nationaldagen", rule: .fixed(try day(6, 6)), fromYear: 2005),
    ClosedDay(name: "pingstdagen", rule: .easter(offset: 49)),
    ClosedDay(name: "annandag pingst", rule: .easter(offset: 50), throughYear: 2004),
    ClosedDay(name: "midsommarafton", rule: .relative(to: midsummer, days: -1)),
    ClosedDay(name: "midsommardagen", rule: midsummer),
    ClosedDay(
      name: "alla helgons dag",
      rule: .weekdayInRange(weekday: 6, from: try day(10, 31), through: try day(11, 6))),
    ClosedDay(name: "julafton", rule: .relative(to: .fixed(try day(12, 25)), days: -1)),
    ClosedDay(name: "juldagen", rule: .fixed(try day(12, 25))),
    ClosedDay(name: "annandag jul", rule: .fixed(try day(12, 26))),
    // Begun in the year after the one it closes a day of.
    ClosedDay(name: "nyårsafton", rule: .relative(to: .fixed(try day(1, 1)), days: -1)),
  ])
}

/// The holidays as printed in the almanacs of these years.
let almanac: [Int: [(date: String, name: String)]] = [
  2017: [
    ("01-01", "nyårsdagen"), ("01-06", "trettondedag jul"), ("04-14", "långfredagen"),
    ("04-16", "påskdagen"), ("04-17", "annandag påsk"), ("05-01", "första maj"),
    ("05-25", "Kristi himmelsfärdsdag"), ("06-04", "pingstdagen"), ("06-06", "nationaldagen"),
    ("06-23", "midsommarafton"), ("06-24", "midsommardagen"), ("11-04", "alla helgons dag"),
    ("12-24", "julafton"), ("12-25", "juldagen"), ("12-26", "annandag jul"),
    ("12-31", "nyårsafton"),
  ],
  2018: [
    ("01-01", "nyårsdagen"), ("01-06", "trettondedag jul"), ("03-30", "långfredagen"),
    ("04-01", "påskdagen"), ("04-02", "annandag påsk"), ("05-01", "första maj"),
    ("05-10", "Kristi himmelsfärdsdag"), ("05-20", "pingstdagen"), ("06-06", "nationaldagen"),
    ("06-22", "midsommarafton"), ("06-23", "midsommardagen"), ("11-03", "alla helgons dag"),
    ("12-24", "julafton"), ("12-25", "juldagen"), ("12-26", "annandag jul"),
    ("12-31", "nyårsafton"),
  ],
  2019: [
    ("01-01", "nyårsdagen"), ("01-06", "trettondedag jul"), ("04-19", "långfredagen"),
    ("04-21", "påskdagen"), ("04-22", "annandag påsk"), ("05-01", "första maj"),
    ("05-30", "Kristi himmelsfärdsdag"), ("06-06", "nationaldagen"), ("06-09", "pingstdagen"),
    ("06-21", "midsommarafton"), ("06-22", "midsommardagen"), ("11-02", "alla helgons dag"),
    ("12-24", "julafton"), ("12-25", "juldagen"), ("12-26", "annandag jul"),
    ("12-31", "nyårsafton"),
  ],
  2020: [
    ("01-01", "nyårsdagen"), ("01-06", "trettondedag jul"), ("04-10", "långfredagen"),
    ("04-12", "påskdagen"), ("04-13", "annandag påsk"), ("05-01", "första maj"),
    ("05-21", "Kristi himmelsfärdsdag"), ("05-31", "pingstdagen"), ("06-06", "nationaldagen"),
    ("06-19", "midsommarafton"), ("06-20", "midsommardagen"), ("10-31", "alla helgons dag"),
    ("12-24", "julafton"), ("12-25", "juldagen"), ("12-26", "annandag jul"),
    ("12-31", "nyårsafton"),
  ],
]
