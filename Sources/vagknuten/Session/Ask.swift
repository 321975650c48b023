import CaseService
import Outputs

/// The questions of a few words that are asked at a terminal; forms have their own (`FormPrompt`).
enum Ask {
  /// What a person writes on a line; nil at the end of the input. A prompt that leaves no room for it is broken.
  static func line(_ prompt: String, text: String = "") -> String? {
    let style = Terminal.output.style
    let lines = prompt.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for line in lines.dropLast() { Output.print(line + "\n") }
    guard var last = lines.last else { return nil }
    if last.columns > style.width - 2 {
      let broken = style.wrapped(last).split(separator: "\n").map(String.init)
      for line in broken.dropLast() { Output.print(line + "\n") }
      last = (broken.last ?? "") + " "
    }
    // Ctrl-C ends the program with the same words as Ctrl-D, unless there is more to say.
    if LineReader.farewell == nil { LineReader.farewell = Failure.farewell }
    return LineReader.read(last, text: text)
  }

  /// A text that must not be empty: why something is done.
  ///
  /// - Throws: `Failure.interrupted` at the end of the input.
  static func text(_ title: String) throws -> String {
    while true {
      guard let answer = line(title.hasSuffix("?") ? "\(title) " : "\(title): ") else {
        throw Failure.brokenOff()
      }
      if !answer.trimmed.isEmpty { return answer.trimmed }
      remark(FormQuestion.needed)
    }
  }

  /// A question of yes or no, an empty line with what is usual; nil at the end of the input.
  static func yesNo(_ question: String, otherwise usual: Bool) -> Bool? {
    while true {
      guard let answer = line("\(question) [\(usual ? "J/n" : "j/N")] ") else { return nil }
      switch answer.trimmed.lowercased() {
      case "": return usual
      case "j", "ja", "y", "yes": return true
      case "n", "nej", "no": return false
      default:
        remark("Svara j eller n; tom rad svarar \(usual ? "ja" : "nej").")
      }
    }
  }

  /// One of several, by its number, or by the unmistakable beginning of its id or title. Of a single one an empty line takes it.
  ///
  /// - Throws: `Failure.interrupted` at the end of the input.
  static func choice(_ title: String, among choices: [(id: String, title: String)]) throws -> String
  {
    Output.print(FormQuestion.choices(title, choices, Terminal.output.style))
    let prompt =
      choices.count == 1
      ? "  tom rad tar den: " : "  ett nummer ur listan, eller beteckningen: "
    while true {
      guard let answer = line(prompt)?.trimmed else { throw Failure.brokenOff() }
      if answer.isEmpty, choices.count == 1, let only = choices.first { return only.id }
      if let id = FormQuestion.chosen(answer, among: choices) { return id }
      remark(FormQuestion.notListed)
    }
  }

  static func remark(_ text: String) {
    Output.print(FormQuestion.remark(text, Terminal.output.style))
  }
}

/// A question that is answered with yes or no before something is done.
enum Confirmation {
  /// Whether the answer is yes; an empty line is.
  ///
  /// - Throws: `Failure.interrupted` at the end of the input.
  static func ask(_ question: String) throws -> Bool {
    guard let answer = Ask.yesNo(question, otherwise: true) else { throw Failure.brokenOff() }
    if !answer { Output.print("Inget har ändrats.\n") }
    return answer
  }
}

extension Failure {
  /// What is said when somebody breaks off before anything has been done.
  static var interrupted: Failure {
    Failure(.usage, code: "interrupted", "avbrutet; inget har ändrats")
  }

  /// What Ctrl-C is answered with; nil when something has been done.
  static func farewell() -> Failure? { Output.isRecorded ? nil : interrupted }

  /// The same at a prompt, whose line is left first.
  static func brokenOff() -> Failure {
    Output.print("\n")
    return interrupted
  }

  var isInterruption: Bool { code == Self.interrupted.code }
}
