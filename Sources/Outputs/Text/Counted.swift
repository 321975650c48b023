/// A number with what it counts: `1 ärende`, `12 ärenden`.
public func counted(_ number: Int, _ one: String, _ many: String) -> String {
  "\(number) \(number == 1 ? one : many)"
}
