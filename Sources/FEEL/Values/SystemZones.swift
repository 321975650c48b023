public import CivilTime
import Foundation

/// The zones of the tz database as the system has them; the one thing for which this module needs Foundation.
public struct SystemZones: ZoneRules {
  /// The rules.
  public init() {}

  /// Zones are looked up once: opening one reads a file.
  private static func zone(_ name: String) -> TimeZone? {
    cache.zone(name)
  }

  private static let cache = Cache()

  // `@unchecked`: what changes in it is reached only while the lock is held.
  private final class Cache: @unchecked Sendable {
    private var zones: [String: TimeZone?] = [:]
    private let lock = NSLock()

    func zone(_ name: String) -> TimeZone? {
      lock.lock()
      defer { lock.unlock() }
      if let known = zones[name] { return known }
      // Untrusted names must not fill the memory.
      if zones.count > 1000 { zones.removeAll() }
      let zone = TimeZone(identifier: name)
      zones[name] = .some(zone)
      return zone
    }
  }

  /// Seconds around which Foundation's arithmetic on dates is exact; beyond, the zone's rules of that end are used.
  private static func clamped(_ second: Int) -> Double {
    Double(min(max(second, -62_135_596_800), 253_402_300_799))
  }

  /// Whether there is such a zone.
  public func knows(_ name: String) -> Bool { Self.zone(name) != nil }

  /// See ``ZoneRules``.
  public func offset(inZone name: String, atUTCSecond second: Int) -> ZoneOffset? {
    Self.zone(name).flatMap {
      ZoneOffset(
        seconds: $0.secondsFromGMT(for: Date(timeIntervalSince1970: Self.clamped(second))))
    }
  }

  /// See ``ZoneRules``.
  public func offset(inZone name: String, atLocalSecond second: Int) -> ZoneOffset? {
    // The offsets a day before and a day after enclose any change: the earlier one counts while it has not ended.
    guard let before = offset(inZone: name, atUTCSecond: clampedSum(second, -86_400)),
      let after = offset(inZone: name, atUTCSecond: clampedSum(second, 86_400))
    else { return nil }
    if before == after { return before }
    let atBefore = offset(inZone: name, atUTCSecond: clampedSum(second, -before.seconds))
    if atBefore == before { return before }
    let atAfter = offset(inZone: name, atUTCSecond: clampedSum(second, -after.seconds))
    return atAfter == after ? after : before
  }

  private func clampedSum(_ second: Int, _ shift: Int) -> Int {
    let (sum, overflow) = second.addingReportingOverflow(shift)
    return overflow ? second : sum
  }
}
