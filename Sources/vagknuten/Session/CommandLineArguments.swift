import ArgumentParser
import Diagnostics
import Foundation
import JSONText

/// The arguments as the parser gets them.
enum CommandLineArguments {
  /// Options that every command has, and whether they take a value.
  private static let common: [String: Bool] = [
    "--katalog": true, "--datum": true, "--som": true, "--json": false,
  ]

  private static let noteOptions = [
    "--åt": true, "--for": true, "--ja": false, "--yes": false,
  ]

  /// Commands whose words are a text of one's own, with the options that they have beside the common ones.
  private static let texts: [String: [String: Bool]] = [
    "anteckning": noteOptions, "note": noteOptions,
    "sök": ["--avslutade": false, "--ended": false],
  ]

  /// Text in Unicode NFC, and common options that stand before the command moved behind it. Words like `-hej` of a text are no
  /// options: there are none of one dash but `-h`.
  static func normalized(_ arguments: [String]) -> [String] {
    let words = behindCommand(arguments)
    guard let command = words.first, let own = texts[command], !words.contains("--"),
      words.contains(where: { $0.count > 2 && $0.hasPrefix("-") && !$0.hasPrefix("--") })
    else { return words }
    let options = common.merging(own) { first, _ in first }
    var (known, text): ([String], [String]) = ([], [])
    var rest = words.dropFirst()
    while let word = rest.popFirst() {
      let name = word.split(separator: "=", maxSplits: 1).first.map(String.init) ?? word
      guard let takesValue = options[name] else {
        word == "-h" || word == "--help" ? known.append(word) : text.append(word)
        continue
      }
      known.append(word)
      if takesValue, name == word, let value = rest.popFirst() { known.append(value) }
    }
    return [command] + known + ["--"] + text
  }

  /// Whether all of it is text: a byte that is no UTF-8 has become U+FFFD on the way here, and what was meant is lost.
  static func isReadable(_ arguments: [String]) -> Bool {
    !arguments.contains { $0.unicodeScalars.contains("\u{FFFD}") }
  }

  /// The option that stands twice, when one does: which of the two would count is not to be guessed. What stands behind `--` is
  /// text.
  static func repeated(in arguments: [String]) -> String? {
    var seen: Set<String> = []
    for word in arguments.prefix(while: { $0 != "--" }) where word.hasPrefix("--") {
      let name = word.split(separator: "=", maxSplits: 1).first.map(String.init) ?? word
      guard name.allSatisfy({ $0.isLetter || $0 == "-" }) else { continue }
      guard seen.insert(name).inserted else { return name }
    }
    return nil
  }

  private static func behindCommand(_ arguments: [String]) -> [String] {
    var rest = arguments.map(composed)[...]
    var moved: [String] = []
    while let first = rest.first {
      let name = first.split(separator: "=", maxSplits: 1).first.map(String.init) ?? first
      guard let takesValue = common[name] else { break }
      moved.append(rest.removeFirst())
      if takesValue, name == first, !rest.isEmpty { moved.append(rest.removeFirst()) }
    }
    guard !moved.isEmpty, !rest.isEmpty else { return moved + rest }
    let end = rest.firstIndex(of: "--") ?? rest.endIndex
    return rest[..<end] + moved + rest[end...]
  }

  private static func composed(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
  }

  /// The word in the command's place when there is no such command.
  static func unknownCommand(in arguments: [String]) -> String? {
    guard let word = arguments.first, !word.hasPrefix("-"), word != "help" else { return nil }
    let isKnown = Vagknuten.configuration.subcommands.contains {
      $0.configuration.commandName == word || $0.configuration.aliases.contains(word)
    }
    return isKnown ? nil : word
  }

  /// What was probably meant by an unknown command.
  static func suggestion(for arguments: [String]) -> String? {
    guard let word = arguments.first(where: { !$0.hasPrefix("-") }) else { return nil }
    let commands = Vagknuten.configuration.subcommands.filter { $0.configuration.shouldDisplay }
    let names = commands.flatMap { command in
      [command.configuration.commandName ?? ""] + command.configuration.aliases
    }
    guard !names.contains(word) else { return subcommandSuggestion(word, arguments) }
    if let near = suggest(word, among: names) { return "menade du `\(near)`?" }
    let own = commands.compactMap { $0.configuration.commandName }
    return "kommandona är \(own.map { "`\($0)`" }.joined(separator: ", "))"
  }

  /// The options of the command that is called, by their Swedish names and by the others; nil when it is not known.
  static func options(for arguments: [String]) -> (own: [String], others: [String])? {
    guard var command = (try? JSONValue.parse(Vagknuten._dumpHelp()))?["command"] else {
      return nil
    }
    for word in arguments {
      let inner = command["subcommands"]?.array ?? []
      guard
        let next = inner.first(where: { other in
          other["commandName"]?.string == word
            || (other["aliases"]?.array ?? []).contains { $0.string == word }
        })
      else { break }
      command = next
    }
    let options = (command["arguments"]?.array ?? []).filter {
      $0["kind"]?.string != "positional" && $0["shouldDisplay"]?.bool != false
    }
    let names = options.map { option in
      (option["names"]?.array ?? []).filter { $0["kind"]?.string == "long" }
        .compactMap { $0["name"]?.string.map { "--\($0)" } }
    }
    return (names.compactMap(\.first), names.flatMap { $0.dropFirst() })
  }

  private static func subcommandSuggestion(_ word: String, _ arguments: [String]) -> String? {
    let command = Vagknuten.configuration.subcommands.first {
      $0.configuration.commandName == word || $0.configuration.aliases.contains(word)
    }
    let inner = (command?.configuration.subcommands ?? []).flatMap {
      [$0.configuration.commandName ?? ""] + $0.configuration.aliases
    }
    guard !inner.isEmpty,
      let second = arguments.drop(while: { $0 != word }).dropFirst().first(where: {
        !$0.hasPrefix("-")
      }), !inner.contains(second)
    else { return nil }
    return help(for: second, among: inner)
  }
}
