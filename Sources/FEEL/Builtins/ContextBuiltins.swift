extension Builtins {
  /// 10.3.4.10
  static let context: [Builtin] = [
    Builtin(
      "get value", clause: "10.3.4.10", example: #"get value({a: 1}, "a")"#,
      Signature([parameter("m", .context([])), parameter("key", .string)], .any, nullable: true) {
        context, values in
        guard case .context(let entries) = values[0], case .string(let key) = values[1] else {
          return .null
        }
        if let value = entries[key] { return value }
        context.note(.noEntry, "kontexten har inget `\(key)`")
        return .null
      }),
    Builtin(
      "get entries", clause: "10.3.4.10", example: "get entries({a: 1, b: 2})",
      Signature(
        [parameter("m", .context([]))],
        .list(
          .context([
            .init(name: "key", type: .string, nullable: false), .init(name: "value", type: .any),
          ]))
      ) { _, values in
        guard case .context(let entries) = values[0] else { return .null }
        return .list(
          entries.entries.map {
            .context(Context([("key", .string($0.key)), ("value", $0.value)]))
          })
      }),
    Builtin(
      "context", clause: "10.3.4.10", example: #"context([{key: "a", value: 1}])"#,
      Signature([parameter("entries", .list(.context([])))], .context([]), nullable: true) {
        context, values in
        guard case .list(let entries) = values[0] else { return .null }
        var result = Context()
        for entry in entries {
          guard case .context(let entry) = entry, case .string(let key)? = entry["key"],
            let value = entry["value"], result[key] == nil
          else {
            context.note(.wrongTypes, "varje post måste ha en egen `key` och ett `value`")
            return .null
          }
          result[key] = value
        }
        return .context(result)
      }),
    Builtin(
      "context put", clause: "10.3.4.10", example: #"context put({x: 1}, "y", 2)"#,
      Signature(
        [
          parameter("context", .context([])), parameter("key", .string),
          parameter("value", .any, nullable: true),
        ], .context([])
      ) { _, values in
        guard case .context(var entries) = values[0], case .string(let key) = values[1] else {
          return .null
        }
        entries[key] = values[2]
        return .context(entries)
      },
      Signature(
        [
          parameter("context", .context([])), parameter("keys", .list(.string)),
          parameter("value", .any, nullable: true),
        ], .context([]), nullable: true
      ) { context, values in
        guard case .list(let keys) = values[1], !keys.isEmpty, keys.count <= 64,
          let result = put(values[0], keys[...], values[2])
        else {
          context.note(.noEntry, "nycklarna leder inte genom kontexter")
          return .null
        }
        return result
      }),
    Builtin(
      "context merge", clause: "10.3.4.10", example: "context merge([{x: 1}, {y: 2}])",
      Signature([parameter("contexts", .list(.context([])))], .context([]), nullable: true) {
        context, values in
        guard case .list(let parts) = values[0] else { return .null }
        var result = Context()
        for part in parts {
          guard case .context(let entries) = part else {
            context.note(.wrongTypes, "alla element måste vara kontexter")
            return .null
          }
          for entry in entries.entries { result[entry.key] = entry.value }
        }
        return .context(result)
      }),
  ]

  private static func put(_ context: Value, _ keys: ArraySlice<Value>, _ value: Value) -> Value? {
    guard case .context(var entries) = context, case .string(let key)? = keys.first else {
      return nil
    }
    if keys.count == 1 {
      entries[key] = value
    } else {
      guard let inner = put(entries[key] ?? .null, keys.dropFirst(), value) else { return nil }
      entries[key] = inner
    }
    return .context(entries)
  }

  /// 10.3.4.9
  static let sorting: [Builtin] = [
    Builtin(
      "sort", clause: "10.3.4.9", example: "sort([3, 1, 2], function(x, y) x < y)",
      Signature(
        [
          parameter("list", .list(.any)),
          parameter("precedes", .function([.any, .any], .boolean), optional: true),
        ], .list(.any), nullable: true, infer: { $0[0] }
      ) { context, values in
        guard case .list(let elements) = values[0] else { return .null }
        var failed = false
        let sorted = merged(elements[...]) { left, right in
          guard !failed, context.spend() else {
            failed = true
            return false
          }
          guard case .function(let precedes) = values[1] else {
            guard let order = left.order(right) else {
              failed = true
              return false
            }
            return order < 0
          }
          guard case .boolean(let isBefore) = precedes.call(&context, [left, right]) else {
            failed = true
            return false
          }
          return isBefore
        }
        if failed {
          context.note(.wrongTypes, "elementen kan inte ordnas")
          return .null
        }
        return .list(sorted)
      })
  ]

  /// A stable merge sort: an order that contradicts itself gives some order, and never trouble.
  private static func merged(
    _ elements: ArraySlice<Value>, _ precedes: (Value, Value) -> Bool
  ) -> [Value] {
    guard elements.count > 1 else { return Array(elements) }
    let middle = elements.startIndex + elements.count / 2
    let left = merged(elements[..<middle], precedes)
    let right = merged(elements[middle...], precedes)
    var result: [Value] = []
    result.reserveCapacity(elements.count)
    var (i, j) = (0, 0)
    while i < left.count, j < right.count {
      if precedes(right[j], left[i]) {
        result.append(right[j])
        j += 1
      } else {
        result.append(left[i])
        i += 1
      }
    }
    return result + left[i...] + right[j...]
  }
}
