import CaseEngine
import CaseService
import CivilTime
import FEEL
import Foundation

/// What time it is.
enum SystemClock {
  /// Now, with today's date in a time zone.
  static func read(zone: String) -> CaseService.Clock {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let milliseconds = Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    return CaseService.Clock(
      today: today(time.tv_sec, zone: zone), now: Moment(milliseconds: milliseconds))
  }

  /// Today and now as the computer's own clock shows them, for what has no programme and so no time zone of its own.
  static func local() -> (today: CivilDate, now: CivilDateTime) {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    var second = time.tv_sec
    var local = tm()
    guard localtime_r(&second, &local) != nil,
      let offset = ZoneOffset(seconds: Int(local.tm_gmtoff)),
      let instant = Instant(secondsSinceEpoch: time.tv_sec),
      let now = CivilDateTime(instant, offset: offset, zone: .offset(offset))
    else { return (.earliest, CivilDateTime(date: .earliest)) }
    return (now.date, now)
  }

  /// The C library's own rules where it has them: opening Foundation's costs more than the rest of a list.
  private static func today(_ second: Int, zone: String) -> CivilDate {
    if access("/usr/share/zoneinfo/\(zone)", R_OK) == 0 {
      setenv("TZ", zone, 1)
      tzset()
      var second = second
      var local = tm()
      if localtime_r(&second, &local) != nil,
        let date = CivilDate(
          year: Int(local.tm_year) + 1900, month: Int(local.tm_mon) + 1, day: Int(local.tm_mday))
      {
        return date
      }
    }
    let offset = SystemZones().offset(inZone: zone, atUTCSecond: second)?.seconds ?? 0
    let days = Int((Double(second + offset) / 86_400).rounded(.down))
    return CivilDate(dayNumber: days) ?? .earliest
  }
}

/// The operating system's account.
enum Account {
  static var name: String {
    guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else {
      return String(getuid())
    }
    return String(cString: name)
  }
}
