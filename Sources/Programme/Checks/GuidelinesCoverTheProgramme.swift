import CivilTime
import Diagnostics

/// A guideline has a value as long as the programme lasts: without one nothing that rests on it can be computed, and days
/// vanish. Whoever changes a value adds a row; the old one has to stay for what happened before.
enum GuidelinesCoverTheProgramme {
  static func check(_ programme: Programme, _ diagnostics: inout Diagnostics) {
    let used = programme.guidelinesRead
    for guideline in programme.guidelines {
      if let begins = programme.begins, let first = guideline.values.first, first.from > begins,
        used.contains(guideline.name)
      {
        diagnostics.warning(
          "late-guideline",
          "riktlinjen `\(guideline.name)` har inget värde före \(first.from), men programmet börjar \(begins)",
          at: first.span,
          help:
            "ska den gamla raden stå kvar? Ett nytt värde skrivs på en egen rad, under det gamla")
      }
      guard let ends = programme.ends else { continue }
      for value in guideline.values where value.from > ends {
        diagnostics.warning(
          "value-after-end",
          "värdet börjar gälla \(value.from), men programmet slutar \(ends)", at: value.span,
          help: "är årtalet rätt?")
      }
    }
  }
}
