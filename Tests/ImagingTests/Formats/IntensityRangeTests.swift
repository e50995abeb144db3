import Testing

@testable import Imaging

@Suite struct IntensityRangeTests {
  @Test func intensitiesWithinTheRangeStay() {
    for (low, high) in [(0, 65535), (3, 40000), (0, 0)] as [(Double, Double)] {
      for isFloatingPoint in [false, true] {
        let range = IntensityRange(low: low, high: high, isFloatingPoint: isFloatingPoint)
        #expect(range(low) == Float(low) && range(high) == Float(high) && range.notes.isEmpty)
      }
    }
    let counts = IntensityRange(low: 0, high: 1, isFloatingPoint: false)
    #expect(counts(1) == 1 && counts.notes.isEmpty)
  }

  @Test func othersAreRaisedOrScaled() {
    let fraction = IntensityRange(low: 0.25, high: 0.5, isFloatingPoint: true)
    #expect(fraction(0.5) == 32767.5 && fraction.notes == [.scaled])
    let negative = IntensityRange(low: -100, high: 100, isFloatingPoint: false)
    #expect(negative(-100) == 0 && negative(100) == 200 && negative.notes == [.raised])
    let wide = IntensityRange(low: -65535, high: 65535, isFloatingPoint: false)
    #expect(wide(-65535) == 0 && wide(65535) == 65535 && wide.notes == [.raised, .scaled])
  }

  @Test func extremeNumbersDoNotOverflow() {
    let huge = IntensityRange(low: 0, high: 1e308, isFloatingPoint: true)
    #expect(huge(1e308) == 65535 && huge(5e307) == 32767.5)
    let widest = IntensityRange(low: -1.7e308, high: 1.7e308, isFloatingPoint: true)
    #expect(widest(-1.7e308) == 0 && widest(1.7e308) == 65535)
    let tiny = IntensityRange(low: 0, high: .leastNonzeroMagnitude, isFloatingPoint: true)
    #expect(tiny(0) == 0 && tiny(.leastNonzeroMagnitude) == 0)
  }
}
