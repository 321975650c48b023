import Foundation
import Testing

/// The machine of the handbook's page for operation. The package's folders are folders of our own whose names are as long, so
/// that lines break where they break there. Days, times, sizes, heads and hashes are others on each run: a screen that
/// differs in nothing else stays as it stands in the page.
final class Machine: HandbookPlace {
  private let places: [(shown: String, real: String)]
  /// The heads that stand in the page, with those that were seen in their place.
  private var heads: [String: String] = [:]
  private var home: String { places[0].real }

  init() {
    places = ["/var/lib/vagknuten", "/var/backups/vagknuten", "/tmp/prov"].map { shown in
      let letters = "abcdefghijklmnopqrstuvwxyz"
      let name = (0..<(shown.count - 5)).compactMap { _ in letters.randomElement() }
      return (shown, "/tmp/" + String(name))
    }
    mkdir(places[1].real, 0o700)
  }

  deinit {
    for place in places { try? FileManager.default.removeItem(atPath: place.real) }
  }

  /// Types a command as it stands in the page.
  func call(_ typed: TypedCommand, answers: [String]?) throws -> Workplace.Result {
    let arguments = typed.arguments.map { word in
      heads[word] ?? places.reduce(word) { $0.replacingOccurrences(of: $1.shown, with: $1.real) }
    }
    let answer = try Workplace.run(
      arguments, environment: typed.environment.merging(["VAGKNUTEN_HOME": home]) { own, _ in own })
    if arguments.first == "init" { try actAs("petrae") }
    return Workplace.Result(
      status: answer.status, output: shown(answer.output), errors: shown(answer.errors))
  }

  private func shown(_ text: String) -> String {
    places.reduce(text) { $0.replacingOccurrences(of: $1.real, with: $1.shown) }
  }

  /// Gives the account that the page names to whom the test runs as, and adds a colleague, as the page says to do in an
  /// editor.
  private func actAs(_ account: String) throws {
    let file = home + "/Rules/vagknuten-2.0/medarbetare.yaml"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let own = String(cString: try #require(getpwuid(getuid())).pointee.pw_name)
    let colleague = "  anna: {name: Anna Ek, account: annek, roles: [vägledare]}\n"
    try
      (text.replacingOccurrences(of: "account: \"\(account)\"", with: "account: \"\(own)\"")
      + colleague)
      .write(toFile: file, atomically: true, encoding: .utf8)
  }

  /// What the page shall show for a screen.
  func screen(_ shown: [String], seen: [String]) -> [String] {
    guard shown.map(Self.shape) == seen.map(Self.shape) else { return seen }
    for (old, new) in zip(Self.heads(shown), Self.heads(seen)) { heads[old] = new }
    return shown
  }

  private static func heads(_ lines: [String]) -> [String] {
    lines.flatMap { line in
      line.split { !$0.isHexDigit }.map(String.init).filter { $0.count == 64 }
    }
  }

  /// A line without what is another on each run.
  private static func shape(_ line: String) -> String {
    [
      ("[0-9a-f]{8,}", "HUVUD"), ("VK-20[0-9]{2}-", "VK-ÅR-"),
      ("20[0-9]{2}-[0-9]{2}-[0-9]{2}", "DAG"), ("DAG-[0-9]{6}", "DAG-TID"),
      ("[0-9]{2}:[0-9]{2}", "TID"), ("[0-9]+(,[0-9]+)? [kMGT]?B\\b", "STORLEK"),
    ].reduce(line) { text, next in
      text.replacingOccurrences(of: next.0, with: next.1, options: .regularExpression)
    }
  }
}

/// A line that a page shows as typed, when it calls the program: `VAGKNUTEN_LOG=info vagknuten status >/dev/null`, also after
/// `sudo -u vagknuten`.
struct TypedCommand {
  let arguments: [String]
  var environment: [String: String] = [:]
  /// Whether only standard error is shown.
  let isQuiet: Bool

  init?(_ line: Substring) {
    var words = TranscriptTests.words(line)[...]
    if words.starts(with: ["sudo", "-u", "vagknuten"]) { words = words.dropFirst(3) }
    while let word = words.first, let sign = word.firstIndex(of: "="),
      word[..<sign].allSatisfy({ $0.isUppercase || $0 == "_" })
    {
      environment[String(word[..<sign])] = String(word[word.index(after: sign)...])
      words = words.dropFirst()
    }
    guard words.first == "vagknuten" else { return nil }
    isQuiet = words.last == ">/dev/null"
    arguments = Array(words.dropFirst().dropLast(isQuiet ? 1 : 0))
  }
}
