import Diffraction
import Foundation
import Testing

@Suite struct SpotScreenTests {
  private let beam = ElectronBeam(acceleratingVoltage: 200)

  @Test func positionsAreProportionalToGNearTheBeam() {
    let screen = SpotScreen(width: 100, height: 80, scale: 0.02, offsetX: 3, offsetY: -2)
    #expect(screen.center == (38, 53))
    let near = screen.position(x: 0.1, y: -0.2, wavenumber: beam.wavenumber)
    #expect(abs(near.column - 58) < 1e-3 && abs(near.row - 28) < 1e-3)
    let far = screen.position(x: 3, y: 0, wavenumber: beam.wavenumber)
    #expect(far.column > 53 + 150 && far.column < 53 + 151)
  }

  @Test func positionsFollowTheTangentOfTwoTheta() {
    let screen = SpotScreen(width: 64, height: 64, scale: 0.05)
    let cameraLength = beam.wavenumber / screen.scale
    for angle in [0.01, 0.05, 0.2] {
      let position = screen.position(
        x: 0,
        y: beam.wavenumber * sin(angle),
        wavenumber: beam.wavenumber
      )
      #expect(abs(position.row - 32 - cameraLength * tan(angle)) < 1e-9)
    }
  }

  @Test func scaleFollowsFromCameraLengthAndPixelSize() {
    // At 200 kV λ = 0.02508 Å; at 1 m, planes 2 Å apart diffract to 12.54 mm.
    let scale = SpotScreen.scale(pixelSize: 50, cameraLength: 1000, beam: beam)
    let pixels = 0.5 / scale
    #expect(abs(pixels * 0.05 - 12.54) < 0.01)
    let longer = SpotScreen.scale(pixelSize: 50, cameraLength: 2000, beam: beam)
    #expect(abs(longer * 2 - scale) < 1e-15)
  }

  @Test func invalidScreensThrow() {
    func check(_ change: (inout SpotScreen) -> Void, names name: String) {
      var screen = SpotScreen(width: 64, height: 64, scale: 0.02)
      change(&screen)
      let error = #expect(throws: DiffractionError.self) { try screen.validate() }
      #expect(error?.description.hasPrefix(name) == true)
    }
    check({ $0.width = 0 }, names: "width")
    check({ $0.height = 100_000 }, names: "height")
    check({ $0.scale = 0 }, names: "scale")
    check({ $0.offsetX = .nan }, names: "offsetX")
    check({ $0.offsetY = .infinity }, names: "offsetY")
  }
}
