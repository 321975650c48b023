import Crypto

/// The chain over all events in order of recording: each link is the hash of the link before it and the event's bytes.
public enum Chain {
  /// The link before the first event.
  public static let start = [UInt8](repeating: 0, count: 32)

  /// The link after an event.
  public static func link(after previous: [UInt8], body: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: previous)
    hash.update(data: body)
    return Array(hash.finalize())
  }
}

/// A place in the chain.
public struct ChainLink: Hashable, Sendable {
  /// The order of recording; 0 before the first event.
  public let sequence: Int
  /// 32 bytes.
  public let link: [UInt8]

  /// A place.
  public init(sequence: Int, link: [UInt8]) {
    self.sequence = sequence
    self.link = link
  }

  /// The link as 64 hexadecimal digits, as people keep it.
  public var text: String { link.hex }
}
