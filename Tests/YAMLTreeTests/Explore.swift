import Diagnostics
import Testing
import YAMLTree

@Test func explore() {
  let cases = [
    "a: 1\na: 2\n", "a:\n\tb: 1\n", "a:\n  b: 1\n\tc: 2\n", "a: *x\n", "x: *2\n", "x: * 2\n",
    "a: &a [*a]\n", "a: 1\n---\nb: 2\n", "a: 1\n...\n%TAG !a! b\n",
    "\u{FEFF}a: 1\n", "", "# bara\n", "---\n", "[a]: 1\n", "{a: 1}: 2\n", "<<: *x\n", "a:b\nc: d\n",
    "a: 1\nb:2\nc: 3\n", "a: 1\nb:2\n", "a: \"b\nc: d\n", "a: \"b\nc: \"d\"\n",
    "a: 'b\nc: 'd'\n", "a: 1\n  b: 2\n", "a:\n  b: 1\n c: 2\n", "a:\n    b: 1\n  c: 2\n",
    " a: 1\nb: 2\n", "a: @x\n", "a: @\"2017-02-01\"\n", "a: %b\n", "a: `b`\n", "a: - 5\n",
    "a: -\nb: 2", "a: b: c\n",
    "a: !b!c 3\n", "a: !(b\n", "x: > 18\n", "x: >= 18\n", "x: >5\ny: 1\n", "{u: > 18, b: 2}\n",
    "x: [a, b\ny: 1\n", "x: {a: 1\ny: 2\n", "x: [1] + 2\n", "x: \"a\" + \"b\"\n",
    "x: [\"a\" \"b\"]\n",
    "x: [a, b\n", "x: ]\n", "x: [,]\n", "x: \"\\d\"\n", "x: \"\\xZZ\"\n", "x: ? > 3\n",
    "x: [? > 3]\n", "- a\nb\n", "- a\n  - b\nc: 1\n", "a\nb: c\n", "a: 1\nb\nc: 2\n", "a: \u{1}\n",
    "%YAML 1.2\n---\na: 1\n", ": x\n", "!t k: 1\n",
    "a: &b\n", "a: & b\n", "a: if x then: y\n", "a: |2x\n", "a: [1, 2\n\nb:\n  c: 3\n",
    "a:\n - b\n  - c\n - d\n", "a: {b: 1, b: 2}\n", "? [a]\n: b\n", "{\"hög\",\"normal\"}: 2\n",
    "a: 1\n\tb: 2\n", "a: \"x\\\n", "a: 1 \n }\n", "}\n", "a: !<x\n", "a: >+x\n",
    "a:\n  - b\n  c: 1\n", "a: [1..3[\n", "a: 'it's'\n", "nyckel: värde\n  mer: text\n",
    "å: ä: ö\n", "a: >0\n", "---\n---\n", "a: x # y\n  z: 1\n", "a: 'it's'\n", "a: \"x\"y\"\n",
    "- a\n  - b\n- c\n", "a: &b\nc: *bb\n", "a:\n  - ]\n", "a: {\n  b: 1\n  c: 2\n}\n",
    "a: [1, 2]]\n", "text: \"hej\n", "a: \"x\u{7}\"\n", "a: 1\u{FEFF}\n", "a: b\n- c\n",
    "a: |\n  x\n y\n", "a: |\n\tx\n", "åäö: \"x\n", "? a\n: b\n? a\n: c\n", "a: !!str\n!x: y\n",
    "a: , b\n", "a: [x, *y]\n", "a\u{30A}: 1\nå: 2\n",
  ]
  for text in cases {
    var diagnostics = Diagnostics()
    let file = SourceFile(path: "f.yaml", text: text)
    _ = YAMLTree.parse(file, diagnostics: &diagnostics)
    for f in diagnostics.findings {
      let u = f.span?.text ?? ""
      print(
        "OUT    Fault(\n      \(text.debugDescription), \(f.code.debugDescription), \(u.debugDescription),\n      \(f.message.debugDescription),\n      help: \((f.help ?? "").debugDescription)),"
          .replacing("\n", with: "\nOUT").replacing("\\'", with: "'"))
    }
  }
}
