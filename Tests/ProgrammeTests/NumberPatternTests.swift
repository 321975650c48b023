import CivilTime
import Programme
import Testing

@Suite("Case numbers")
struct NumberPatternTests {
  @Test("a pattern puts year and number, three digits or more, where they belong")
  func number() throws {
    let pattern = try #require(NumberPattern("VK-{year}-{number}"))
    #expect(pattern.number(year: 2017, serial: 14) == "VK-2017-014")
    #expect(pattern.number(year: 2017, serial: 1_400) == "VK-2017-1400")
  }

  @Test("a pattern without year, number or something between them is none")
  func broken() {
    #expect(NumberPattern("VK-{number}") == nil)
    #expect(NumberPattern("VK-{year}{number}") == nil)
    #expect(NumberPattern("{number}-{year}") == nil)
  }
}
