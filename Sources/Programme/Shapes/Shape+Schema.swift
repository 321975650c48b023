import JSONText

/// JSON Schemas (draft-07) out of the loader's own declarations. They allow what the loader allows as a JSON Schema
/// validator sees it: a scalar that looks like a number or a boolean comes as one, a flow collection in a FEEL field as an
/// array or object.
public enum SchemaGenerator {
  /// The schema of one kind of file, as it is written to `Schemas/`: indented, with a final line break.
  public static func schema(for kind: FileKind) -> String {
    var generator = Generator()
    let root = generator.record(kind.shape, key: kind.rawValue)
    var members: [(String, JSONValue)] = [
      ("$schema", "http://json-schema.org/draft-07/schema#"),
      ("title", .string("Vägknuten: \(kind.rawValue)")),
    ]
    for (key, value) in root { members.append((key, value)) }
    let definitions = generator.definitions.sorted { $0.key < $1.key }
    members.append(("definitions", .object(JSONObject(definitions.map { ($0.key, $0.value) }))))
    return JSONValue.object(JSONObject(members)).text(pretty: true) + "\n"
  }
}

private struct Generator {
  var definitions: [String: JSONValue] = [:]

  mutating func record(_ shape: RecordShape, key: String? = nil) -> [(String, JSONValue)] {
    var properties: [(String, JSONValue)] = []
    for field in shape.fields {
      var members = schema(of: field.shape)
      members.append(("description", .string(field.text)))
      properties.append((field.key, .object(JSONObject(members))))
    }
    let required = shape.fields.filter(\.required).map { JSONValue.string($0.key) }
    var members: [(String, JSONValue)] = [
      ("type", "object"),
      ("properties", .object(JSONObject(properties))),
      ("additionalProperties", .bool(false)),
    ]
    if !required.isEmpty { members.append(("required", .array(required))) }
    return members
  }

  mutating func reference(_ shape: RecordShape) -> [(String, JSONValue)] {
    if definitions[shape.name] == nil {
      definitions[shape.name] = .null
      let members = record(shape)
      definitions[shape.name] = .object(JSONObject(members))
    }
    // Draft-07 ignores what stands beside `$ref`; wrapped in allOf, a description beside it still counts.
    let target = JSONValue.object(
      JSONObject([("$ref", .string("#/definitions/\(shape.name)"))]))
    return [("allOf", .array([target]))]
  }

  mutating func schema(of shape: Shape) -> [(String, JSONValue)] {
    switch shape {
    case .scalar(let kind): return Self.scalar(kind)
    case .word(let words): return [("enum", .array(words.map { .string($0) }))]
    case .list(let item):
      return [("type", "array"), ("items", .object(JSONObject(schema(of: item))))]
    case .map(let key, let value):
      var members: [(String, JSONValue)] = [
        ("type", "object"), ("additionalProperties", .object(JSONObject(schema(of: value)))),
      ]
      if let pattern = Self.pattern(key) {
        members.append(
          ("propertyNames", .object(JSONObject([("pattern", .string(pattern))]))))
      }
      return members
    case .record(let shape): return reference(shape)
    case .reference(let shape): return reference(shape())
    case .either(let first, let second):
      return [
        (
          "anyOf",
          .array([
            .object(JSONObject(schema(of: first))), .object(JSONObject(schema(of: second))),
          ])
        )
      ]
    }
  }

  static func pattern(_ key: KeyKind) -> String? {
    switch key {
    case .id: "^[a-zåäöé0-9]+([-.][a-zåäöé0-9]+)*$"
    case .date: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
    case .name: nil
    }
  }

  static func scalar(_ kind: ScalarKind) -> [(String, JSONValue)] {
    let anyScalar: JSONValue = .array(["string", "number", "boolean"])
    return switch kind {
    case .text: [("type", anyScalar)]
    // An id of digits alone is a number to a validator.
    case .id: [("type", .array(["string", "integer"])), ("pattern", .string(pattern(.id) ?? ""))]
    case .name, .type: [("type", "string")]
    case .boolean: [("enum", .array(["ja", "nej", .bool(true), .bool(false)]))]
    case .date: [("type", "string"), ("pattern", .string(pattern(.date) ?? ""))]
    case .monthDay: [("type", "string"), ("pattern", "^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
    case .integer: [("type", "integer")]
    case .period: [("type", "string")]
    case .expression, .unaryTests:
      [("type", .array(["string", "number", "boolean", "array", "object"]))]
    }
  }
}
