import CaseEngine
import CivilTime

extension MeetingProblem {
  /// What is wrong, in one line.
  var plainText: String {
    switch self {
    case .unknownSeries(let id, _): "mötesserien `\(id)` finns inte"
    case .noMeeting(let date, let nearest):
      "det finns inget möte \(date)"
        + (nearest.allSatisfy(\.dates.isEmpty) ? "" : "; närmaste är \(Self.listed(nearest))")
    case .severalSeries(let date, let ids):
      "\(date) hålls möten i flera serier: \(ids.listed(last: "och"))"
    case .noMeetingCases(let title): "inget arbetsflöde gäller mötena i \(title)"
    case .notDeclared(let title): "mötena i \(title) går inte att ändra så"
    case .cancelled(let date, let series): "mötet \(date) i \(series) är inställt"
    case .moved(let date, let to, let series): "mötet \(date) i \(series) är flyttat till \(to)"
    }
  }

  private static func listed(_ nearest: [Nearest]) -> String {
    nearest.filter { !$0.dates.isEmpty }.map { near in
      "\(near.dates.map(\.description).listed(last: "och"))"
        + (nearest.count > 1 ? " (\(near.series))" : "")
    }.listed(last: "och")
  }
}
