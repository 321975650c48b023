import CivilTime
import FEEL
import Foundation
import Programme
import Testing

@testable import CaseEngine

/// What can be told afterwards of what rules worked out, and of what rests on data that were wrong.
@Suite("Why, afterwards")
struct ExplainTests {
  private func world(table: String = Self.table) throws -> World {
    var world = World(
      try World.programme(
        workflows: [Self.main, Self.sub],
        guidelines: """
            gräns:
              type: number
              values: {2017-01-01: {value: 10}, 2017-06-01: {value: 20}}
          """,
        decisions: [table]))
    try world.act(
      .open(workflow: "ansökan", parent: nil, data: ["poäng": .number(5)]), on: "2017-03-01")
    return world
  }

  /// A case that was assessed and decided with few points.
  private func refused() throws -> World {
    var world = try world()
    try send("bedöm", [:], in: &world, on: "2017-03-02")
    try send("besluta", ["beslut": .string("nej")], in: &world, on: "2017-03-03")
    return world
  }

  private func send(
    _ event: String, _ data: [String: Value], in world: inout World, on day: String
  ) throws {
    try world.act(.send(case: world.number, event: event, data: data), on: day)
  }

  private func explain(_ world: World, on day: String) throws -> CaseExplanation {
    try world.engine.explain(
      world.number, in: try #require(world.family), events: world.events,
      today: try #require(CivilDate.parse(day)))
  }

  private func correct(
    _ data: [String: Value], of number: String? = nil, in world: inout World,
    on day: String = "2017-07-01"
  ) throws -> Undermined {
    let history = world.events
    let events = try world.act(
      .correct(case: number ?? world.number, data: data, reason: "prov"), on: day)
    return world.engine.undermined(by: events, after: history)
  }

  // MARK: Stored values

  @Test("what a table proposed is explained when the case has ended, as things were then")
  func storedAtTheEnd() throws {
    var world = try refused()
    // The points are others now, and so is the limit: none of it is what was decided on.
    _ = try correct(["poäng": .number(15)], in: &world)
    let explanation = try explain(world, on: "2017-07-02")
    let guards = try #require(explanation.ending?.state?.guards)
    let input = try #require(guards.flatMap(\.inputs).first { $0.name == "förslag" })
    let stored = try #require(input.stored)
    #expect(stored.value == .string("nej"))
    #expect(stored.event.date == CivilDate.parse("2017-03-02"))
    #expect(stored.text == "tab.utfall")
    #expect(stored.companions.map(\.title) == ["Skälet"])
    #expect(stored.companions.map(\.value) == [.string("för få")])
    func seen(_ name: String) -> InputReason? { stored.inputs.first { $0.name == name } }
    #expect(seen("poäng")?.value == .number(5))
    #expect(seen("riktlinjer.gräns")?.value == .number(10))
    #expect(seen("tab")?.decision?.matched == [0])
    // What was told with the ending is not told again.
    #expect(explanation.proposals.isEmpty)
  }

  @Test("what a table proposed is explained also where no condition reads it any more")
  func proposals() throws {
    var world = try world()
    try send("bedöm", [:], in: &world, on: "2017-03-02")
    let explanation = try explain(world, on: "2017-03-03")
    #expect(explanation.proposals.map(\.field) == ["förslag"])
    #expect(explanation.proposals.first?.companions.map(\.field) == ["skälet"])
    try world.act(.undo(case: world.number, reason: ""), on: "2017-03-03")
    #expect(try explain(world, on: "2017-03-03").proposals.isEmpty)
  }

  @Test("what is asked about an event follows a stored value to the step that gave it")
  func storedForEvents() throws {
    var world = try world()
    try send("bedöm", [:], in: &world, on: "2017-03-02")
    let why = try world.engine.explain(
      event: "besluta", of: world.number, in: try #require(world.family), events: world.events,
      on: try #require(.parse("2017-03-03")), facts: [:])
    let inputs = why.candidates.compactMap(\.condition).flatMap(\.inputs)
    #expect(inputs.contains { $0.stored?.inputs.contains { $0.decision?.matched == [0] } ?? false })
  }

  @Test("where the rules have changed since, only the step is told")
  func changedRules() throws {
    let world = try refused()
    var later = try self.world(
      table: Self.table.replacingOccurrences(of: "för få", with: "inte nog"))
    later.family = world.family
    later.events = world.events
    let explanation = try explain(later, on: "2017-03-04")
    let inputs = explanation.ending?.state?.guards.flatMap(\.inputs) ?? []
    #expect(inputs.compactMap(\.stored).map(\.text) == ["tab.utfall"])
    let changed = Self.table.replacingOccurrences(of: "utfall: nej", with: "utfall: ja")
    later.engine = try self.world(table: changed).engine
    let other = try explain(later, on: "2017-03-04")
    let reason = try #require(
      other.ending?.state?.guards.flatMap(\.inputs).compactMap(\.stored).first)
    #expect(reason.text == nil && reason.inputs.isEmpty)
    #expect(reason.event.date == CivilDate.parse("2017-03-02"))
  }

  // MARK: Corrections

  @Test(
    "C11: a correction of an ended case tells of the step that ended it, and of what the table would have said"
  )
  func endedCase() throws {
    var world = try refused()
    let found = try correct(["poäng": .number(15)], in: &world)
    // The limit is that of the day of the assessment: with that of today it would be no other.
    #expect(found.values.map(\.title) == ["Förslaget", "Skälet"])
    #expect(found.values.map(\.stands) == [.string("nej"), .string("för få")])
    #expect(found.values.map(\.instead) == [.string("ja"), .string("räcker")])
    #expect(found.steps.map(\.state) == ["Avslagen"])
    #expect(found.steps.first?.date == CivilDate.parse("2017-03-03"))
    #expect(try world.state().ending != nil)
    // Once more makes it no other than it stands to be; back again makes it right.
    #expect(try correct(["poäng": .number(16)], in: &world) == Undermined(steps: [], values: []))
    #expect(try correct(["poäng": .number(4)], in: &world).values.map(\.instead) == [])
  }

  @Test(
    "C11: a correction tells of steps that lie behind the active states, as long as none has taken their place"
  )
  func formerSteps() throws {
    var world = try world()
    try world.act(
      .correct(case: world.number, data: ["poäng": .number(12)], reason: "x"), on: "2017-03-01")
    try send("bedöm", [:], in: &world, on: "2017-03-02")
    try send("besluta", ["beslut": .string("ja")], in: &world, on: "2017-03-03")
    try send("börja", [:], in: &world, on: "2017-03-04")
    #expect(try world.active() == ["pågår"])
    #expect(try correct(["beslut": .string("nej")], in: &world).steps.map(\.state) == ["Antagen"])
    var again = try correct(["beslut": .string("ja")], in: &world)
    #expect(again == Undermined(steps: [], values: []))
    again = try correct(["poäng": .number(3)], in: &world)
    #expect(again.steps.map(\.state) == ["Antagen"])
    #expect(again.values.map(\.instead) == [.string("nej"), .string("för få")])
    // Assessed anew, the former steps have been taken again.
    _ = try correct(["poäng": .number(12)], in: &world)
    try send("igen", [:], in: &world, on: "2017-07-02")
    try send("bedöm", [:], in: &world, on: "2017-07-03")
    #expect(try world.state().data["förslag"] == .string("nej"))
    #expect(try correct(["beslut": .string("nej")], in: &world, on: "2017-07-03").steps.isEmpty)
    let last = try correct(["poäng": .number(30)], in: &world, on: "2017-07-03")
    #expect(last.steps.isEmpty)
    #expect(last.values.map(\.instead) == [.string("ja"), .string("räcker")])
  }

  @Test(
    "C11: what is taken out of a list undermines what rested on it then, also in the cases below")
  func lists() throws {
    var world = try world()
    let part = { (name: String) in Value.list([.string(name)]) }
    try world.act(
      .correct(case: world.number, data: ["parter": part("a")], reason: "x"), on: "2017-03-01")
    let below = try world.act(
      .open(workflow: "del", parent: world.number, data: ["part": .string("a")]), on: "2017-03-02"
    ).last?.subject
    try send("part-till", ["part": .string("b")], in: &world, on: "2017-03-03")
    let found = try correct(["parter": part("b")], in: &world)
    #expect(found.steps.map(\.number) == [below])
    #expect(found.steps.map(\.isOpening) == [true])
    #expect(found.steps.map(\.state) == ["Del"])
  }

  // MARK: Refusals

  @Test(
    "DT1: a refusal for a table that gives no answer says which rows are at odds, or that none fits, and what was read"
  )
  func silentTable() throws {
    func tables(_ rows: String, _ policy: String) throws -> [SilentTable] {
      var world = try world(
        table: """
          decision: tab
          title: Tabellen
          for: [ansökan]
          hitPolicy: \(policy)
          inputs: {poäng: {}}
          outputs: {utfall: {}, skäl: {}}
          rules:
          \(rows)
          """)
      do {
        try send("bedöm", [:], in: &world, on: "2017-03-02")
      } catch let refusal as Refusal {
        return refusal.reasons.flatMap { reason -> [SilentTable] in
          guard case .condition(let condition) = reason else { return [] }
          return condition.unmet.flatMap { unmet -> [SilentTable] in
            guard case .test(let shortfall) = unmet else { return [] }
            return shortfall.tables
          }
        }
      }
      return []
    }
    let both = """
        - {when: {poäng: '< riktlinjer.gräns'}, then: {utfall: nej, skäl: a}}
        - {when: {poäng: '< 2 * riktlinjer.gräns'}, then: {utfall: ja, skäl: b}}
      """
    let input = [SilentTable.Input(title: "poäng", value: .number(5))]
    #expect(
      try tables(both, "UNIQUE") == [
        SilentTable(title: "Tabellen", rows: [0, 1], isUnique: true, inputs: input)
      ])
    #expect(
      try tables(both, "ANY") == [
        SilentTable(title: "Tabellen", rows: [0, 1], isUnique: false, inputs: input)
      ])
    let none = "  - {when: {poäng: '> 3 * riktlinjer.gräns'}, then: {utfall: nej, skäl: a}}"
    #expect(
      try tables(none, "UNIQUE") == [
        SilentTable(title: "Tabellen", rows: [], isUnique: true, inputs: input)
      ])
  }

  @Test("a refusal tells what stands behind a stored value, and what can be chosen instead")
  func alternatives() throws {
    var world = try world()
    try send("bedöm", [:], in: &world, on: "2017-03-02")
    do {
      try send("besluta", ["beslut": .string("ja")], in: &world, on: "2017-03-03")
      Issue.record("was not refused")
    } catch let refusal as Refusal {
      guard case .condition(let condition)? = refusal.reasons.first,
        case .test(let shortfall)? = condition.unmet.first
      else {
        Issue.record("\(refusal)")
        return
      }
      #expect(refusal.reasons.count == 1)
      #expect(shortfall.reads.map(\.title) == ["Skälet"])
      #expect(shortfall.reads.map(\.value) == [.string("för få")])
      #expect(condition.alternatives.map(\.field) == ["beslut"])
      #expect(condition.alternatives.map(\.value) == [.string("nej")])
    }
  }

  @Test("a refusal tells what a derived condition reads itself, and no more")
  func derivedCondition() throws {
    var world = try world()
    do {
      try world.act(
        .open(workflow: "del", parent: world.number, data: ["part": .string("c")]),
        on: "2017-03-02")
      Issue.record("was not refused")
    } catch let refusal as Refusal {
      guard case .condition(let condition)? = refusal.reasons.first,
        case .test(let shortfall)? = condition.unmet.first
      else {
        Issue.record("\(refusal)")
        return
      }
      #expect(shortfall.reads.map(\.text) == ["den som menas", "parent.parter"])
      #expect(shortfall.reads.map(\.value) == [.string("c"), .list([])])
    }
  }

  private static let table = """
    decision: tab
    title: Tabellen
    for: [ansökan]
    hitPolicy: UNIQUE
    inputs: {poäng: {}}
    outputs: {utfall: {}, skäl: {}}
    rules:
      - {when: {poäng: '< riktlinjer.gräns'}, then: {utfall: nej, skäl: för få}}
      - {when: {poäng: '>= riktlinjer.gräns'}, then: {utfall: ja, skäl: räcker}}
    """

  private static let main = """
    workflow: ansökan
    title: Ansökan
    open: {form: {poäng: required}}
    data:
      poäng: {title: Poängen, type: number}
      förslag: {title: Förslaget, type: string, calculated: ja}
      skälet: {title: Skälet, type: string, calculated: ja}
      beslut: {title: Beslutet, type: string, values: [ja, nej]}
      parter: {title: Parter, type: list<string>, default: '[]'}
      part: {title: Part, type: string}
    events:
      bedöm: {title: Bedöm}
      besluta: {title: Besluta, form: {beslut: required}}
      börja: {title: Börja}
      igen: {title: Igen}
      part-till: {title: Part, form: {part: required}}
    initial: ny
    on:
      part-till: {actions: [{set: {parter: 'append(parter, part)'}}]}
      igen: ny
    states:
      ny:
        title: Ny
        on:
          bedöm:
            target: bedömd
            guard: tab.utfall in ("ja", "nej")
            actions: [{set: {förslag: tab.utfall, skälet: tab.skäl}}]
      bedömd:
        title: Bedömd
        on:
          besluta:
            - {target: antagen, guard: beslut = "ja" and förslag = "ja"}
            - {target: avslagen, guard: beslut = "nej" and (förslag = "nej" or poäng = null)}
      antagen: {title: Antagen, on: {börja: pågår}}
      pågår: {title: Pågår}
      avslagen: {type: final, title: Avslagen}
    """

  private static let sub = """
    workflow: del
    title: Del
    parent: [ansökan]
    open: {form: {part: required}, guard: parten är med}
    data: {part: {title: Part, type: string}}
    derived:
      den som menas: part
      parten är med: some p in parent.parter satisfies p = den som menas
    initial: x
    states: {x: {}}
    """
}
