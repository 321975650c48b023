extension Fault {
  static let structure: [Fault] = [
    Fault(
      "a: 1\na: 2\n", "yaml-duplicate-key", "a",
      "nyckeln `a` står två gånger",
      help: "ta bort den ena eller ge den ett annat namn"),
    Fault(
      "a:\n\tb: 1\n", "yaml-tab", "\t",
      "raden är indragen med tabb",
      help: "dra in med mellanslag; YAML tillåter inte tabbar i indrag"),
    Fault(
      "a:\n  b: 1\n\tc: 2\n", "yaml-tab", "\t",
      "raden är indragen med tabb",
      help: "dra in med mellanslag; YAML tillåter inte tabbar i indrag"),
    Fault(
      "a: *x\n", "yaml-unknown-anchor", "*x",
      "det finns inget ankare `&x` ovanför `*x`",
      help: """
        en stjärna först i ett värde är i YAML en hänvisning; menas texten, sätt den inom \
        citattecken: `\"*x\"`
        """),
    Fault(
      "x: *2\n", "yaml-unknown-anchor", "*2",
      "det finns inget ankare `&2` ovanför `*2`",
      help: """
        en stjärna först i ett värde är i YAML en hänvisning; menas texten, sätt den inom \
        citattecken: `\"*2\"`
        """),
    Fault(
      "x: * 2\n", "yaml-reserved-character", "* 2",
      "ett värde kan inte börja med `*`, som i YAML inleder en hänvisning",
      help: "sätt värdet inom citattecken: `\"* 2\"`"),
    Fault(
      "a: &a [*a]\n", "yaml-recursive-alias", "*a",
      "`*a` står inuti det som ankaret `&a` betecknar",
      help: "ett värde kan inte innehålla sig självt"),
    Fault(
      "a: 1\n---\nb: 2\n", "yaml-several-documents", "---",
      "filen innehåller flera dokument",
      help: "lägg varje dokument i en egen fil; `---` behövs inte"),
    Fault(
      "a: 1\n...\n%TAG !a! b\n", "yaml-several-documents", "%TAG !a! b",
      "filen innehåller flera dokument",
      help: "lägg varje dokument i en egen fil; `---` behövs inte"),
    Fault(
      "﻿a: 1\n", "yaml-byte-order-mark", "﻿",
      "filen börjar med ett osynligt tecken (BOM)",
      help: "spara den som UTF-8 utan BOM"),
    Fault(
      "", "yaml-empty", "",
      "filen är tom",
      help: "skriv åtminstone en rad `namn: värde`"),
    Fault(
      "# bara\n", "yaml-empty", "",
      "filen är tom",
      help: "skriv åtminstone en rad `namn: värde`"),
    Fault(
      "---\n", "yaml-empty", "",
      "filen är tom",
      help: "skriv åtminstone en rad `namn: värde`"),
    Fault(
      "[a]: 1\n", "yaml-key-not-scalar", "[a]",
      "en nyckel måste vara en text, inte en lista eller en mapp",
      help: "sätt nyckeln inom citattecken om den ska läsas som den står: `\"[a]\"`"),
    Fault(
      "{a: 1}: 2\n", "yaml-key-not-scalar", "{a: 1}",
      "en nyckel måste vara en text, inte en lista eller en mapp",
      help: "sätt nyckeln inom citattecken om den ska läsas som den står: `\"{a: 1}\"`"),
    Fault(
      "<<: *x\n", "yaml-merge-key", "<<",
      "`<<` (sammanslagning) används inte här",
      help: "skriv ut nycklarna där de gäller"),
    Fault(
      "<<: *x\n", "yaml-unknown-anchor", "*x",
      "det finns inget ankare `&x` ovanför `*x`",
      help: """
        en stjärna först i ett värde är i YAML en hänvisning; menas texten, sätt den inom \
        citattecken: `\"*x\"`
        """),
    Fault(
      "a:b\nc: d\n", "yaml-missing-space", ":",
      "det saknas ett mellanslag efter `:`",
      help: "skriv `a: b`"),
    Fault(
      "a: 1\nb:2\nc: 3\n", "yaml-missing-space", ":",
      "det saknas ett mellanslag efter `:`",
      help: "skriv `b: 2`"),
    Fault(
      "a: 1\nb:2\n", "yaml-missing-space", ":",
      "det saknas ett mellanslag efter `:`",
      help: "skriv `b: 2`"),
    Fault(
      "a: \"b\nc: d\n", "yaml-unclosed-quote", "\"b",
      "citattecknet `\"` stängs aldrig",
      help: """
        sätt ett `\"` där texten slutar; ett citattecken inne i texten skrivs `\\\"`
        """),
    Fault(
      "a: \"b\nc: \"d\"\n", "yaml-unclosed-quote", "\"b",
      "citattecknet `\"` stängs aldrig",
      help: """
        sätt ett `\"` där texten slutar; ett citattecken inne i texten skrivs `\\\"`
        """),
    Fault(
      "a: 'b\nc: 'd'\n", "yaml-unclosed-quote", "'b",
      "citattecknet `'` stängs aldrig",
      help: "sätt ett `'` där texten slutar; ett citattecken inne i texten skrivs `''`"),
    Fault(
      "a: 1\n  b: 2\n", "yaml-indentation", "b: 2",
      "raden är djupare indragen än raden ovanför, som redan har ett värde",
      help: "rader som hör ihop börjar i samma kolumn"),
    Fault(
      "a:\n  b: 1\n c: 2\n", "yaml-indentation", "c: 2",
      "raden passar inte ihop med indragen ovanför",
      help: "rader som hör ihop börjar i samma kolumn"),
    Fault(
      "a:\n    b: 1\n  c: 2\n", "yaml-indentation", "c: 2",
      "raden passar inte ihop med indragen ovanför",
      help: "rader som hör ihop börjar i samma kolumn"),
    Fault(
      " a: 1\nb: 2\n", "yaml-indentation", "b: 2",
      "raden passar inte ihop med indragen ovanför",
      help: "rader som hör ihop börjar i samma kolumn"),
    Fault(
      "a: @x\n", "yaml-reserved-character", "@x",
      "ett värde kan inte börja med `@`",
      help: "sätt värdet inom citattecken: `\"@x\"`"),
    Fault(
      "a: @\"2017-02-01\"\n", "yaml-reserved-character", "@\"2017-02-01\"",
      "ett värde kan inte börja med `@`",
      help: "sätt värdet inom citattecken: `'@\"2017-02-01\"'`"),
    Fault(
      "a: %b\n", "yaml-reserved-character", "%b",
      "ett värde kan inte börja med `%`",
      help: "sätt värdet inom citattecken: `\"%b\"`"),
    Fault(
      "a: `b`\n", "yaml-reserved-character", "`b`",
      "ett värde kan inte börja med ```",
      help: "sätt värdet inom citattecken: `\"`b`\"`"),
    Fault(
      "a: - 5\n", "yaml-list-in-value", "- 5",
      "`- ` inleder en lista och kan inte stå på samma rad som nyckeln",
      help: """
        börja listan på nästa rad; menas texten, sätt den inom citattecken: `\"- 5\"`
        """),
    Fault(
      "a: -\nb: 2", "yaml-list-in-value", "-",
      "`- ` inleder en lista och kan inte stå på samma rad som nyckeln",
      help: """
        börja listan på nästa rad; menas texten, sätt den inom citattecken: `\"-\"`
        """),
  ]
}
