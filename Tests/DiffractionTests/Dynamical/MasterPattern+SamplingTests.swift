import Crystallography
import Diffraction
import Foundation
import RandomNumbers
import Testing

@Suite("Sampling of a master pattern") struct MasterPatternSamplingTests {
  @Test("The directions of pixels give the pixels, on both hemispheres and on the equator")
  func pixels() {
    let pattern = SmoothMasterPattern.grid(size: 11)
    for row in 0..<11 {
      for column in 0..<11 {
        let direction = SquareLambert.direction(
          x: Double(column) / 5 - 1,
          y: Double(row) / 5 - 1
        )
        let index = row * 11 + column
        #expect(abs(pattern.intensity(in: 3 * direction) - pattern.northern[index]) < 1e-5)
        let below = direction * [1, 1, -1]
        #expect(abs(pattern.intensity(in: below) - pattern.southern[index]) < 1e-5)
      }
    }
  }

  @Test("Between pixels the intensity is that of the function, to the step: the square has kinks")
  func smooth() {
    var generator = KeyedGenerator(5)
    for (size, tolerance) in [(51, 0.03), (101, 0.015)] {
      let pattern = SmoothMasterPattern.grid(size: size)
      for _ in 0..<300 {
        let direction = (Orientation(uniformlyUsing: &generator).matrix * [0, 0, 1]).normalized
        let error =
          Double(pattern.intensity(in: direction)) - SmoothMasterPattern.intensity(direction)
        #expect(abs(error) < tolerance, "\(direction): \(error)")
      }
    }
  }

  @Test("Nothing jumps where the hemispheres meet")
  func equator() {
    let pattern = SmoothMasterPattern.grid(size: 21)
    for step in 0..<60 {
      let angle = Double(step) * .pi / 30
      let (x, y) = (cos(angle), sin(angle))
      let above = pattern.intensity(in: [x, y, 1e-9])
      let below = pattern.intensity(in: [x, y, -1e-9])
      #expect(abs(above - below) < 1e-4)
    }
  }
}
