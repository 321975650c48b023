import FEEL
import Foundation
import TestSupport
import Testing

@Suite("Numbers")
struct NumberTests {
  private func number(_ text: String) throws -> Number { try #require(Number(text), "\(text)") }

  @Test("equal values are equal and hash alike")
  func equality() throws {
    #expect(try number("1.0") == number("1"))
    #expect(try number("100") == number("1e2"))
    #expect(try number("1e34") == number("10000000000000000000000000000000000"))
    #expect(Set([try number("1.50"), try number("1.5"), try number("15e-1")]).count == 1)
    #expect(try number("-0") == .zero)
    #expect(try number("1e-6176") > .zero)
    #expect(Number("1e6145") == nil)
    #expect(try number("1e6144").description == "1E+6144")
    #expect(try number("0.1").adding(number("0.2")) == number("0.3"))
  }

  @Test("exact results of the elementary functions")
  func functions() throws {
    #expect(try number("2").squareRoot?.description == "1.414213562373095048801688724209698")
    #expect(try number("1522756").squareRoot == number("1234"))
    #expect(try number("0.0001").squareRoot == number("0.01"))
    #expect(
      try number("1").exponential?.description.hasPrefix("2.71828182845904523536028747135266")
        == true)
    #expect(
      try number("10").naturalLogarithm?.description.hasPrefix("2.30258509299404568401799145468436")
        == true)
    #expect(
      try number("2").raised(to: number("0.5"))?.description.hasPrefix(
        "1.4142135623730950488016887242096") == true)
    #expect(try number("2").raised(to: number("-2")) == number("0.25"))
    #expect(try number("0").raised(to: number("-1")) == nil)
    #expect(try number("-8").raised(to: number("0.5")) == nil)
  }

  /// Python's `decimal` with 34 digits is the oracle; without Python the test says that it was skipped.
  @Test("arithmetic agrees with Python's decimal")
  func oracle() throws {
    var generator = SeededGenerator(seed: testSeed(default: 34))
    var lines: [String] = []
    var results: [String] = []
    func text(_ number: Number?) -> String {
      guard let number else { return "none" }
      return number.description
    }
    for _ in 0..<4000 {
      let (left, right) = (Self.random(&generator), Self.random(&generator))
      let (a, b) = (try number(left), try number(right))
      lines.append("\(left) \(right)")
      results.append(
        [
          text(a.adding(b)), text(a.subtracting(b)), text(a.multiplied(by: b)),
          text(a.divided(by: b)), text(a.squareRoot), a < b ? "1" : "0",
          text(a.rounded(scale: 2, .halfEven)), text(a.exponential),
          text(a.magnitude.naturalLogarithm),
        ].joined(separator: " "))
    }
    let script = """
      import sys, decimal
      from decimal import *
      c = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, clamp=1, traps=[])
      wide = Context(prec=80, Emin=-99999, Emax=99999, traps=[])
      ok = 0
      for line in sys.stdin:
          given, ours = line.rstrip('\\n').split('|')
          a, b = [c.create_decimal(x) for x in given.split()]
          wanted = [c.add(a, b), c.subtract(a, b), c.multiply(a, b), c.divide(a, b), c.sqrt(a)]
          ours = ours.split()
          for want, our in zip(wanted, ours):
              if not want.is_finite():
                  good = our == 'none'
              else:
                  good = our != 'none' and Decimal(our) == want
              if not good: print('differs', given, want, our)
          if (a < b) != (ours[5] == '1'): print('order differs', given)
          q = a.quantize(Decimal('0.01'), rounding=ROUND_HALF_EVEN, context=Context(prec=7000, Emin=-99999, Emax=99999, traps=[])) if a.as_tuple().exponent < -2 else a
          if ours[6] != 'none' and Decimal(ours[6]) != c.plus(q): print('rounding differs', given, q, ours[6])
          def close(name, want, our, limit):
              if our == 'none':
                  good = not want.is_finite()
              elif want == 0 or not want.is_finite():
                  good = Decimal(our) == want
              else:
                  good = abs(wide.divide(wide.subtract(Decimal(our), want), want)) <= limit
              if not good: print(name, 'differs', given, want, our)
          if c.abs(a) < 14000: close('exp', c.exp(a), ours[7], Decimal('1.1e-33'))
          if a != 0: close('ln', c.ln(c.abs(a)), ours[8], Decimal('1.1e-33'))
          ok += 1
      print('checked', ok)
      """
    let output = try Self.python(
      script, input: zip(lines, results).map { "\($0)|\($1)\n" }.joined())
    guard let output else {
      print("numbers: skipped, there is no Python")
      return
    }
    let problems = output.split(separator: "\n").filter { !$0.hasPrefix("checked") }
    #expect(problems.isEmpty, "seed \(generator.seed): \(problems.prefix(10))")
    #expect(output.contains("checked 4000"))
  }

  private static func random(_ generator: inout SeededGenerator) -> String {
    let lengths = [1, 2, 3, 9, 17, 18, 19, 20, 33, 34]
    let length = lengths.randomElement(using: &generator) ?? 1
    var digits = ""
    let kind = Int.random(in: 0..<4, using: &generator)
    for index in 0..<length {
      switch kind {
      case 0: digits += "9"
      case 1: digits += index == 0 ? "1" : "0"
      default: digits += String(Int.random(in: 0...9, using: &generator))
      }
    }
    let exponents = [0, 0, 0, -1, -2, -5, 3, -17, -34, 20, 40, -40, 100, 3000, -3000, 6111, -6176]
    let exponent = exponents.randomElement(using: &generator) ?? 0
    let sign = Bool.random(using: &generator) ? "-" : ""
    return "\(sign)\(digits)e\(exponent)"
  }

  private static func python(_ script: String, input: String) throws -> String? {
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appendingPathComponent("numbers-\(UUID().uuidString).txt")
    try input.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    process.standardInput = try FileHandle(forReadingFrom: file)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 127 ? nil : String(decoding: data, as: UTF8.self)
  }
}
