import Programme
import Statechart

extension Decider {
  /// Whether it is known already that the actor's roles do not allow the command under way.
  var isDenied: Bool {
    obstacles.contains { if case .notAllowed = $0 { true } else { false } }
  }

  /// Whether conditions are judged at all (C14): somebody who may not act would otherwise learn, by trying, how values
  /// come out that they may not read.
  func mayJudge(_ conditions: [ScopedExpression]) -> Bool {
    guard isDenied else { return true }
    guard let person = actor.flatMap(programme.organisation.person) else { return false }
    return conditions.allSatisfy { programme.organisation.mayRead($0.protection, person) }
  }
}

extension Workflow {
  /// The guards of all transitions that listen to an event: which of them are asked tells where the case is, and which
  /// are told how those before them came out.
  func guards(on event: String) -> [ScopedExpression] {
    guard let listening = chart.event(named: event) else { return [] }
    return chart.transitions.compactMap { transition in
      transition.events.contains(listening) ? transition.guard.map { guards[$0] } : nil
    }
  }
}
