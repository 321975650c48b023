extension Fault {
  static let values: [Fault] = [
    Fault(
      "a: b: c\n", "yaml-colon-in-value", ":",
      "kolon och mellanslag mitt i ett värde",
      help: "sätt värdet inom citattecken: `\"b: c\"`"),
    Fault(
      "a: !b!c 3\n", "yaml-tag", "!b!c 3",
      "ett värde kan inte börja med `!`, som i YAML inleder en tagg",
      help: "sätt värdet inom citattecken: `\"!b!c 3\"`"),
    Fault(
      "x: > 18\n", "yaml-reserved-character", "> 18",
      "ett värde kan inte börja med `>`, som i YAML inleder en blocktext",
      help: "sätt värdet inom citattecken: `\"> 18\"`"),
    Fault(
      "x: >= 18\n", "yaml-reserved-character", ">= 18",
      "ett värde kan inte börja med `>`, som i YAML inleder en blocktext",
      help: "sätt värdet inom citattecken: `\">= 18\"`"),
    Fault(
      "x: >5\ny: 1\n", "yaml-reserved-character", ">5",
      "`>` först i ett värde inleder i YAML en blocktext, och den är tom",
      help: "menas större än, sätt värdet inom citattecken: `\">5\"`"),
    Fault(
      "{u: > 18, b: 2}\n", "yaml-reserved-character", "> 18",
      "ett värde kan inte börja med `>`",
      help: "sätt värdet inom citattecken: `\"> 18\"`"),
    Fault(
      "x: [a, b\ny: 1\n", "yaml-unclosed-bracket", "[",
      "`[` stängs aldrig",
      help: "sätt ett `]` där det slutar, och `,` mellan delarna"),
    Fault(
      "x: {a: 1\ny: 2\n", "yaml-unclosed-bracket", "{",
      "`{` stängs aldrig",
      help: "sätt ett `}` där det slutar, och `,` mellan delarna"),
    Fault(
      "x: [1] + 2\n", "yaml-text-after-value", "+ 2",
      "det står mer text efter `]`",
      help: "hör allt till värdet, sätt det inom citattecken: `\"[1] + 2\"`"),
    Fault(
      "x: \"a\" + \"b\"\n", "yaml-text-after-value", "+ \"b\"",
      "det står mer text efter `\"`",
      help: "hör allt till värdet, sätt det inom citattecken: `'\"a\" + \"b\"'`"),
    Fault(
      "x: [\"a\" \"b\"]\n", "yaml-missing-comma", "\"b\"",
      "det saknas ett `,` eller `]` före det här",
      help: """
        text som innehåller `,`, `[`, `]`, `{`, `}` eller citattecken sätts inom citattecken
        """),
    Fault(
      "x: [a, b\n", "yaml-unclosed-bracket", "[",
      "`[` stängs aldrig",
      help: "sätt ett `]` där det slutar, och `,` mellan delarna"),
    Fault(
      "x: ]\n", "yaml-missing-value", "]",
      "det saknas ett värde före `]`",
      help: """
        skriv ett värde, eller sätt texten inom citattecken om tecknet hör till den
        """),
    Fault(
      "x: [,]\n", "yaml-missing-value", ",",
      "det saknas ett värde före `,`",
      help: """
        skriv ett värde, eller sätt texten inom citattecken om tecknet hör till den
        """),
    Fault(
      "x: \"\\d\"\n", "yaml-bad-escape", "\\d",
      "`\\d` betyder ingenting inom dubbla citattecken",
      help: "skriv `\\\\` för ett bakstreck, eller använd enkla citattecken"),
    Fault(
      "x: \"\\xZZ\"\n", "yaml-bad-escape", "\\x",
      "`\\x` betyder ingenting inom dubbla citattecken",
      help: "skriv `\\\\` för ett bakstreck, eller använd enkla citattecken"),
    Fault(
      "x: ? > 3\n", "yaml-reserved-character", "? > 3",
      "ett värde kan inte börja med `? `, som i YAML inleder en nyckel",
      help: "sätt värdet inom citattecken: `\"? > 3\"`"),
    Fault(
      "x: [? > 3]\n", "yaml-reserved-character", "> 3",
      "ett värde kan inte börja med `>`",
      help: "sätt värdet inom citattecken: `\"> 3\"`"),
    Fault(
      "- a\nb\n", "yaml-missing-colon", "b",
      "det saknas ett `:` efter `b`",
      help: "skriv `b: värde`; är det en fortsättning på raden ovanför, dra in den"),
    Fault(
      "- a\n  - b\nc: 1\n", "yaml-indentation", "c: 1",
      "här väntades ett `- ` som i listan ovanför",
      help: "sätt `- ` först, eller dra in raden så att den hör till raden ovanför"),
    Fault(
      "a\nb: c\n", "yaml-missing-colon", "a",
      "det saknas ett `:` efter `a`",
      help: "skriv `a: värde`"),
    Fault(
      "a: 1\nb\nc: 2\n", "yaml-missing-colon", "b",
      "det saknas ett `:` efter `b`",
      help: "skriv `b: värde`; är det en fortsättning på raden ovanför, dra in den"),
    Fault(
      "a: \u{01}\n", "yaml-control-character", "\u{01}",
      "filen innehåller ett styrtecken (1)",
      help: "ta bort tecknet"),
    Fault(
      "%YAML 1.2\n---\na: 1\n", "yaml-directive", "%YAML 1.2",
      "en rad som börjar med `%` styr hur YAML läses och används inte här",
      help: "ta bort raden"),
    Fault(
      ": x\n", "yaml-empty-key", ":",
      "det saknas en nyckel före `:`",
      help: "skriv `namn: värde`"),
    Fault(
      "!t k: 1\n", "yaml-tag-on-key", "!t",
      "`!t` först i en nyckel är i YAML en tagg",
      help: "sätt nyckeln inom citattecken: `\"!t k\"`"),
    Fault(
      "a: & b\n", "yaml-reserved-character", "& b",
      "ett värde kan inte börja med `&`, som i YAML inleder ett ankare",
      help: "sätt värdet inom citattecken: `\"& b\"`"),
    Fault(
      "a: if x then: y\n", "yaml-colon-in-value", ":",
      "kolon och mellanslag mitt i ett värde",
      help: "sätt värdet inom citattecken: `\"if x then: y\"`"),
    Fault(
      "a: |2x\n", "yaml-reserved-character", "|2x",
      "ett värde kan inte börja med `|`, som i YAML inleder en blocktext",
      help: "sätt värdet inom citattecken: `\"|2x\"`"),
    Fault(
      "a: [1, 2\n\nb:\n  c: 3\n", "yaml-unclosed-bracket", "[",
      "`[` stängs aldrig",
      help: "sätt ett `]` där det slutar, och `,` mellan delarna"),
    Fault(
      "a:\n - b\n  - c\n - d\n", "yaml-indentation", "- c",
      "raden blir en fortsättning på texten ovanför, ingen egen punkt",
      help: """
        punkter i samma lista börjar i samma kolumn; hör raden till texten, sätt texten inom \
        citattecken
        """),
    Fault(
      "a: {b: 1, b: 2}\n", "yaml-duplicate-key", "b",
      "nyckeln `b` står två gånger",
      help: "ta bort den ena eller ge den ett annat namn"),
  ]
}
