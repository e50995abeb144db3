import Diffraction
import Foundation
import Testing

@Suite struct PatternBackgroundTests {
  @Test func isAGaussianAboveAConstant() {
    let background = PatternBackground(
      centerX: 0.4,
      centerY: 0.7,
      width: 0.3,
      height: 0.5,
      strength: 0.8
    )
    let image = background.image(width: 9, height: 6)
    for row in 0..<6 {
      for column in 0..<9 {
        let x = ((Double(column) + 0.5) / 9 - 0.4) / 0.3
        let y = ((Double(row) + 0.5) / 6 - 0.7) / 0.5
        let expected = 0.2 + 0.8 * exp(-(x * x + y * y) / 2)
        #expect(abs(Double(image[row, column]) - expected) < 1e-5)
      }
    }
  }

  @Test func isFlatWithoutStrength() {
    let image = PatternBackground(strength: 0).image(width: 5, height: 4)
    #expect(image.pixels.allSatisfy { $0 == 1 })
  }

  @Test func invalidBackgroundsThrow() {
    for background in [
      PatternBackground(width: 0), PatternBackground(strength: 1.1),
      PatternBackground(centerX: .nan),
    ] {
      #expect(throws: DiffractionError.self) { try background.validate() }
    }
  }
}
