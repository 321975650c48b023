extension Paper {
  /// As text of the style's width.
  public func text(_ style: Style) -> String {
    var result = style.wrap(style.paint(title.printable, .heading)) + "\n"
    if let subtitle { result += style.wrap(subtitle.printable) + "\n" }
    switch blocks.first {
    case .heading, .subheading: break
    default: result += "\n"
    }
    for block in blocks { result += text(block, style) }
    return result
  }

  private func text(_ block: Block, _ style: Style) -> String {
    switch block {
    case .heading(let text):
      return "\n" + style.wrap(style.paint(text.printable.uppercased(), .heading)) + "\n"
    case .subheading(let text):
      return "\n" + style.wrap(style.paint(text.printable, .heading)) + "\n"
    case .paragraph(let text), .remark(let text): return style.wrap(text.printable) + "\n"
    case .facts(let facts):
      let width = min(24, facts.map(\.name.columns).max() ?? 0)
      return facts.map { fact in
        style.wrap(
          fact.name.printable.padded(to: width) + "  " + fact.value.printable, indent: 2,
          hanging: width + 4) + "\n"
      }.joined()
    case .list(let entries):
      return entries.map { text($0, bullet: "-", style) }.joined()
    case .numbered(let entries, let first):
      return entries.enumerated().map { text($0.element, bullet: "\($0.offset + first).", style) }
        .joined()
    }
  }

  private func text(_ entry: Entry, bullet: String, _ style: Style) -> String {
    let hanging = max(4, bullet.columns + 3)
    let start = ("  " + bullet).padded(to: hanging)
    var head = entry.title.printable
    if let mark = entry.mark { head += " (\(mark.printable))" }
    var result = start + style.wrap(head, indent: hanging).dropFirst(hanging) + "\n"
    if let text = entry.text, !text.isEmpty {
      result += style.wrap(text.printable, indent: hanging) + "\n"
    }
    for detail in entry.details {
      result +=
        style.wrap(
          "\(detail.name.printable): \(detail.value.printable)", indent: hanging,
          hanging: hanging + 2) + "\n"
    }
    return result
  }
}
