public import Diagnostics
import YAMLTree

extension Loader {
  /// The files that make up the definitions: all but scenarios, and of several files with persons those that count.
  ///
  /// - Parameters:
  ///   - sources: the files of a programme.
  ///   - forExamples: whether to act with the people of the examples. Otherwise those are left out as soon as a file
  ///     with real ones is there.
  public static func definitions(
    among sources: [SourceFile], forExamples: Bool = false
  ) -> [SourceFile] {
    var persons: [SourceFile] = []
    let files = sources.filter { source in
      let kind = FileKind(of: source)
      if kind == .persons { persons.append(source) }
      return kind != .scenario
    }
    // Of one file nothing needs to be known.
    let made = persons.count > 1 ? persons.filter(isOfExamples) : []
    let usesMade = forExamples && !made.isEmpty || made.count == persons.count
    let unused = usesMade ? persons.filter { file in !made.contains { $0 === file } } : made
    return files.filter { file in !unused.contains { $0 === file } }
  }

  /// Whether a file with persons says that they are only those of the examples. One that cannot be read does not: it is
  /// read with the rest, and told of.
  private static func isOfExamples(_ source: SourceFile) -> Bool {
    var findings = Diagnostics()
    return YAMLTree.parse(source, diagnostics: &findings)?.root.flag("examples") ?? false
  }
}
