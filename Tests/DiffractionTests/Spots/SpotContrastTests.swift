import Diffraction
import Testing

@Suite struct SpotContrastTests {
  @Test(arguments: SpotContrast.allCases)
  func greyIncreasesFromBlackToWhite(contrast: SpotContrast) {
    let greys = (0...500).map { contrast.grey(Float($0), fullScale: 400) }
    #expect(greys[0] == 0 && abs(greys[400] - 1) < 1e-6 && greys[500] == greys[400])
    #expect(zip(greys[..<400], greys[1...400]).allSatisfy { $0 < $1 })
  }

  @Test func rootsAndLogarithmsBrightenWeakSpots() {
    let greys = SpotContrast.allCases.map { $0.grey(10, fullScale: 10_000) }
    #expect(abs(greys[0] - 0.001) < 1e-7)
    #expect(abs(greys[1] - 0.0316228) < 1e-6)
    // log 11 / log 10001.
    #expect(abs(greys[2] - 0.260344) < 1e-5)
  }
}
