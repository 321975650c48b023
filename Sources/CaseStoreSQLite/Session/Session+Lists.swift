import CaseEngine
import CaseStore
import CivilTime
import FEEL
import GRDB
import JSONText

/// The conditions of a list, with their arguments.
private struct Conditions {
  var texts: [String] = []
  var arguments: [Argument] = []

  mutating func add(_ text: String, _ arguments: Argument...) {
    texts.append(text)
    self.arguments += arguments
  }

  func adding(_ text: String, _ arguments: Argument...) -> Conditions {
    var result = self
    result.texts.append(text)
    result.arguments += arguments
    return result
  }

  var clause: String { texts.isEmpty ? "" : " WHERE " + texts.joined(separator: " AND ") }
}

extension Session {
  func cases(_ filter: CaseFilter) throws -> [CaseRow] {
    try mapped {
      var conditions = Conditions()
      if let isOpen = filter.isOpen { conditions.add("ended IS \(isOpen ? "" : "NOT ")NULL") }
      if let isFaulty = filter.isFaulty {
        conditions.add("faults IS \(isFaulty ? "NOT " : "")NULL")
      }
      if let phase = filter.phase { conditions.add("phase = ?", .text(phase)) }
      if let workflow = filter.workflow { conditions.add("workflow = ?", .text(workflow)) }
      if let person = filter.responsible { conditions.add("responsible = ?", .text(person)) }
      if let numbers = filter.numbers {
        // One argument however many numbers: SQLite allows only so many.
        let list = JSONValue.array(numbers.sorted().map { .string($0) }).text()
        conditions.add("number IN (SELECT value FROM json_each(?))", .text(list))
      }
      return try rows(
        "SELECT \(CaseColumns.select) FROM cases\(conditions.clause) ORDER BY id LIMIT ?",
        conditions.arguments + [limit(filter.limit)], CaseColumns.row)
    }
  }

  /// Each branch follows an index; what they find is merged. A branch gives no more than the whole list needs.
  func tasks(_ filter: TaskFilter) throws -> [TaskRow] {
    try mapped {
      var common = Conditions()
      if let number = filter.number { common.add("c.number = ?", .text(number)) }
      if filter.overdueOn != nil { common.add("t.due < ?", .day(filter.overdueOn)) }
      if let through = filter.through {
        common.add("(t.due <= ? OR t.due = \(Int.max))", .day(through))
      }
      var branches: [Conditions] = []
      if let person = filter.assignee {
        for id in filter.others.union([person]).sorted() {
          branches.append(common.adding("t.assignee = ?", .text(id)))
        }
        for (role, holders) in filter.formerHolders {
          for id in holders.subtracting(filter.others).subtracting([person]).sorted() {
            branches.append(
              common.adding("t.assignee = ? AND t.role = ?", .text(id), .text(role)))
          }
        }
      }
      for role in filter.roles ?? [] {
        let branch = common.adding("t.role = ?", .text(role))
        branches.append(filter.assignee == nil ? branch : branch.adding("t.assignee IS NULL"))
      }
      if filter.assignee == nil, filter.roles == nil { branches.append(common) }
      return merged(
        try branches.map { branch in
          try rows(
            """
            SELECT t.due, t.case_id, t.serial, c.number, t.task, t.title, t.role, t.assignee,
              t.opened, t.by_hand, t.proposed
            FROM tasks t CROSS JOIN cases c ON c.id = t.case_id\(branch.clause)
            ORDER BY t.due, t.case_id, t.serial LIMIT ?
            """, branch.arguments + [limit(filter.limit)], task)
        }, limit: filter.limit)
    }
  }

  private func task(_ row: ResultRow) throws -> (key: (Int, Int, Int), row: TaskRow) {
    let due = try row.int(0)
    let serial = try row.int(2)
    return (
      (due, try row.int(1), serial),
      TaskRow(
        number: try row.text(3), serial: serial, task: try row.text(4), title: try row.text(5),
        role: try row.text(6), assignee: try row.optionalText(7),
        due: due == .max ? nil : try row.date(0), opened: try row.date(8),
        isDueByHand: try row.flag(9), isProposed: try row.flag(10))
    )
  }

  func coming(_ filter: TaskFilter) throws -> [ComingRow] {
    try mapped {
      var common = Conditions()
      if let number = filter.number { common.add("c.number = ?", .text(number)) }
      if filter.overdueOn != nil { common.add("t.date < ?", .day(filter.overdueOn)) }
      if let through = filter.through { common.add("t.date <= ?", .day(through)) }
      var branches = [common]
      if let person = filter.assignee {
        branches = filter.others.union([person]).sorted().map {
          common.adding("t.responsible = ?", .text($0))
        }
        if filter.roles != nil { branches.append(common.adding("t.responsible IS NULL")) }
      }
      return merged(
        try branches.map { branch in
          try rows(
            """
            SELECT t.date, t.case_id, t.position, c.number, t.title, t.responsible
            FROM coming t CROSS JOIN cases c ON c.id = t.case_id\(branch.clause)
            ORDER BY t.date, t.case_id, t.position LIMIT ?
            """, branch.arguments + [limit(filter.limit)]
          ) { row in
            (
              (try row.int(0), try row.int(1), try row.int(2)),
              ComingRow(
                number: try row.text(3), date: try row.date(0), title: try row.text(4),
                responsible: try row.optionalText(5))
            )
          }
        }, limit: filter.limit)
    }
  }

  func escalations(_ filter: EscalationFilter) throws -> [EscalationRow] {
    try mapped {
      var conditions = Conditions()
      if let number = filter.number { conditions.add("c.number = ?", .text(number)) }
      if let isOpen = filter.isOpen { conditions.add("t.closed IS \(isOpen ? "" : "NOT ")NULL") }
      let branches = filter.to.map { roles in
        roles.map { conditions.adding("t.to_role = ?", .text($0)) }
      }
      return merged(
        try (branches ?? [conditions]).map { branch in
          try rows(
            """
            SELECT \(Self.escalationColumns)
            FROM escalations t CROSS JOIN cases c ON c.id = t.case_id\(branch.clause)
            ORDER BY t.raised, t.case_id, t.serial
            """, branch.arguments
          ) { ((try $0.int(0), try $0.int(1), try $0.int(2)), try escalation($0)) }
        }, limit: nil)
    }
  }

  static let escalationColumns =
    """
    t.raised, t.case_id, t.serial, c.number, t.kind, t.kind_title, t.to_role, t.through, t.reason,
    t.acknowledged_by, t.acknowledged, t.closed, t.closing_reason, t.answered, t.task
    """

  func escalation(_ row: ResultRow) throws -> EscalationRow {
    let reason = try row.optionalText(12)
    let closing = reason.flatMap(Escalation.Reason.init(rawValue:))
    guard (reason == nil) == (closing == nil) else {
      throw StoreError.damaged("skälet till att en eskalering stängdes")
    }
    return EscalationRow(
      number: try row.text(3), serial: try row.int(2), kind: try row.text(4),
      kindTitle: try row.text(5), to: try row.text(6), through: try row.optionalText(7),
      raised: try row.date(0), reason: try row.text(8), task: try row.optionalInt(14),
      acknowledgedBy: try row.optionalText(9),
      acknowledged: try row.optionalDate(10), closed: try row.optionalDate(11),
      closingReason: closing, answered: try row.optionalDate(13))
  }

  func spent(budget: String, from: CivilDate, to: CivilDate) throws -> Number {
    try mapped {
      try Number.sum(
        try rows(
          "SELECT amount FROM spendings WHERE budget = ? AND date >= ? AND date < ?",
          [.text(budget), .day(from), .day(to)], amount))
    }
  }

  func count(workflow: String, state: String?) throws -> Int {
    try mapped {
      let count =
        if let state {
          try first(
            "SELECT count(*) FROM case_states WHERE state = ? AND workflow = ?",
            [.text(state), .text(workflow)]
          ) { try $0.int(0) }
        } else {
          try first(
            "SELECT count(*) FROM cases WHERE workflow = ? AND ended IS NULL", [.text(workflow)]
          ) { try $0.int(0) }
        }
      return count ?? 0
    }
  }

  func amount(_ row: ResultRow) throws -> Number {
    guard let number = Number(try row.text(0)) else { throw StoreError.damaged("ett belopp") }
    return number
  }

  /// SQLite takes a negative limit as none.
  private func limit(_ limit: Int?) -> Argument { .int(limit.map { max($0, 0) } ?? -1) }

  private func merged<Row>(_ branches: [[(key: (Int, Int, Int), row: Row)]], limit: Int?) -> [Row] {
    var rows = branches.joined().map { $0 }
    if branches.count > 1 { rows.sort { $0.key < $1.key } }
    return rows.prefix(limit.map { max($0, 0) } ?? .max).map(\.row)
  }
}
