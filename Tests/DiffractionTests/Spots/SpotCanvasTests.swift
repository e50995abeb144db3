import Foundation
import Imaging
import Testing

@testable import Diffraction

@Suite struct SpotCanvasTests {
  private func drawn(
    _ profile: SpotProfile,
    row: Double = 20.5,
    column: Double = 20.5,
    peak: Float = 2,
    least: Float = 1e-4
  ) -> GrayImage {
    var canvas = SpotCanvas(width: 41, height: 41)
    canvas.add(profile, row: row, column: column, peak: peak, least: least)
    return canvas.image
  }

  @Test(arguments: [SpotProfile.gaussian(radius: 4), .pseudoVoigt(radius: 4, lorentzian: 0.4)]
  )
  func profileIsHalfItsPeakAtTheRadius(profile: SpotProfile) {
    let image = drawn(profile)
    #expect(abs(image[20, 20] - 2) < 1e-5)
    for half in [image[20, 24], image[16, 20]] { #expect(abs(half - 1) < 1e-4) }
    #expect(image[20, 16] == image[20, 24] && image[16, 20] == image[24, 20])
  }

  @Test func pseudoVoigtIsTheWeightedSum() {
    let image = drawn(.pseudoVoigt(radius: 2, lorentzian: 0.3))
    for column in 20..<40 {
      let square = Float((column - 20) * (column - 20)) / 4
      let expected = 0.6 / (1 + square) + 1.4 * exp(-log(2) * square)
      #expect(abs(image[20, column] - expected) < 2e-4)
    }
  }

  @Test func discIsFlatWithASharpEdge() {
    let image = drawn(.disc(radius: 5), row: 20.1, column: 20.7)
    #expect(image[20, 20] == 2 && image[20, 24] == 2 && image[20, 27] == 0)
    let area = image.pixels.reduce(0, +) / 2
    #expect(abs(area - .pi * 25) < 1)
  }

  @Test func centreOfMassIsThePosition() {
    for profile in [SpotProfile.gaussian(radius: 1), .disc(radius: 2.5)] {
      for (row, column) in [(20.0, 20.0), (20.3, 19.9), (18.75, 21.1)] {
        let image = drawn(profile, row: row, column: column, least: 1e-6)
        var sums = (all: 0.0, row: 0.0, column: 0.0)
        for y in 0..<41 {
          for x in 0..<41 {
            let pixel = Double(image[y, x])
            sums.all += pixel
            sums.row += pixel * (Double(y) + 0.5)
            sums.column += pixel * (Double(x) + 0.5)
          }
        }
        #expect(abs(sums.row / sums.all - row) < 0.03)
        #expect(abs(sums.column / sums.all - column) < 0.03)
      }
    }
  }

  @Test func spotsOutsideTheImageContributeTheirTails() {
    #expect(drawn(.gaussian(radius: 2), row: -2, column: 20.5)[0, 20] > 0.1)
    for (row, column) in [(-100.0, 20.0), (1e9, 20.0), (20.0, -1e300), (500.0, 500.0)] {
      let image = drawn(.gaussian(radius: 2), row: row, column: column)
      #expect(image.pixels.allSatisfy { $0 == 0 })
    }
    #expect(drawn(.disc(radius: 1000)).pixels.allSatisfy { $0 == 2 })
  }

  @Test func omitsIntensitiesBelowTheLimit() {
    #expect(drawn(.gaussian(radius: 2), peak: 1e-5).pixels.allSatisfy { $0 == 0 })
    let image = drawn(.pseudoVoigt(radius: 1, lorentzian: 1), least: 0.01)
    #expect(image[20, 33] > 0.01 && image[20, 36] == 0)
  }
}
