public import CivilTime

extension Programme {
  /// The next day after a given one on which a guideline gets another value.
  public func nextGuidelineChange(after date: CivilDate) -> CivilDate? {
    var next: CivilDate?
    for guideline in guidelines {
      // The first value counts too: before it the guideline could not be used. So do guidelines that are fixed by a field
      // of the case, for as long as the field is empty.
      for value in guideline.values where value.from > date {
        if next.map({ value.from < $0 }) ?? true { next = value.from }
        break
      }
    }
    return next
  }
}
