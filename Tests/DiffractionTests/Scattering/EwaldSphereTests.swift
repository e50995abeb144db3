import Crystallography
import Foundation
import Testing

@testable import Diffraction

@Suite struct EwaldSphereTests {
  private let beam = ElectronBeam(acceleratingVoltage: 200)

  @Test func excitationErrorIsZeroOnTheSphereAndPositiveInside() {
    let sphere = EwaldSphere(beam)
    let k = beam.wavenumber
    for angle in [0.001, 0.02, 0.06] {
      let on: Vector3 = [0, k * sin(angle), k * cos(angle) - k]
      #expect(abs(sphere.excitationError(of: on).middle) < 1e-12)
      #expect(sphere.excitationError(of: on).amplitude == 0)
      // The centre of the sphere is at -k; closer points lie inside.
      let inside = sphere.excitationError(of: on - [0, 0, 0.01]).middle
      #expect(abs(inside - 0.01) < 1e-4)
      let outside = sphere.excitationError(of: on + [0, 0, 0.01]).middle
      #expect(abs(outside + 0.01) < 1e-4)
    }
  }

  @Test func excitationErrorOfTheZeroLayerFollowsTheFormula() {
    let error = EwaldSphere(beam).excitationError(of: [0.3, 0.4, 0]).middle
    #expect(abs(error + 0.25 * beam.wavelength / 2) < 1e-15)
  }

  @Test func precessionCoversEveryTiltedBeam() {
    let angle = 1.1
    let sphere = EwaldSphere(beam, precessionAngle: angle)
    let g: Vector3 = [0.5, -0.7, 0.02]
    let (middle, amplitude) = sphere.excitationError(of: g)
    let (k, phi) = (beam.wavenumber, angle * .pi / 180)
    for step in 0..<12 {
      let azimuth = Double(step) * .pi / 6
      let wave: Vector3 = [
        k * sin(phi) * cos(azimuth), k * sin(phi) * sin(azimuth), k * cos(phi),
      ]
      let end = wave + g
      // (k² - |k + g|²) / 2|k + g| cos α, with cos α between k + g and the normal z.
      let expected = (k * k - end.dot(end)) / (2 * end.z)
      let relative = azimuth - atan2(g.y, g.x)
      #expect(abs(middle - amplitude * cos(relative) - expected) < 1e-11)
    }
  }
}
