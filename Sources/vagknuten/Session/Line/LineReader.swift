import Foundation
import Outputs

/// Reads what a person writes at the terminal, with a line that can be edited.
final class LineReader {
  // Unsafe only by name: lines are read on the main thread, and nothing else is.
  nonisolated(unsafe) private static var keyboard = KeyReader()
  // Keys that came together with those that ended the line before; unsafe only by name, like the keyboard.
  nonisolated(unsafe) private static var waiting: [Key] = []

  /// What is said to whoever ends the program with Ctrl-C; nil for nothing. Unsafe only by name, like the keyboard.
  nonisolated(unsafe) static var farewell: (() -> Failure?)?

  private let prompt: String
  private var line: EditedLine
  private let mode: RawMode
  private var terminal = Terminal.current
  private var shown: LineLayout?
  /// The first row of the layout that the screen has room for.
  private var top = 0

  /// What somebody writes; nil at the end of the input.
  ///
  /// - Parameters:
  ///   - prompt: what stands on the line before it.
  ///   - text: what stands there already.
  static func read(_ prompt: String, _ kind: EditedLine.Kind = .line, text: String = "") -> String?
  {
    Output.flush()
    guard Terminal.canAsk, !Terminal.output.isDumb, let mode = RawMode() else {
      return plain(prompt, kind)
    }
    let reader = LineReader(prompt, EditedLine(kind, text: text), mode)
    return reader.read()
  }

  private init(_ prompt: String, _ line: EditedLine, _ mode: RawMode) {
    (self.prompt, self.line, self.mode) = (prompt.forTerminal, line, mode)
  }

  /// The same where nothing can be edited: the terminal's own lines, with nothing in them that a terminal obeys.
  private static func plain(_ prompt: String, _ kind: EditedLine.Kind) -> String? {
    Output.print(prompt)
    Output.flush()
    var line = EditedLine(kind)
    var keys = KeyReader()
    while let text = readLine(strippingNewline: false) {
      for key in keys.read(text.utf8) {
        // What moves or deletes has done so already, or does nothing here.
        switch key {
        case .character, .enter: if line.take(key) == .done { return line.answer }
        default: continue
        }
      }
      keys.giveUp()
    }
    return kind == .line && !line.text.isEmpty ? line.answer : nil
  }

  private func read() -> String? {
    defer { mode.leave() }
    draw()
    while true {
      while !Self.waiting.isEmpty {
        let key = Self.waiting.removeFirst()
        switch line.take(key, isFollowed: isFollowed, vertically: move) {
        case .done:
          finish()
          return line.answer
        case .endOfInput:
          finish(ending: "")
          return nil
        case .refused: Output.draw("\u{07}")
        case .editing:
          guard key == .redraw else { continue }
          Output.draw("\u{1B}[H\u{1B}[2J")
          shown = nil
        }
      }
      draw()
      guard wait() else { return nil }
    }
  }

  /// Whether something waits that has not been looked at.
  private var isFollowed: Bool {
    if !Self.waiting.isEmpty { return true }
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&input, 1, 0) > 0 && input.revents & Int16(POLLIN) != 0
  }

  private func move(_ line: inout EditedLine, _ rows: Int) -> Bool {
    let layout = LineLayout(prompt: prompt, line, width: terminal.width)
    guard let position = layout.position(rowsDown: rows) else { return false }
    line.place(at: position)
    return true
  }

  // MARK: Waiting

  /// Waits for keys or signals; false at the end of the input.
  private func wait() -> Bool {
    var sources = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: mode.signalPipe, events: Int16(POLLIN), revents: 0),
    ]
    // What follows Escape comes at once, or it was the key alone.
    let count = poll(&sources, 2, Self.keyboard.isUndecided ? 50 : -1)
    if count == 0 { Self.keyboard.giveUp() }
    guard count > 0 else { return count == 0 || errno == EINTR }
    if sources[1].revents != 0 { obey() }
    guard sources[0].revents != 0 else { return true }
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    let length = buffer.withUnsafeMutableBytes {
      Foundation.read(STDIN_FILENO, $0.baseAddress, $0.count)
    }
    if length < 0 { return errno == EINTR || errno == EAGAIN }
    guard length > 0 else { return false }
    Self.waiting += Self.keyboard.read(buffer[..<length])
    return true
  }

  private func obey() {
    var buffer = [UInt8](repeating: 0, count: 64)
    let length = buffer.withUnsafeMutableBytes {
      Foundation.read(mode.signalPipe, $0.baseAddress, $0.count)
    }
    for signal in buffer.prefix(max(0, length)).map(Int32.init) {
      switch signal {
      case SIGWINCH: resize()
      case SIGCONT:
        // Whoever stopped the program may have set the terminal otherwise.
        mode.leave()
        mode.enter()
        shown = nil
      default:
        // Shells begin a new line themselves after a program that Ctrl-C has ended.
        let farewell = signal == SIGINT ? Self.farewell?() : nil
        finish(
          signal == SIGINT ? "^C" : "", ending: signal == SIGINT && farewell == nil ? "" : "\n")
        if let farewell { Output.note(farewell.text(Terminal.error.style)) }
        raise(signal)
        // Only what stops the program lets it come back here.
        mode.enter()
        shown = nil
      }
    }
  }

  // MARK: Drawing

  /// Shows the line as it is now. What is only added at its end is only written there.
  private func draw() {
    let layout = LineLayout(prompt: prompt, line, width: terminal.width)
    guard layout != shown else { return }
    if let shown, let old = shown.rows.last, let new = layout.rows.last,
      layout.rows.count == shown.rows.count, new.hasPrefix(old),
      layout.rows.dropLast() == shown.rows.dropLast(), shown.isAtEnd, layout.isAtEnd
    {
      Output.draw(String(new.dropFirst(old.count)))
    } else {
      let room = max(1, terminal.height - 1)
      let first = min(
        max(min(top, layout.cursor.row), layout.cursor.row - room + 1),
        max(0, layout.rows.count - room))
      draw(layout, from: first, through: min(layout.rows.count, first + room) - 1)
      top = first
    }
    shown = layout
  }

  private func draw(_ layout: LineLayout, from first: Int, through last: Int) {
    var text = ""
    if let shown {
      if shown.cursor.row > top { text += "\u{1B}[\(shown.cursor.row - top)A" }
      text += "\r\u{1B}[J"
    }
    text += layout.rows[first...last].joined(separator: "\n")
    if !layout.isAtEnd {
      if last > layout.cursor.row { text += "\u{1B}[\(last - layout.cursor.row)A" }
      text += "\r"
      if layout.cursor.column > 0 { text += "\u{1B}[\(layout.cursor.column)C" }
    }
    Output.draw(text)
  }

  /// Leaves the whole text on the screen, and the cursor on a row of its own below it.
  ///
  /// - Parameter sign: what is shown behind it.
  private func finish(_ sign: String = "", ending: String = "\n") {
    line.place(at: Int.max)
    let layout = LineLayout(prompt: prompt, line, width: terminal.width)
    if top > 0 {
      draw(layout, from: 0, through: layout.rows.count - 1)
      shown = layout
    } else {
      draw()
    }
    Output.draw(sign)
    mode.leave()
    Output.draw(ending)
  }

  /// The window has another size: a narrower one has broken the rows that no longer fit.
  private func resize() {
    terminal = Terminal.current
    guard let layout = shown else { return }
    let above = min(terminal.height - 1, layout.rowsAboveCursor(from: top, width: terminal.width))
    Output.draw((above > 0 ? "\u{1B}[\(above)A" : "") + "\r\u{1B}[J")
    shown = nil
    top = 0
  }
}
