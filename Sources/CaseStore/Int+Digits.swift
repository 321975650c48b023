extension Int {
  /// Reads digits and nothing else, as in `14`; nil for anything else, also with the sign that `Int(text)` would take.
  public init?(digits text: some StringProtocol) {
    guard text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let value = Int(text) else {
      return nil
    }
    self = value
  }
}
