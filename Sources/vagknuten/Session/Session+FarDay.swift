import ArgumentParser
import CivilTime
import Outputs

extension Session.Work {
  /// Asks about a day that lies more than a year ahead, for it may be a slip of the finger; in a pipe refuses it.
  func makeSure(of day: CivilDate, isConfirmed: Bool) throws {
    guard !isConfirmed, let limit = date.adding(months: 12), day > limit else { return }
    let text = "\(day) är mer än ett år fram"
    guard Terminal.canAsk else {
      throw Failure(
        .refused, code: "far-ahead", text, help: "är det rätt dag: lägg till `--ja`")
    }
    guard let answer = Ask.yesNo("\(text). Är det rätt dag?", otherwise: false) else {
      throw Failure.brokenOff()
    }
    guard answer else {
      Output.print("Inget har ändrats.\n")
      throw ExitCode.success
    }
  }
}
