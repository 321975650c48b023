import Foundation
import JSONText
import Testing

@Suite("The manual page and the completions")
struct ManualTests {
  /// The names of all commands that people can give, with their commands, and their own options.
  private static func commands() throws -> [(name: String, options: [String])] {
    let dump = try JSONValue.parse(Workplace.run(["--experimental-dump-help"]).output)
    func walk(_ command: JSONValue, _ path: [String]) -> [(String, [String])] {
      let inner = (command["subcommands"]?.array ?? []).filter {
        $0["commandName"]?.string != "help" && $0["shouldDisplay"]?.bool ?? true
      }
      let shown = (command["arguments"]?.array ?? []).filter { $0["shouldDisplay"]?.bool ?? true }
      let options = shown.flatMap { argument in
        (argument["names"]?.array ?? []).compactMap {
          $0["kind"]?.string == "long" ? $0["name"]?.string : nil
        }
      }
      if inner.isEmpty { return [(path.joined(separator: " "), options)] }
      return inner.flatMap { walk($0, path + [$0["commandName"]?.string ?? "?"]) }
    }
    return walk(dump["command"] ?? .null, []).map { (name: $0.0, options: $0.1) }
  }

  @Test("every command and every option stands in the manual")
  func manual() throws {
    let page = try Workplace.run(["manual"])
    #expect(page.status == 0)
    let text = page.output.replacingOccurrences(of: "\\-", with: "-")
    let commands = try Self.commands()
    #expect(commands.count > 20)
    for command in commands {
      #expect(text.contains(".SS \"vagknuten \(command.name)"), "\(command.name)")
      for option in command.options { #expect(text.contains("--\(option)"), "\(option)") }
    }
    #expect(!text.contains("Show "), "the parser's English is left")
    for section in ["NAMN", "SLUTSTATUS", "MILJÖ", "FILER"] {
      #expect(text.contains(".SH \(section)"))
    }
    // No line may begin with what roff takes for a request of its own.
    for line in page.output.split(separator: "\n") where line.hasPrefix(".") {
      #expect(
        line.wholeMatch(of: /\.(TH|SH|SS|TP|B|I|BR|RB|RI|IR|PP|br|nh)( .*)?/) != nil, "\(line)")
    }
  }

  @Test("the completions of each shell hold the commands and options as they are typed")
  func completions() throws {
    for shell in ["bash", "zsh", "fish"] {
      let script = try Workplace.run(["--generate-completion-script", shell])
      #expect(script.status == 0)
      for name in ["säkerhetskopiera", "återställ", "dagskörning", "ärende", "ersätt", "försenade"]
      {
        #expect(script.output.contains(name), "\(shell) \(name)")
      }
    }
  }
}
