import CLibYAML

/// libyaml's parser as a source of events. The C structures live at a fixed address for as long as this does, and the
/// event is freed before the next is read.
final class EventReader {
  private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
  let event = UnsafeMutablePointer<yaml_event_t>.allocate(capacity: 1)
  private let isReady: Bool
  private var hasEvent = false

  /// The bytes must outlive the reader: libyaml reads from them without a copy.
  init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
    isReady = yaml_parser_initialize(parser) == 1
    guard isReady else { return }
    // Said beforehand, so that libyaml does not guess at UTF-16 or skip a byte order mark by itself.
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    let text = UnsafeBufferPointer(rebasing: bytes[start...])
    yaml_parser_set_input_string(parser, text.baseAddress, text.count)
  }

  deinit {
    if hasEvent { yaml_event_delete(event) }
    if isReady { yaml_parser_delete(parser) }
    event.deallocate()
    parser.deallocate()
  }

  /// Reads the next event into `event`; false when libyaml has found a fault.
  func next() -> Bool {
    guard isReady else { return false }
    if hasEvent {
      yaml_event_delete(event)
      hasEvent = false
    }
    hasEvent = yaml_parser_parse(parser, event) == 1
    return hasEvent
  }

  /// What libyaml says is wrong.
  struct Problem {
    /// libyaml's own words.
    let text: String
    let context: String
    /// Code point index; a byte offset (from where reading began) when `isByte`.
    let place: Int
    let isByte: Bool
    let contextPlace: Int?
  }

  var problem: Problem {
    guard isReady else {
      return Problem(text: "", context: "", place: 0, isByte: false, contextPlace: nil)
    }
    let state = parser.pointee
    let isByte = state.error == YAML_READER_ERROR
    return Problem(
      text: state.problem.map { String(cString: $0) } ?? "",
      context: state.context.map { String(cString: $0) } ?? "",
      place: isByte ? state.problem_offset : state.problem_mark.index,
      isByte: isByte,
      contextPlace: state.context == nil ? nil : state.context_mark.index)
  }
}
