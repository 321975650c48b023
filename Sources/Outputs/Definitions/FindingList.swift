public import Diagnostics
public import JSONText

/// Findings about definitions for programs.
public enum FindingList {
  /// A list with one object for each finding, in reading order.
  public static func json(_ diagnostics: Diagnostics) -> JSONValue {
    .array(
      diagnostics.sorted.map { finding in
        var members: [(String, JSONValue)] = [
          ("code", .string(finding.code)), ("severity", .string(finding.severity.rawValue)),
          ("message", .string(finding.message)),
        ]
        members += place(finding.span)
        members.append(("help", JSONValue(optional: finding.help)))
        members.append(
          (
            "notes",
            .array(
              finding.notes.map { note in
                .object(JSONObject([("message", .string(note.message))] + place(note.span)))
              })
          ))
        return .object(JSONObject(members))
      })
  }

  /// The same without what it says: for a file that holds what is protected.
  public static func places(_ diagnostics: Diagnostics) -> JSONValue {
    .array(
      diagnostics.sorted.map { finding in
        .object(
          JSONObject(
            [("code", .string(finding.code)), ("severity", .string(finding.severity.rawValue))]
              + place(finding.span)))
      })
  }

  private static func place(_ span: SourceSpan?) -> [(String, JSONValue)] {
    guard let span else { return [("file", .null), ("line", .null), ("column", .null)] }
    let (start, end) = (span.start, span.end)
    return [
      ("file", .string(span.source.path)), ("line", JSONValue(start.line)),
      ("column", JSONValue(start.column)), ("endLine", JSONValue(end.line)),
      ("endColumn", JSONValue(end.column)),
    ]
  }
}
