import ArgumentParser
import CaseEngine
import CaseService
import Foundation
import Outputs

struct Atkomst: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "åtkomst",
    abstract: "Visa vem som sett vilka ärenden gäller, och vad som avvisats.",
    discussion: "För den som svarar för personuppgifter (`reviews access` i organisationens fil).",
    aliases: ["access", "atkomst"])

  @Argument(help: ArgumentHelp("Bara ett ärende.", valueName: "nr"))
  var number: String?

  @Option(
    name: [.customLong("antal"), .customLong("limit")],
    help: ArgumentHelp("De senaste så många raderna.", valueName: "n"))
  var limit = 200

  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common)
    let number = try number.map { try work.number($0) }
    let list = AccessList(
      try work.call { try $0.accesses(of: number, limit: limit) }, time: Self.time)
    work.session.show(text: list.text(for: work.reader, work.style), json: list.json.printed)
  }

  /// The time of day, in the zone in which the session reads its clock.
  @Sendable private static func time(_ moment: Moment) -> String {
    var second = time_t(moment.milliseconds / 1_000)
    var local = tm()
    guard localtime_r(&second, &local) != nil else { return "" }
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(local.tm_hour)):\(two(local.tm_min))"
  }
}
