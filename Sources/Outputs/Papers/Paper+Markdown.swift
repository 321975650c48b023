extension Paper {
  /// As CommonMark.
  public var markdown: String {
    var result = "# \(title.marked)\n"
    if let subtitle { result += "\n\(subtitle.marked)\n" }
    for block in blocks { result += "\n" + markdown(block) }
    return result
  }

  private func markdown(_ block: Block) -> String {
    switch block {
    case .heading(let text): return "## \(text.marked)\n"
    case .subheading(let text): return "### \(text.marked)\n"
    case .paragraph(let text): return "\(text.marked)\n"
    case .remark(let text): return "*\(text.marked)*\n"
    case .facts(let facts):
      return facts.map { "- **\($0.name.marked):** \($0.value.marked)\n" }.joined()
    case .list(let entries): return entries.map { markdown($0, bullet: "-") }.joined()
    case .numbered(let entries, let first):
      return entries.enumerated().map {
        markdown($0.element, bullet: "\($0.offset + first).")
      }.joined()
    }
  }

  private func markdown(_ entry: Entry, bullet: String) -> String {
    let indent = String(repeating: " ", count: bullet.count + 1)
    var result = "\(bullet) **\(entry.title.marked)**"
    if let mark = entry.mark { result += " (\(mark.marked))" }
    result += "\n"
    if let text = entry.text, !text.isEmpty { result += "\n\(indent)\(text.marked)\n" }
    if !entry.details.isEmpty { result += "\n" }
    for detail in entry.details {
      result += "\(indent)- \(detail.name.marked): \(detail.value.marked)\n"
    }
    return result
  }
}

extension String {
  /// With what Markdown would obey taken as text, on one line.
  fileprivate var marked: String {
    var result = ""
    for letter in printable {
      if "\\`*_[]<>#|~&".contains(letter) { result += "\\" }
      result.append(letter)
    }
    return result
  }
}
