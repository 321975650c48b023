import CLibYAML
import Diagnostics

/// Builds the tree while the events come, without recursion, so that a file nested too deep is left at once.
struct TreeBuilder {
  /// A list or mapping that is being read.
  struct Frame {
    let isMapping: Bool
    let isFlow: Bool
    /// Whether brackets close it; false for block collections and for the one pair in `[a: b]`.
    let hasBrackets: Bool
    let start: Int
    let properties: YAMLNode.Properties?
    var items: [YAMLNode] = []
    var entries: [YAMLEntry] = []
    /// The key that waits for its value.
    var key: YAMLNode?
    /// The next value belongs to a key that was refused.
    var dropsValue = false
    /// The fingerprints of the keys so far, and the keys once there are too many to look through.
    var fingerprints: [UInt64] = []
    var names: Set<String> = []
    var end: Int
    /// Nodes in it, aliases counted as what they stand for, and levels below it.
    var size = 1
    var height = 0
  }

  /// What an anchor names; nil while it is being read.
  struct Anchored {
    let node: YAMLNode
    let size: Int
    let height: Int
  }

  let source: SourceFile
  let map: OffsetMap
  var faults: Faults
  var frames: [Frame] = []
  var anchors: [String: Anchored] = [:]
  var openAnchors: [String] = []
  var aliasNodes = 0
  var root: YAMLNode?
  /// The last scalar in quotes that goes over several lines: when the text after it makes no sense, its quote was
  /// probably never closed where it should have been.
  var longQuote: Range<Int>?

  init(source: SourceFile, map: OffsetMap, faults: Faults) {
    self.source = source
    self.map = map
    self.faults = faults
  }

  /// Reads the one document; nil when there is none to speak of.
  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) -> YAMLNode? {
    let reader = EventReader(bytes, from: map.start)
    let event = reader.event
    while !faults.isFull {
      guard reader.next() else {
        reportSyntax(reader.problem)
        return nil
      }
      let start = map.byte(event.pointee.start_mark.index)
      let end = map.byte(event.pointee.end_mark.index)
      switch event.pointee.type {
      case YAML_DOCUMENT_END_EVENT:
        guard isAlone(after: end, reader) else { return nil }
        guard let root, !(root.isEmpty && root.properties == nil) else {
          reportEmpty()
          return nil
        }
        return root
      case YAML_SCALAR_EVENT:
        scalar(event, start, end, bytes)
      case YAML_ALIAS_EVENT:
        guard alias(event, start, end) else { return nil }
      case YAML_SEQUENCE_START_EVENT:
        let data = event.pointee.data.sequence_start
        let isFlow = data.style == YAML_FLOW_SEQUENCE_STYLE
        guard
          open(
            isMapping: false, isFlow: isFlow, hasProperties: data.anchor != nil || data.tag != nil,
            start, end)
        else { return nil }
      case YAML_MAPPING_START_EVENT:
        let data = event.pointee.data.mapping_start
        let isFlow = data.style == YAML_FLOW_MAPPING_STYLE
        guard
          open(
            isMapping: true, isFlow: isFlow, hasProperties: data.anchor != nil || data.tag != nil,
            start, end)
        else { return nil }
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
        close(end)
      case YAML_STREAM_END_EVENT:
        reportEmpty()
        return nil
      default: break
      }
    }
    return nil
  }
}
