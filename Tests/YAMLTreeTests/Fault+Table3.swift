extension Fault {
  static let marks: [Fault] = [
    Fault(
      "? [a]\n: b\n", "yaml-key-not-scalar", "[a]",
      "en nyckel måste vara en text, inte en lista eller en mapp",
      help: "sätt nyckeln inom citattecken om den ska läsas som den står: `\"[a]\"`"),
    Fault(
      "{\"hög\",\"normal\"}: 2\n", "yaml-key-not-scalar", "{\"hög\",\"normal\"}",
      "en nyckel måste vara en text, inte en lista eller en mapp",
      help: """
        sätt nyckeln inom citattecken om den ska läsas som den står: \
        `'{\"hög\",\"normal\"}'`
        """),
    Fault(
      "a: 1\n\tb: 2\n", "yaml-tab", "\t",
      "raden är indragen med tabb",
      help: "dra in med mellanslag; YAML tillåter inte tabbar i indrag"),
    Fault(
      "a: \"x\\\n", "yaml-unclosed-quote", "\"x\\",
      "citattecknet `\"` stängs aldrig",
      help: """
        sätt ett `\"` där texten slutar; ett citattecken inne i texten skrivs `\\\"`
        """),
    Fault(
      "}\n", "yaml-missing-value", "}",
      "det saknas ett värde före `}`",
      help: """
        skriv ett värde, eller sätt texten inom citattecken om tecknet hör till den
        """),
    Fault(
      "a: !<x\n", "yaml-tag", "!<x",
      "ett värde kan inte börja med `!`, som i YAML inleder en tagg",
      help: "sätt värdet inom citattecken: `\"!<x\"`"),
    Fault(
      "a: >+x\n", "yaml-reserved-character", ">+x",
      "ett värde kan inte börja med `>`, som i YAML inleder en blocktext",
      help: "sätt värdet inom citattecken: `\">+x\"`"),
    Fault(
      "a:\n  - b\n  c: 1\n", "yaml-indentation", "c: 1",
      "här väntades ett `- ` som i listan ovanför",
      help: "sätt `- ` först, eller dra in raden så att den hör till raden ovanför"),
    Fault(
      "a: [1..3[\n", "yaml-missing-comma", "[",
      "det saknas ett `,` eller `]` före det här",
      help: """
        text som innehåller `,`, `[`, `]`, `{`, `}` eller citattecken sätts inom citattecken
        """),
    Fault(
      "a: 'it's'\n", "yaml-quote-in-text", "'",
      "citattecknet mitt i texten avslutar den",
      help: "skriv `''` inne i texten, eller dubbla citattecken runt den"),
    Fault(
      "nyckel: värde\n  mer: text\n", "yaml-indentation", "mer: text",
      "raden är djupare indragen än raden ovanför, som redan har ett värde",
      help: "rader som hör ihop börjar i samma kolumn"),
    Fault(
      "å: ä: ö\n", "yaml-colon-in-value", ":",
      "kolon och mellanslag mitt i ett värde",
      help: "sätt värdet inom citattecken: `\"ä: ö\"`"),
    Fault(
      "a: >0\n", "yaml-reserved-character", ">0",
      "ett värde kan inte börja med `>`, som i YAML inleder en blocktext",
      help: "sätt värdet inom citattecken: `\">0\"`"),
    Fault(
      "---\n---\n", "yaml-several-documents", "---",
      "filen innehåller flera dokument",
      help: "lägg varje dokument i en egen fil; `---` behövs inte"),
    Fault(
      "a: x # y\n  z: 1\n", "yaml-indentation", "z: 1",
      "raden passar inte ihop med indragen ovanför",
      help: "rader som hör ihop börjar i samma kolumn"),
    Fault(
      "a: \"x\"y\"\n", "yaml-quote-in-text", "\"",
      "citattecknet mitt i texten avslutar den",
      help: "skriv `\\\"` inne i texten, eller enkla citattecken runt den"),
    Fault(
      "- a\n  - b\n- c\n", "yaml-indentation", "- b",
      "raden blir en fortsättning på texten ovanför, ingen egen punkt",
      help: """
        punkter i samma lista börjar i samma kolumn; hör raden till texten, sätt texten inom \
        citattecken
        """),
    Fault(
      "a: &b\nc: *bb\n", "yaml-unknown-anchor", "*bb",
      "det finns inget ankare `&bb` ovanför `*bb`",
      help: "menade du `*b`?"),
    Fault(
      "a:\n  - ]\n", "yaml-missing-value", "]",
      "det saknas ett värde före `]`",
      help: """
        skriv ett värde, eller sätt texten inom citattecken om tecknet hör till den
        """),
    Fault(
      "a: {\n  b: 1\n  c: 2\n}\n", "yaml-missing-comma", "c: 2",
      "det saknas ett `,` eller `}` före det här",
      help: """
        text som innehåller `,`, `[`, `]`, `{`, `}` eller citattecken sätts inom citattecken
        """),
    Fault(
      "a: [1, 2]]\n", "yaml-text-after-value", "]",
      "det står mer text efter `]`",
      help: "hör allt till värdet, sätt det inom citattecken: `\"[1, 2]]\"`"),
    Fault(
      "text: \"hej\n", "yaml-unclosed-quote", "\"hej",
      "citattecknet `\"` stängs aldrig",
      help: """
        sätt ett `\"` där texten slutar; ett citattecken inne i texten skrivs `\\\"`
        """),
    Fault(
      "a: \"x\u{07}\"\n", "yaml-control-character", "\u{07}",
      "filen innehåller ett styrtecken (7)",
      help: "ta bort tecknet"),
    Fault(
      "a: b\n- c\n", "yaml-indentation", "- c",
      "raden passar inte ihop med indragen ovanför",
      help: "rader som hör ihop börjar i samma kolumn"),
    Fault(
      "a: |\n  x\n y\n", "yaml-indentation", "y",
      "raden passar inte ihop med indragen ovanför",
      help: "rader som hör ihop börjar i samma kolumn"),
    Fault(
      "a: |\n\tx\n", "yaml-tab", "\t",
      "raden är indragen med tabb",
      help: "dra in med mellanslag; YAML tillåter inte tabbar i indrag"),
    Fault(
      "åäö: \"x\n", "yaml-unclosed-quote", "\"x",
      "citattecknet `\"` stängs aldrig",
      help: """
        sätt ett `\"` där texten slutar; ett citattecken inne i texten skrivs `\\\"`
        """),
    Fault(
      "? a\n: b\n? a\n: c\n", "yaml-duplicate-key", "a",
      "nyckeln `a` står två gånger",
      help: "ta bort den ena eller ge den ett annat namn"),
    Fault(
      "a: !!str\n!x: y\n", "yaml-missing-colon", "!x: y",
      "det saknas ett `:` efter `!x: y`",
      help: "skriv `!x: y: värde`; är det en fortsättning på raden ovanför, dra in den"),
    Fault(
      "a: , b\n", "yaml-missing-value", ",",
      "det saknas ett värde före `,`",
      help: """
        skriv ett värde, eller sätt texten inom citattecken om tecknet hör till den
        """),
    Fault(
      "a: [x, *y]\n", "yaml-unknown-anchor", "*y",
      "det finns inget ankare `&y` ovanför `*y`",
      help: """
        en stjärna först i ett värde är i YAML en hänvisning; menas texten, sätt den inom \
        citattecken: `\"*y\"`
        """),
    Fault(
      "å: 1\nå: 2\n", "yaml-duplicate-key", "å",
      "nyckeln `å` står två gånger",
      help: "ta bort den ena eller ge den ett annat namn"),
    Fault(
      "a: 1\n%TAG x\n", "yaml-directive", "%TAG x",
      "en rad som börjar med `%` styr hur YAML läses och används inte här",
      help: "ta bort raden; hör den till en text, dra in den"),
    Fault(
      "x: \"a\",\"b\"\n", "yaml-text-after-value", ",\"b\"",
      "det står mer text efter `\"`",
      help: "hör allt till värdet, sätt det inom citattecken: `'\"a\",\"b\"'`"),
    Fault(
      "{u: - }", "yaml-list-in-value", "-",
      "ett värde kan inte börja med `- `, som i YAML inleder en lista",
      help: "sätt värdet inom citattecken: `\"-\"`"),
    Fault(
      "a: ja\n...\nb: nej\n", "yaml-several-documents", "b: nej",
      "filen innehåller flera dokument",
      help: "lägg varje dokument i en egen fil; `---` behövs inte"),
    Fault(
      "a:\u{A0}b\nc: d\n", "yaml-hard-space", "\u{A0}",
      "efter `:` står ett hårt mellanslag",
      help: "skriv ett vanligt mellanslag där"),
    Fault(
      "a:\n\u{A0}\u{A0}b: 1\n  c: 2\n", "yaml-hard-space", "\u{A0}",
      "raden är indragen med hårda mellanslag",
      help: "dra in med vanliga mellanslag"),
    Fault(
      "\u{A0}a: b\n", "yaml-hard-space", "\u{A0}",
      "raden är indragen med hårda mellanslag",
      help: "dra in med vanliga mellanslag"),
    Fault(
      "a: \"b\\", "yaml-unclosed-quote", "\"b\\",
      "citattecknet `\"` stängs aldrig",
      help: "sätt ett `\"` där texten slutar; ett citattecken inne i texten skrivs `\\\"`"),
    Fault(
      "{a: 1, b:}\n", "yaml-missing-space", ":",
      "det saknas ett mellanslag efter `:`",
      help: "skriv `namn: värde`; hör kolonet till en text, sätt texten inom citattecken"),
    Fault(
      "a: b\u{2028}c: d\n", "yaml-line-break", "\u{2028}",
      "filen innehåller ett osynligt radslut som inte alla program känner till",
      help: "ersätt det med en vanlig radbrytning"),
  ]
}
