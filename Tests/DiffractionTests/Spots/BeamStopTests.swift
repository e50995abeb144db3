import Imaging
import Testing

@testable import Diffraction

@Suite struct BeamStopTests {
  private func covered(_ stop: BeamStop) -> GrayImage {
    var image = GrayImage(width: 41, height: 31, filledWith: 1)
    stop.cover(&image, center: (row: 15.5, column: 20.5))
    return image
  }

  @Test func blackensTheDiscOnly() {
    let image = covered(BeamStop(radius: 6))
    #expect(image[15, 20] == 0 && image[15, 25] == 0 && image[20, 20] == 0)
    #expect(image[15, 28] == 1 && image[8, 20] == 1 && image[0, 0] == 1)
    let area = image.pixels.reduce(0) { $0 + 1 - $1 }
    #expect(abs(area - .pi * 36) < 1.5)
  }

  @Test func armExtendsToOneSideOnly() {
    let right = covered(BeamStop(radius: 4, armWidth: 3, armDirection: 0))
    #expect(right[15, 40] == 0 && right[15, 0] == 1)
    #expect(right[14, 38] == 0 && right[16, 38] == 0 && right[13, 38] == 1 && right[17, 38] == 1)
    let down = covered(BeamStop(radius: 4, armWidth: 3, armDirection: 90))
    #expect(down[30, 20] == 0 && down[0, 20] == 1 && down[15, 40] == 1)
  }

  @Test func invalidStopsThrow() {
    #expect(throws: DiffractionError.self) { try BeamStop(radius: -1).validate() }
    #expect(throws: DiffractionError.self) { try BeamStop(radius: 1, armWidth: -1).validate() }
    #expect(throws: DiffractionError.self) {
      try BeamStop(radius: 1, armDirection: .nan).validate()
    }
  }
}
