public import Diagnostics
import YAMLTree

/// A filled-in form in a file: a YAML mapping from fields to values.
public enum FormFile {
  /// The values by field. A list becomes text with commas.
  ///
  /// - Throws: `ServiceError.definitions` with what is wrong with the file.
  public static func read(_ file: SourceFile) throws(ServiceError) -> [String: String] {
    var findings = Diagnostics()
    let document = YAMLTree.parse(file, diagnostics: &findings)
    var values: [String: String] = [:]
    if let root = document?.root {
      if root.entries == nil {
        findings.error(
          "form-not-a-mapping", "filen ska innehålla `fält: värde`, ett på varje rad", at: root.span
        )
      }
      for entry in root.entries ?? [] {
        if let text = entry.value.scalar?.text {
          values[entry.name] = text
        } else if let items = entry.value.items, items.allSatisfy({ $0.scalar != nil }) {
          values[entry.name] = items.compactMap { $0.scalar?.text }.joined(separator: ", ")
        } else {
          findings.error(
            "form-value", "värdet för `\(entry.name)` ska vara en text eller en lista av texter",
            at: entry.value.span)
        }
      }
    }
    guard document != nil, !findings.hasErrors else { throw .definitions(findings) }
    return values
  }
}
