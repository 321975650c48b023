extension Paper {
  /// As one HTML page that holds everything that it needs: readable on a screen of any width, by a screen reader, and printed on A4.
  public var html: String {
    """
    <!doctype html>
    <html lang="sv">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    <title>\(title.escaped)</title>
    <style>
    \(Self.sheet)
    </style>
    </head>
    <body>
    <main>
    <header>
    <h1>\(title.escaped)</h1>
    \(subtitle.map { "<p class=\"lead\">\($0.escaped)</p>\n" } ?? "")</header>
    \(sections)</main>
    </body>
    </html>

    """
  }

  /// Each heading begins a section, so that readers can go from one to the next.
  private var sections: String {
    var result = ""
    var isOpen = false
    var count = 0
    for block in blocks {
      if case .heading(let text) = block {
        if isOpen { result += "</section>\n" }
        count += 1
        result += "<section aria-labelledby=\"del-\(count)\">\n"
        result += "<h2 id=\"del-\(count)\">\(text.escaped)</h2>\n"
        isOpen = true
      } else {
        result += html(block)
      }
    }
    return result + (isOpen ? "</section>\n" : "")
  }

  private func html(_ block: Block) -> String {
    switch block {
    case .heading(let text): return "<h2>\(text.escaped)</h2>\n"
    case .subheading(let text): return "<h3>\(text.escaped)</h3>\n"
    case .paragraph(let text): return "<p>\(text.escaped)</p>\n"
    case .remark(let text): return "<p class=\"remark\">\(text.escaped)</p>\n"
    case .facts(let facts):
      return "<dl>\n"
        + facts.map { "<div><dt>\($0.name.escaped)</dt><dd>\($0.value.escaped)</dd></div>\n" }
        .joined() + "</dl>\n"
    case .list(let entries): return "<ul>\n\(entries.map(html).joined())</ul>\n"
    case .numbered(let entries, let first):
      let start = first == 1 ? "" : " start=\"\(first)\""
      return "<ol\(start)>\n\(entries.map(html).joined())</ol>\n"
    }
  }

  private func html(_ entry: Entry) -> String {
    var result = "<li><strong>\(entry.title.escaped)</strong>"
    if let mark = entry.mark { result += " <span class=\"mark\">\(mark.escaped)</span>" }
    if let text = entry.text, !text.isEmpty { result += "\n<p>\(text.escaped)</p>" }
    if !entry.details.isEmpty {
      result +=
        "\n<dl>\n"
        + entry.details.map {
          "<div><dt>\($0.name.escaped)</dt><dd>\($0.value.escaped)</dd></div>\n"
        }.joined() + "</dl>"
    }
    return result + "</li>\n"
  }

  /// Contrast is at least 7:1 in both schemes (WCAG 2.2, 1.4.6).
  private static let sheet = """
    :root { color-scheme: light dark; --ink: #1b1b1f; --quiet: #4a4a55; --line: #b9b9c4; --paper: #fff; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #f1f1f4; --quiet: #c9c9d2; --line: #5c5c68; --paper: #17171a; }
    }
    html { font: 1.0625rem/1.5 "Source Serif 4", "Charter", "Georgia", serif; background: var(--paper); color: var(--ink); }
    body { margin: 0; padding: 2rem 1.25rem 4rem; }
    main { max-width: 40rem; margin: 0 auto; overflow-wrap: anywhere; hyphens: auto; }
    h1, h2, h3 { font-family: "Source Sans 3", "Helvetica Neue", Arial, sans-serif; line-height: 1.2; hyphens: manual; }
    h1 { font-size: 1.75rem; margin: 0 0 .25rem; }
    h2 { font-size: 1.25rem; margin: 2.25rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line); }
    h3 { font-size: 1.0625rem; margin: 1.5rem 0 .25rem; }
    p { margin: .5rem 0; }
    .lead { font-size: 1.1875rem; color: var(--quiet); margin: 0; }
    .remark { color: var(--quiet); font-style: italic; }
    .mark { color: var(--quiet); border: 1px solid var(--line); border-radius: .25rem; padding: 0 .35rem; font-size: .875em; white-space: nowrap; }
    ol, ul { padding-left: 1.75rem; margin: .5rem 0; }
    li { margin: .5rem 0; }
    li::marker { font-variant-numeric: tabular-nums; color: var(--quiet); }
    dl { margin: .5rem 0; }
    dl div { display: grid; grid-template-columns: minmax(7rem, 12rem) 1fr; gap: 0 1rem; padding: .125rem 0; }
    dt { color: var(--quiet); }
    dd { margin: 0; }
    @media (max-width: 30rem) { dl div { display: block; } }
    @page { size: A4; margin: 22mm 20mm 20mm 25mm; }
    @media print {
      :root { --ink: #000; --quiet: #333; --line: #888; --paper: #fff; }
      html { font-size: 10.5pt; }
      body { padding: 0; }
      main { max-width: none; }
      h2, h3 { break-after: avoid; }
      li, dl div { break-inside: avoid; }
      p { orphans: 3; widows: 3; }
    }
    """
}

extension String {
  /// As text in HTML.
  fileprivate var escaped: String {
    var result = ""
    for letter in printable {
      switch letter {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.append(letter)
      }
    }
    return result
  }
}
