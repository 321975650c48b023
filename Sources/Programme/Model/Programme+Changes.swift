public import CivilTime

extension Programme {
  /// The next day after a given one on which a guideline that applies to running cases gets another value.
  public func nextGuidelineChange(after date: CivilDate) -> CivilDate? {
    var next: CivilDate?
    for guideline in guidelines where guideline.applies == .current {
      // A first value is no change: before it the guideline could not be used.
      for value in guideline.values.dropFirst() where value.from > date {
        if next.map({ value.from < $0 }) ?? true { next = value.from }
        break
      }
    }
    return next
  }
}
