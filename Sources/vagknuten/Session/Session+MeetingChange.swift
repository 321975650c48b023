import CaseEngine
import CaseService
import CivilTime
import Outputs

extension Session.Work {
  /// Adds, moves or cancels a meeting. At a terminal what cannot be is refused before anybody is asked why, what it leads to is
  /// shown, and it is asked once whether to go on; in a pipe it is done.
  ///
  /// - Parameter act: does it for a reason, or shows what it would come to.
  func changeMeeting(
    _ reason: String?, _ question: String, isConfirmed: Bool,
    _ act: (CaseService, String, Bool) throws -> CommandResult
  ) throws {
    if reason == nil, Terminal.canAsk { _ = try call { try act($0, "?", true) } }
    let reason = try self.reason(reason, question)
    var shown: CommandResult?
    if Terminal.canAsk, !isConfirmed, !session.options.json {
      let preview = try call { try act($0, reason, true) }
      Output.print(
        Preview.text(preview, programme: programme, today: today, for: reader, style))
      guard try Confirmation.ask("Registrera?") else { return }
      shown = preview
    }
    let result = try call { try act($0, reason, false) }
    if let shown, shown.comes(to: result) {
      Output.hasRecorded(result.number)
      Output.print(Preview.done(result.number, style))
    } else {
      try show(result)
    }
  }
}
