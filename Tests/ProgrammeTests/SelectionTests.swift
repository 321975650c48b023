import Diagnostics
import Programme
import Testing

@Suite("Which files count")
struct SelectionTests {
  private let real = SourceFile(path: "b.yaml", text: "persons: b\nidentity: account\n")

  private func paths(_ sources: [SourceFile], forExamples: Bool = false) -> [String] {
    Loader.definitions(among: sources, forExamples: forExamples).map(\.path)
  }

  @Test(
    "the people of the examples step back for real ones, however it is written that they are such",
    arguments: [
      "persons: a\nexamples: ja\n", "persons: a\nexamples: true\n", "persons: a\nexamples: 'ja'\n",
      "persons: a\nexamples: Ja\n", "persons: a\nexamples:  ja # övning\n",
      "persons: a\n\"examples\": ja\n", "\"persons\": a\nexamples: ja\n",
      "persons : a\nexamples : ja\n", "  persons: a\n  examples: ja\n",
      "{persons: a, examples: ja}\n", "examples: ja\npersons: a\n",
      "# \(String(repeating: "x", count: 5_000))\npersons: a\nexamples: ja\n",
    ])
  func examples(text: String) {
    let made = SourceFile(path: "a.yaml", text: text)
    #expect(paths([made, real]) == ["b.yaml"])
    #expect(paths([made, real], forExamples: true) == ["a.yaml"])
    #expect(paths([made]) == ["a.yaml"])
    #expect(paths([real], forExamples: true) == ["b.yaml"])
  }

  @Test(
    "whoever is not said to be made up is real",
    arguments: [
      "persons: a\nexamples: nej\n", "persons: a\nexamples: false\n", "persons: a\n",
      "persons: a\nexamples: vet ej\n", "persons: a\nexamples: [ja]\n",
      "persons: a\npeople:\n  examples: ja\n", "persons: a\nexamples: ja\n  b: c\n",
    ])
  func others(text: String) {
    #expect(paths([SourceFile(path: "a.yaml", text: text), real]) == ["a.yaml", "b.yaml"])
  }

  @Test(
    "a scenario is known by its first key, and counts in no definitions",
    arguments: [
      "scenario: a\n", "# b\n\n---\nscenario: a\n", "\"scenario\": a\n", "as: anna\nscenario: a\n",
    ])
  func scenarios(text: String) {
    let source = SourceFile(path: "a.yaml", text: text)
    #expect(FileKind(of: source) == .scenario)
    #expect(paths([source]).isEmpty)
  }

  @Test("a key of another kind of file, a text or nothing makes no scenario")
  func kinds() {
    func kind(_ text: String) -> FileKind? { FileKind(of: SourceFile(path: "a.yaml", text: text)) }
    #expect(kind("workflow: a\nscenario: b\n") == .workflow)
    #expect(kind("workflow: a\ntitle: |\n  x\nscenario: b\n") == .workflow)
    #expect(kind("decision: a\nrules:\n  - [\n") == .decision)
    #expect(kind("title: a\n") == nil)
    #expect(kind("") == nil)
    #expect(kind("bara text\n") == nil)
  }
}
