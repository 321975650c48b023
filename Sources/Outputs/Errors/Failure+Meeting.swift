import CaseEngine
import CaseService
import Diagnostics

extension MeetingProblem {
  /// Whether the one who asked named something that does not exist.
  var isUsage: Bool {
    switch self {
    case .unknownSeries, .noMeeting, .severalSeries, .moved: true
    case .noMeetingCases, .notDeclared, .cancelled: false
    }
  }

  /// A stable name for programs.
  var code: String {
    switch self {
    case .unknownSeries: "unknown-series"
    case .noMeeting: "no-meeting"
    case .severalSeries: "several-series"
    case .noMeetingCases: "no-meeting-cases"
    case .notDeclared: "not-declared"
    case .cancelled: "meeting-cancelled"
    case .moved: "meeting-moved"
    }
  }

  /// What would have been right.
  var help: String? {
    switch self {
    case .unknownSeries(let id, let available):
      suggest(id, among: available).map { "menade du `\($0)`?" }
        ?? "serierna är \(available.map { "`\($0)`" }.listed(last: "och"))"
    case .noMeeting: "mötena står i `vagknuten möten`"
    case .severalSeries(_, let ids): "säg vilket, till exempel med `--serie \(ids.first ?? "")`"
    case .noMeetingCases: "ett arbetsflöde gäller möten när det har `meeting:`"
    case .notDeclared: "skriv händelsen under `meeting:` i arbetsflödet"
    case .cancelled: "lägg till ett extra möte med `vagknuten möte lägg-till`"
    case .moved(_, let to, _): "skriv dagen då det hålls: \(to)"
    }
  }
}
