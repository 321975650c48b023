import Diagnostics
public import JSONText
public import Programme

/// Everything in a programme that stands in no source and that nobody has decided: it runs, and somebody should decide it.
public struct ProposalList: Sendable {
  /// The proposals, by kind, then in the order of the files.
  public let proposals: [Proposal]

  /// Everything that is proposed in a programme.
  public init(_ programme: Programme) {
    let found = programme.proposals
    proposals = Proposal.Kind.allCases.flatMap { kind in found.filter { $0.kind == kind } }
  }

  /// The screen.
  ///
  /// - Parameter all: every proposal; otherwise guidelines in full and the rest as counts.
  public func text(all: Bool, _ style: Style) -> String {
    guard !proposals.isEmpty else { return "Inget är bara förslag.\n" }
    var text = style.paint("Förslag, ej beslutade (\(proposals.count))", .heading) + "\n"
    for kind in Proposal.Kind.allCases {
      let own = proposals.filter { $0.kind == kind }
      guard !own.isEmpty else { continue }
      text += "  \(own.count) \(kind.title(own.count))\n"
      guard all || kind == .guideline else { continue }
      var file = ""
      for proposal in own {
        let path = proposal.span.source.path
        if path != file {
          file = path
          text += style.paint(style.wrap(path, indent: 4), .faint) + "\n"
        }
        let value = proposal.value.map { " = \($0)" } ?? ""
        let line = "\(proposal.span.start.line): \(proposal.name)\(value)"
        text += style.wrap(line, indent: 6, hanging: 8) + "\n"
      }
    }
    if !all, proposals.contains(where: { $0.kind != .guideline }) {
      text += style.wrap("Allt som är förslag visas med `vagknuten kontrollera --förslag`.") + "\n"
    }
    return text
  }

  /// The list for programs.
  public var json: JSONValue {
    .array(
      proposals.map {
        .object([
          "kind": .string($0.kind.rawValue), "name": .string($0.name),
          "value": JSONValue(optional: $0.value), "place": .string($0.span.place),
        ])
      })
  }
}

extension Proposal.Kind {
  /// What several of them are called; one is ``swedish``.
  fileprivate func title(_ count: Int) -> String {
    guard count != 1 else { return swedish }
    return switch self {
    case .guideline: "riktlinjer"
    case .budget: "budgetposter"
    case .meeting: "mötesserier"
    case .decision: "beslutstabeller"
    case .row: "rader i beslutstabeller"
    case .workflow: "arbetsflöden"
    case .opening: "öppnanden av ärenden"
    case .field: "uppgifter som samlas in"
    case .event: "händelser"
    case .state: "tillstånd"
    case .transition: "övergångar"
    case .timer: "dagar då något sker"
    case .task: "uppgifter att göra"
    case .escalation: "eskaleringar"
    case .escalationKind: "slag av eskalering"
    case .role: "roller"
    case .party: "parter"
    case .holiday: "helgdagar"
    case .glance: "rader i dagens översikt"
    }
  }
}
