/// The event names of a chart. A descriptor matches an event when its tokens are a prefix of the event's (SCXML
/// 3.12.1), so the transitions for a name are those for each of its prefixes, and a name nobody mentions behaves as
/// its longest prefix that somebody does.
@usableFromInline
struct EventTable: Sendable {
  var names: [String] = ["*"]
  var numbers: [String: EventID] = ["*": 0]

  @usableFromInline init() {}

  @usableFromInline var count: Int { names.count }

  mutating func add(_ name: String) -> EventID {
    if let known = numbers[name] { return known }
    numbers[name] = names.count
    names.append(name)
    return names.count - 1
  }

  /// The longest known prefix of a name, the name itself included; 0 when there is none.
  func nearest(_ name: String) -> EventID {
    if let known = numbers[name] { return known }
    for prefix in Self.prefixes(name) {
      if let known = numbers[prefix] { return known }
    }
    return 0
  }

  /// The known descriptors that match a name, `*` first.
  func matching(_ event: EventID) -> [EventID] {
    [0] + Self.prefixes(names[event]).compactMap { numbers[$0] }.filter { $0 != 0 }
  }

  /// `a.b.c`, `a.b`, `a`.
  private static func prefixes(_ name: String) -> [String] {
    var rest = name[...]
    var result = [name]
    while let dot = rest.lastIndex(of: ".") {
      rest = rest[..<dot]
      if !rest.isEmpty { result.append(String(rest)) }
    }
    return result
  }

  /// A descriptor without its `.*` or `.`; nil when it is none: empty, with spaces, or with a star elsewhere.
  static func normalised(_ descriptor: String) -> String? {
    if descriptor == "*" { return descriptor }
    var rest = descriptor[...]
    if rest.hasSuffix(".*") {
      rest = rest.dropLast(2)
    } else if rest.hasSuffix(".") {
      rest = rest.dropLast()
    }
    guard !rest.isEmpty, !rest.contains(where: { $0 == "*" || $0.isWhitespace }) else { return nil }
    return String(rest)
  }
}
