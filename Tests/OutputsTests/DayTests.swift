import CaseEngine
import CaseService
import CaseStore
import CivilTime
import Diagnostics
import Foundation
import JSONText
import Programme
import TestSupport
import Testing

@testable import Outputs

/// The day's screen, in the year that the demonstration shows: somebody is away, and somebody stands in.
@Suite("The day on one screen")
struct DayTests {
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The days on which the demonstration's people look, by person and day.
  static let days: Result<[String: (TodayView, Reader)], any Error> = Result {
    let workspace = Workspace(root: repository.path)
    let files = try workspace.files()
    let loaded = try LoadedProgramme.load(files, forExamples: true)
    let file = try #require(files.first { $0.path.contains("/demo/") })
    var findings = Diagnostics()
    let scenario = try #require(Scenario.read(file, diagnostics: &findings))
    let store = InMemoryCaseStore(practice: true)
    var runner = ScenarioRunner(definitions: loaded, store: store)
    var days: [String: (TodayView, Reader)] = [:]
    try runner.run(scenario) { step, person, outcome in
      guard case .looked = outcome else { return }
      let service = CaseService(
        definitions: loaded, store: store, actor: person,
        clock: .init(today: step.date, now: Moment(milliseconds: 0)))
      let reader = Reader(person, organisation: loaded.programme.organisation)
      days["\(person.id) \(step.date)"] = (try service.today(), reader)
    }
    return days
  }

  static func day(_ key: String) throws -> (TodayView, Reader) { try #require(try days.get()[key]) }

  @Test("fits the terminal, with the substituted cases among the own", arguments: [60, 80])
  func widths(width: Int) throws {
    let (view, reader) = try Self.day("bo 2017-07-10")
    let text = TodayScreen(view).text(for: reader, Style(width: width))
    #expect(Golden.difference(text, from: "Outputs/today-\(width).txt") == nil)
  }

  @Test("every day of the year fits 40, 60 and 80 columns, for everybody")
  func fits() throws {
    for (key, (view, reader)) in try Self.days.get() {
      for width in [40, 60, 80] {
        for who in [reader, reader.masked] {
          for line in TodayScreen(view).text(for: who, Style(width: width)).split(separator: "\n") {
            #expect(String(line).columns <= width, "\(key), \(width): \(line)")
          }
        }
      }
    }
  }

  @Test("has the promised keys for programs, and no names for those who may not read them")
  func json() throws {
    let (view, reader) = try Self.day("bo 2017-07-10")
    let json = TodayScreen(view).json(for: reader)
    #expect(
      json.object?.members.map(\.key) == [
        "date", "person", "away", "cases", "tasks", "later", "reminded", "escalations", "meetings",
        "unattended",
      ])
    let line = try #require(json["cases"]?.array?.first)
    for key in ["case", "label", "overview", "attention", "next", "overdue", "substitution"] {
      #expect(line[key] != nil, "\(key)")
    }
    #expect(json.text().contains("Kastanj"))
    #expect(!TodayScreen(view).json(for: reader.masked).text().contains("Kastanj"))
    #expect(!TodayScreen(view).text(for: reader.masked, Style()).contains("Kastanj"))
  }

  @Test("who may do what is a table of everybody's, in any width")
  func roles() throws {
    let loaded = try LoadedProgramme.load(Workspace(root: Self.repository.path).files())
    let table = RoleTable(loaded.programme)
    for width in [60, 80] {
      for line in table.text(Style(width: width)).split(separator: "\n") {
        #expect(String(line).columns <= width, "\(line)")
      }
    }
    let ids = table.json.array?.compactMap { $0["role"]?.string }
    #expect(ids == loaded.programme.organisation.roles.map(\.id))
    let one = RoleTable(loaded.programme, only: "personuppgiftsansvarig").text(Style(width: 60))
    #expect(Golden.difference(one, from: "Outputs/role-60.txt") == nil)
  }
}
