import CivilTime
import TestSupport
import Testing

@Suite("hostile text")
struct HostileTextTests {
  @Test("whatever is read is read again from its own text, and nothing traps")
  func random() {
    var random = SeededGenerator(seed: testSeed(default: 51))
    let seeds = [
      "2017-02-01", "-12345-12-31", "2017-02-01T24:00:00.5+02:00", "10:30:00@Europe/Paris", "P1Y2M",
      "-P3DT4H5M6.7S", "12 månader", "20 arbetsdagar", "P2W", "999999999-12-31T23:59:59Z",
    ]
    let alphabet = Array("0123456789-+:.PTYMWDHSZ@/ \u{30A}å\u{0}\u{200D}9999")
    var read = 0
    for _ in 0..<20_000 {
      var characters = Array(seeds.randomElement(using: &random) ?? "")
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let index = Int.random(in: 0...characters.count, using: &random)
        let new = alphabet.randomElement(using: &random) ?? "0"
        if index == characters.count || Bool.random(using: &random) {
          characters.insert(new, at: index)
        } else if Bool.random(using: &random) {
          characters[index] = new
        } else {
          characters.remove(at: index)
        }
      }
      let text = String(characters)
      let comment: Comment = "seed \(random.seed): \(text.debugDescription)"
      if let value = CivilDate.parse(text) {
        read += 1
        // A date has one spelling only.
        #expect(value.description == text, comment)
      }
      if let value = CivilDateTime.parse(text) {
        read += 1
        #expect(CivilDateTime.parse(value.description) == value, comment)
        _ = value.adding(DaysDuration(seconds: .max), under: NoZones())
      }
      if let value = ZonedTime.parse(text) {
        read += 1
        #expect(ZonedTime.parse(value.description) == value, comment)
      }
      if let value = MonthsDuration.parse(text) {
        read += 1
        #expect(MonthsDuration.parse(value.description) == value, comment)
      }
      if let value = DaysDuration.parse(text) {
        read += 1
        #expect(DaysDuration.parse(value.description) == value, comment)
      }
      if let value = Period.parse(text) {
        read += 1
        #expect(Period.parse(value.swedish) == value, comment)
      }
    }
    #expect(read > 5_000, "seed \(random.seed): the texts were too wild to try anything")
  }
}
