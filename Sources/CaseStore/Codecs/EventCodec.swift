public import CaseEngine
import CivilTime
import Crypto
import FEEL
import JSONText

/// Events as the bytes that are kept: JSON with keys in a fixed order, protected values replaced by a digest with a random
/// salt, so that erasing value and salt leaves the bytes, and the chain over them, as they were.
public enum EventCodec {
  /// A protected value, kept beside the event.
  public struct ProtectedValue: Hashable, Sendable {
    /// Its place among the changes of the event, from 0.
    public let position: Int
    /// Random bytes, ``EventCodec/saltLength`` of them.
    public let salt: [UInt8]
    /// The value as JSON.
    public let value: [UInt8]

    /// A protected value as it was stored.
    public init(position: Int, salt: [UInt8], value: [UInt8]) {
      self.position = position
      self.salt = salt
      self.value = value
    }
  }

  /// How many bytes a salt has. The digest covers salt and value in a row: were the length open, bytes could move from one
  /// to the other and the digest would still hold.
  public static let saltLength = 16

  /// An event in the form in which it is kept.
  public struct Encoded: Sendable {
    /// The bytes that the chain covers.
    public let body: [UInt8]
    /// What is kept beside them.
    public let protected: [ProtectedValue]
  }

  /// Encodes an event.
  ///
  /// - Parameter salt: gives ``saltLength`` fresh random bytes.
  /// - Throws: `CodecError.unstorable`.
  public static func encode(_ event: Event, salt: () -> [UInt8]) throws(CodecError) -> Encoded {
    var writer = JSONWriter(capacity: 512)
    var protected: [ProtectedValue] = []
    writer.beginObject()
    writer.field("family", event.family)
    writer.field("version", event.version)
    writer.field("case", event.subject)
    writer.key("cause")
    write(event.cause, to: &writer)
    writer.field("date", event.date.description)
    writer.key("recorded")
    writer.number(String(event.recorded.milliseconds))
    if let actor = event.actor { writer.field("actor", actor) }
    if let behalf = event.behalf { writer.field("for", behalf) }
    writer.field("definitions", event.definitions)
    if !event.facts.isEmpty {
      writer.key("facts")
      writer.beginObject()
      for (name, value) in event.facts.sorted(by: { $0.key < $1.key }) {
        writer.key(name)
        try ValueCodec.write(value, to: &writer)
      }
      writer.endObject()
    }
    writer.key("changes")
    writer.beginArray()
    for (position, change) in event.changes.enumerated() {
      writer.beginObject()
      if change.number != event.subject { writer.field("case", change.number) }
      let secret = try ChangeCodec.write(change.change, to: &writer) { value throws(CodecError) in
        var plain = JSONWriter(capacity: 64)
        try ValueCodec.write(value, to: &plain)
        let entry = ProtectedValue(position: position, salt: salt(), value: plain.bytes)
        return (entry, digest(entry))
      }
      if let secret { protected.append(secret) }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return Encoded(body: writer.bytes, protected: protected)
  }

  /// Reads an event back. A protected value that is not there comes out as null or an empty text, in a change that says so
  /// (`CaseChange.isAbsent`).
  ///
  /// - Throws: `CodecError`, also when a protected value is not the one whose digest the event holds.
  public static func decode(_ body: [UInt8], protected: [ProtectedValue]) throws(CodecError)
    -> Event
  {
    let json: JSONValue
    do throws(JSONError) { json = try JSONValue.parse(body) } catch {
      throw .malformed("händelsen är inte JSON")
    }
    let reader = RecordReader(json)
    let subject = try reader.text("case")
    let date = try reader.date("date")
    var changes: [CaseChange] = []
    for (position, item) in (json["changes"]?.array ?? []).enumerated() {
      let change = RecordReader(item)
      let secret = protected.first { $0.position == position }
      var isAbsent = false
      let decoded = try ChangeCodec.read(change, date: date) { expected throws(CodecError) in
        guard let secret else {
          isAbsent = true
          return .null
        }
        guard secret.salt.count == saltLength, digest(secret) == expected else {
          throw CodecError.wrongDigest
        }
        let plain: JSONValue
        do throws(JSONError) { plain = try JSONValue.parse(secret.value) } catch {
          throw CodecError.malformed("ett skyddat värde är inte JSON")
        }
        return try ValueCodec.read(plain)
      }
      changes.append(
        CaseChange(
          number: item["case"]?.string ?? subject, change: decoded, isAbsent: isAbsent))
    }
    var facts: [String: Value] = [:]
    for member in json["facts"]?.object?.members ?? [] {
      facts[member.key] = try ValueCodec.read(member.value)
    }
    guard let milliseconds = json["recorded"]?.number.flatMap({ Int64($0) }) else {
      throw .malformed("tidpunkten saknas")
    }
    return Event(
      family: try reader.text("family"), version: try reader.int("version"), subject: subject,
      cause: try cause(RecordReader(json["cause"] ?? .null)), date: date,
      recorded: Moment(milliseconds: milliseconds), actor: json["actor"]?.string,
      behalf: json["for"]?.string,
      definitions: try reader.text("definitions"), facts: facts, changes: changes)
  }

  private static func digest(_ value: ProtectedValue) -> String {
    var hash = SHA256()
    hash.update(data: value.salt)
    hash.update(data: value.value)
    return hash.finalize().hex
  }

  // MARK: Causes

  private static func write(_ cause: Cause, to writer: inout JSONWriter) {
    writer.beginObject()
    switch cause {
    case .opened: writer.field("kind", "opened")
    case .sent(let event):
      writer.field("kind", "sent")
      writer.field("event", event)
    case .completed(let task):
      writer.field("kind", "completed")
      writer.field("task", task)
    case .assigned: writer.field("kind", "assigned")
    case .postponed(let task):
      writer.field("kind", "postponed")
      writer.field("task", task)
    case .corrected: writer.field("kind", "corrected")
    case .acknowledged(let escalation):
      writer.field("kind", "acknowledged")
      writer.field("escalation", escalation)
    case .noted: writer.field("kind", "noted")
    case .undone(let version):
      writer.field("kind", "undone")
      writer.field("version", version)
    case .timer(let state, let key):
      writer.field("kind", "timer")
      writer.field("state", state)
      writer.field("key", key)
    case .reminder(let task):
      writer.field("kind", "reminder")
      writer.field("task", task)
    case .overdue(let task):
      writer.field("kind", "overdue")
      writer.field("task", task)
    case .definitionsChanged: writer.field("kind", "definitionsChanged")
    case .meetingsChanged(let number):
      writer.field("kind", "meetingsChanged")
      writer.field("by", number)
    }
    writer.endObject()
  }

  private static func cause(_ reader: RecordReader) throws(CodecError) -> Cause {
    switch try reader.text("kind") {
    case "opened": .opened
    case "sent": .sent(event: try reader.text("event"))
    case "completed": .completed(task: try reader.text("task"))
    case "assigned": .assigned
    case "postponed": .postponed(task: try reader.text("task"))
    case "corrected": .corrected
    case "acknowledged": .acknowledged(escalation: try reader.int("escalation"))
    case "noted": .noted
    case "undone": .undone(version: try reader.int("version"))
    case "timer": .timer(state: try reader.text("state"), key: try reader.int("key"))
    case "reminder": .reminder(task: try reader.text("task"))
    case "overdue": .overdue(task: try reader.text("task"))
    case "definitionsChanged": .definitionsChanged
    case "meetingsChanged": .meetingsChanged(by: try reader.text("by"))
    case let other: throw .malformed("orsaken `\(other)`")
    }
  }
}

extension JSONWriter {
  mutating func field(_ key: String, _ text: String) {
    self.key(key)
    string(text)
  }

  mutating func field(_ key: String, _ number: Int) {
    self.key(key)
    int(number)
  }
}

/// Reads the members of an object that this module wrote.
struct RecordReader {
  let json: JSONValue

  init(_ json: JSONValue) {
    self.json = json
  }

  func text(_ key: String) throws(CodecError) -> String {
    guard let text = json[key]?.string else { throw .malformed("`\(key)` saknas") }
    return text
  }

  func int(_ key: String) throws(CodecError) -> Int {
    guard let number = json[key]?.int else { throw .malformed("`\(key)` saknas") }
    return number
  }

  func date(_ key: String) throws(CodecError) -> CivilDate {
    guard let date = try optionalDate(key) else { throw .malformed("`\(key)` saknas") }
    return date
  }

  func optionalDate(_ key: String) throws(CodecError) -> CivilDate? {
    guard let text = json[key]?.string else { return nil }
    guard let date = CivilDate.parse(text) else { throw .malformed("`\(key)` är inget datum") }
    return date
  }

  func flag(_ key: String) -> Bool { json[key]?.bool ?? false }
}

extension Sequence<UInt8> {
  /// Two hexadecimal digits a byte.
  var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    var bytes: [UInt8] = []
    for byte in self {
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
