import CaseEngine
import Testing

/// What stands in the way of a command; empty when it was carried out.
func obstacles(_ body: () throws -> Void) -> [Refusal.Reason] {
  do {
    try body()
    return []
  } catch let refusal as Refusal {
    return refusal.reasons
  } catch {
    Issue.record(error)
    return []
  }
}
