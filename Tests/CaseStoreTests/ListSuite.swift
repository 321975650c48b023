import CaseEngine
import CaseStore
import CivilTime
import FEEL
import TestSupport
import Testing

/// What every store shows in lists.
@Suite("Lists of every case store")
struct ListSuite {
  @Test("families come by the day to look at them, in pages", arguments: StoreKind.allCases)
  func dueFamilies(_ kind: StoreKind) throws {
    let test = try kind.make()
    let dues: [CivilDate?] = [
      day(2017, 3, 5), day(2017, 3, 1), nil, day(2017, 3, 5), day(2017, 3, 9), day(2017, 3, 5),
      day(2017, 3, 1),
    ]
    for (index, due) in dues.enumerated() {
      try test.save(try Sample.opened("A-\(index + 1)", due: due))
    }
    var ended = try Sample.opened("A-8", due: day(2017, 3, 1))
    try ended.happen([("A-8", .ended(.final(state: "done")))])
    try test.save(ended)
    let expected = ["A-2", "A-7", "A-1", "A-4", "A-6"]
    for limit in 1...7 {
      #expect(try due(test, day(2017, 3, 8), limit: limit).map(\.root) == expected, "\(limit)")
    }
    #expect(try due(test, day(2017, 2, 28), limit: 5) == [])
    #expect(try due(test, day(2017, 3, 1), limit: 5).map(\.root) == ["A-2", "A-7"])
    let first = try test.store.read {
      try $0.dueFamilies(through: day(2017, 3, 8), definitions: "d1", after: nil, limit: 1)
    }
    #expect(first == [DueFamily(date: day(2017, 3, 1), root: "A-2")])
  }

  @Test(
    "families under other definitions come after those that are due", arguments: StoreKind.allCases)
  func staleFamilies(_ kind: StoreKind) throws {
    let test = try kind.make()
    for (index, definitions) in ["d1", "d2", "d1", "d3", "d2", "d1"].enumerated() {
      let due = index == 4 ? day(2017, 3, 1) : day(2017, 9, 1)
      try test.save(try Sample.opened("A-\(index + 1)", definitions: definitions, due: due))
    }
    for limit in 1...7 {
      let found = try due(test, day(2017, 3, 8), definitions: "d2", limit: limit)
      #expect(found.map(\.root) == ["A-5", "A-1", "A-3", "A-4", "A-6"], "\(limit)")
      #expect(found.map(\.date) == [day(2017, 3, 1), nil, nil, nil, nil])
    }
    var renewed = try Sample.opened("A-3", due: day(2017, 9, 1))
    renewed.definitions = "d2"
    let state = try renewed.state
    try test.store.write {
      try $0.append(
        [], family: state, previous: 1, projection: Sample.project(state), definitions: "d2")
    }
    let found = try due(test, day(2017, 3, 8), definitions: "d2", limit: 2)
    #expect(found.map(\.root) == ["A-5", "A-1", "A-4", "A-6"])
  }

  private func due(
    _ test: StoreUnderTest, _ date: CivilDate, definitions: String = "d1", limit: Int
  ) throws -> [DueFamily] {
    var found: [DueFamily] = []
    while true {
      let page = try test.store.read {
        try $0.dueFamilies(
          through: date, definitions: definitions, after: found.last, limit: limit)
      }
      if page.isEmpty { return found }
      found += page
    }
  }

  @Test("families come in pages in the order of opening", arguments: StoreKind.allCases)
  func families(_ kind: StoreKind) throws {
    let test = try kind.make()
    let roots = (1...9).map { "A-\(10 - $0)" }
    for root in roots { try test.save(try Sample.opened(root)) }
    for limit in 1...10 {
      var found: [String] = []
      while true {
        let page = try test.store.read { try $0.families(after: found.last, limit: limit) }
        if page.isEmpty { break }
        found += page
      }
      #expect(found == roots)
    }
    #expect(try test.store.read { try $0.families(after: "A-77", limit: 5) } == [])
    #expect(try test.store.read { try $0.families(after: nil, limit: -1) } == [])
  }

  @Test("a case is found by the end of its number", arguments: StoreKind.allCases)
  func suffixes(_ kind: StoreKind) throws {
    let test = try kind.make()
    for root in ["VK-2017-014", "VK-2018-014", "VK-2017-114", "VK-2017-1", "X14", "VK-2017-0014"] {
      try test.save(try Sample.opened(root))
    }
    let find = { suffix in try test.store.read { try $0.caseNumbers(endingIn: suffix) } }
    #expect(try find("14") == ["VK-2017-014", "VK-2018-014", "VK-2017-0014"])
    #expect(try find("014") == ["VK-2017-014", "VK-2018-014", "VK-2017-0014"])
    #expect(try find("2018-14") == ["VK-2018-014"])
    #expect(try find("vk-2018-14") == ["VK-2018-014"])
    #expect(try find("1") == ["VK-2017-1"])
    #expect(try find("X14") == ["X14"])
    for none in ["", "-", "4", "18-14", "+14", "2016-14", "A-VK-2017-1", "99999999999999999999"] {
      #expect(try find(none) == [], "\(none)")
    }
  }

  @Test("cases are filtered", arguments: StoreKind.allCases)
  func cases(_ kind: StoreKind) throws {
    let test = try kind.make()
    try test.save(try Sample.opened("A-1", responsible: "anna"))
    var second = try Sample.opened("A-2", responsible: "bo")
    try second.happen([
      ("A-2", .macrostep(step(entering: "checking", leaving: "waiting"))),
      ("A-2", .faulted(Fault(what: "due", since: day(2017, 2, 1), text: "saknar \"datum\""))),
    ])
    try test.save(second)
    var third = try Sample.opened("A-3", responsible: "anna")
    try third.happen([
      ("A-4", .opened(workflow: "extra", parent: "A-3")),
      ("A-3", .ended(.final(state: "done"))),
    ])
    try test.save(third)
    let find = { (change: (inout CaseFilter) -> Void) in
      var filter = CaseFilter()
      change(&filter)
      return try test.store.read { try $0.cases(filter) }.map(\.number)
    }
    #expect(try find { _ in } == ["A-1", "A-2", "A-3", "A-4"])
    #expect(try find { $0.isOpen = true } == ["A-1", "A-2", "A-4"])
    #expect(try find { $0.isOpen = false } == ["A-3"])
    #expect(try find { $0.isFaulty = true } == ["A-2"])
    #expect(
      try find {
        $0.isFaulty = false; $0.limit = 2
      } == ["A-1", "A-3"])
    #expect(try find { $0.workflow = "extra" } == ["A-4"])
    #expect(try find { $0.responsible = "anna" } == ["A-1", "A-3"])
    #expect(try find { $0.phase = "checking" } == ["A-2"])
    #expect(try find { $0.limit = 0 } == [])
    let rows = try test.store.read { try $0.cases(CaseFilter()) }
    let samples = [try Sample.opened("A-1", responsible: "anna"), second, third]
    #expect(rows == (try samples.flatMap { Sample.project(try $0.state).cases }))
  }

  @Test("tasks are filtered and come by due date", arguments: StoreKind.allCases)
  func tasks(_ kind: StoreKind) throws {
    let test = try kind.make()
    let march = { (number: Int) in day(2017, 3, number) }
    try test.save(try Sample.opened("A-1", due: nil, responsible: "anna"))
    try test.save(try Sample.opened("A-2", due: march(5), responsible: "anna"))
    try test.save(try Sample.opened("A-3", due: march(1), responsible: "bo"))
    try test.save(try Sample.opened("A-4", due: march(3)))
    try test.save(try Sample.opened("A-5", due: march(2), task: "lead it"))
    try test.save(try Sample.opened("A-6", due: march(5), responsible: "anna", task: "lead it"))
    let find = { (change: (inout TaskFilter) -> Void) in
      var filter = TaskFilter()
      change(&filter)
      return try test.store.read { try $0.tasks(filter) }.map(\.number)
    }
    #expect(try find { _ in } == ["A-3", "A-5", "A-4", "A-2", "A-6", "A-1"])
    #expect(try find { $0.limit = 2 } == ["A-3", "A-5"])
    #expect(try find { $0.roles = ["agent"] } == ["A-3", "A-4", "A-2", "A-1"])
    #expect(try find { $0.roles = ["lead"] } == ["A-5", "A-6"])
    #expect(
      try find {
        $0.roles = ["lead", "agent"]; $0.limit = 3
      } == ["A-3", "A-5", "A-4"])
    #expect(try find { $0.roles = [] } == [])
    #expect(try find { $0.assignee = "anna" } == ["A-2", "A-6", "A-1"])
    #expect(
      try find {
        $0.assignee = "anna"
        $0.roles = ["agent"]
      } == ["A-4", "A-2", "A-6", "A-1"])
    #expect(
      try find {
        $0.assignee = "anna"
        $0.roles = ["agent", "lead"]
        $0.limit = 3
      } == ["A-5", "A-4", "A-2"])
    #expect(try find { $0.through = march(3) } == ["A-3", "A-5", "A-4", "A-1"])
    #expect(try find { $0.overdueOn = march(3) } == ["A-3", "A-5"])
    #expect(try find { $0.number = "A-4" } == ["A-4"])
    let row = try test.store.read { try $0.tasks(TaskFilter()) }[0]
    #expect(
      row
        == TaskRow(
          number: "A-3", serial: 1, task: "call", title: "Do call", role: "agent", assignee: "bo",
          due: march(1), opened: day(2017, 2, 1), isDueByHand: false, isProposed: false))
  }

  @Test(
    "done tasks leave the list, moved ones stand at their new place", arguments: StoreKind.allCases)
  func tasksFollow(_ kind: StoreKind) throws {
    let test = try kind.make()
    var first = try Sample.opened("A-1", due: day(2017, 3, 1))
    let second = try Sample.opened("A-2", due: day(2017, 3, 2))
    try test.save(first)
    try test.save(second)
    let numbers = { try test.store.read { try $0.tasks(TaskFilter()) }.map(\.number) }
    #expect(try numbers() == ["A-1", "A-2"])
    try first.happen([("A-1", .taskPostponed(serial: 1, due: day(2017, 3, 9), isByHand: true))])
    try test.save(first, from: 1)
    #expect(try numbers() == ["A-2", "A-1"])
    try first.happen([("A-1", .taskDone(serial: 1))])
    try test.save(first, from: 2)
    #expect(try numbers() == ["A-2"])
  }

  @Test("coming dates are filtered and come by date", arguments: StoreKind.allCases)
  func coming(_ kind: StoreKind) throws {
    let test = try kind.make()
    for (root, responsible, number) in [("A-1", "anna", 9), ("A-2", nil, 5), ("A-3", "bo", 7)] {
      var sample = try Sample.opened(root, responsible: responsible)
      try sample.happen([
        (root, .set(field: "meeting", .date(day(2017, 4, number)), open)),
        (root, .set(field: "visit", .date(day(2017, 4, number + 1)), open)),
      ])
      try test.save(sample)
    }
    let find = { (change: (inout TaskFilter) -> Void) in
      var filter = TaskFilter()
      change(&filter)
      return try test.store.read { try $0.coming(filter) }.map { "\($0.number) \($0.title)" }
    }
    #expect(
      try find { _ in } == [
        "A-2 meeting", "A-2 visit", "A-3 meeting", "A-3 visit", "A-1 meeting", "A-1 visit",
      ])
    #expect(try find { $0.limit = 1 } == ["A-2 meeting"])
    #expect(try find { $0.assignee = "anna" } == ["A-1 meeting", "A-1 visit"])
    #expect(
      try find {
        $0.assignee = "bo"
        $0.roles = ["agent"]
        $0.limit = 3
      } == ["A-2 meeting", "A-2 visit", "A-3 meeting"])
    #expect(try find { $0.through = day(2017, 4, 6) } == ["A-2 meeting", "A-2 visit"])
    #expect(try find { $0.number = "A-3" } == ["A-3 meeting", "A-3 visit"])
  }

  @Test(
    "escalations are filtered and come by the day they were raised", arguments: StoreKind.allCases)
  func escalations(_ kind: StoreKind) throws {
    let test = try kind.make()
    for (index, to) in ["lead", "board", "lead"].enumerated() {
      let root = "A-\(index + 1)"
      var sample = try Sample.opened(root)
      sample.date = day(2017, 3, 9 - index)
      let cause = Escalation.Cause.state(activation: 1, id: "stuck")
      try sample.happen([
        (
          root,
          .escalated(Escalation(serial: 1, kind: "late", to: to, cause: cause, raised: sample.date))
        )
      ])
      if index == 2 {
        try sample.happen([(root, .acknowledged(serial: 1))])
        try sample.happen([(root, .escalationClosed(serial: 1, .stateLeft))])
      }
      try test.save(sample)
    }
    let find = { (change: (inout EscalationFilter) -> Void) in
      var filter = EscalationFilter()
      change(&filter)
      return try test.store.read { try $0.escalations(filter) }.map(\.number)
    }
    #expect(try find { _ in } == ["A-3", "A-2", "A-1"])
    #expect(try find { $0.to = ["lead"] } == ["A-3", "A-1"])
    #expect(
      try find {
        $0.to = ["lead", "board"]; $0.isOpen = true
      } == ["A-2", "A-1"])
    #expect(try find { $0.isOpen = false } == ["A-3"])
    #expect(try find { $0.number = "A-2" } == ["A-2"])
    let closed = try test.store.read { try $0.escalations(EscalationFilter()) }[0]
    #expect(closed.acknowledgedBy == "anna")
    #expect(closed.closingReason == .stateLeft)
  }

  @Test("money is summed exactly between two days", arguments: StoreKind.allCases)
  func spent(_ kind: StoreKind) throws {
    let test = try kind.make()
    for (index, amount) in ["0.1", "0.2", "1000000000000000000000"].enumerated() {
      let root = "A-\(index + 1)"
      var sample = try Sample.opened(root, date: day(2017, 2, 1 + index))
      try sample.happen([
        (root, .set(field: "fees", .number(try require(Number(amount))), open)),
        (root, .set(field: "other", .number(5), open)),
      ])
      try test.save(sample)
    }
    let sum = { (from: Int, to: Int) in
      try test.store.read {
        try $0.spent(budget: "fees", from: day(2017, 2, from), to: day(2017, 2, to))
      }
    }
    #expect(try sum(1, 3) == Number("0.3"))
    #expect(try sum(1, 4) == Number("1000000000000000000000.3"))
    #expect(try sum(2, 2) == .zero)
    #expect(try sum(4, 9) == .zero)
  }

  @Test("open cases are counted by workflow and state", arguments: StoreKind.allCases)
  func count(_ kind: StoreKind) throws {
    let test = try kind.make()
    for number in 1...3 { try test.save(try Sample.opened("A-\(number)")) }
    var moved = try Sample.opened("A-4")
    try moved.happen([("A-4", .macrostep(step(entering: "checking", leaving: "waiting")))])
    try test.save(moved)
    var ended = try Sample.opened("A-5")
    try test.save(ended)
    try ended.happen([("A-5", .ended(.parentEnded))])
    try test.save(ended, from: 1)
    let count = { (workflow: String, state: String?) in
      try test.store.read { try $0.count(workflow: workflow, state: state) }
    }
    #expect(try count("order", nil) == 4)
    #expect(try count("order", "waiting") == 3)
    #expect(try count("order", "checking") == 1)
    #expect(try count("order", "gone") == 0)
    #expect(try count("extra", "waiting") == 0)
  }

  let open = SetRecord(origin: .input, isProtected: false)
}
