import Foundation
import Outputs

/// What is piped into the program.
enum StandardInput {
  /// More than anybody writes by hand; reading goes no further.
  private static let limit = 1 << 20

  /// The whole text, in NFC like everything that is typed.
  ///
  /// - Throws: `Failure` when it is too long or no UTF-8.
  static func text() throws -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer[..<count]
      guard bytes.count <= limit else {
        throw Failure(.usage, code: "too-long", "texten på standard in är för lång")
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.usage, code: "not-utf8", "texten på standard in är inte UTF-8")
    }
    return text.precomposedStringWithCanonicalMapping
  }
}
