import Diagnostics
import FEEL

/// What could have been written; a name of its own, for screens have texts called `help`.
func nearest(_ name: String, among candidates: some Collection<String>) -> String? {
  help(for: name, among: candidates)
}

/// FEEL's values, where another type is called `Value`.
typealias FEELValue = Value

/// The names that may be meant, at most three: the likely slip, and those that share a word with what was written, or hold it.
func resembling(_ name: String, among candidates: [String]) -> [String] {
  func words(_ text: String) -> Set<String> {
    Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
  }
  let wanted = words(name)
  let like = candidates.filter { candidate in
    !words(candidate).isDisjoint(with: wanted) || candidate.lowercased().contains(name.lowercased())
  }
  let slip = suggest(name, among: candidates).map { [$0] } ?? []
  return Array((slip + like.filter { !slip.contains($0) }).prefix(3))
}
