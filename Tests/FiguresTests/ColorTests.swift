import Foundation
import Testing

@testable import Figures

@Suite struct ColorTests {
  @Test func theScaleGrowsDarkerInEvenSteps() {
    /// CIE lightness of sRGB, another measure than the one the scale is made in.
    func lightness(_ color: Color) -> Double {
      func linear(_ value: Double) -> Double {
        value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
      }
      let luminance =
        0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
      return 116 * pow(luminance, 1 / 3) - 16
    }
    let steps = (0...10).map { lightness(.scale(Double($0) / 10)) }
    for (a, b) in zip(steps, steps.dropFirst()) { #expect((4...11).contains(a - b)) }
    #expect(steps[0] > 95 && steps[10] < 35)
    #expect(Color.scale(-1) == .scale(0) && Color.scale(2) == .scale(1))
  }

  @Test func oklabIsThatOfItsPaper() {
    let white = Color(lightness: 1, a: 0, b: 0)
    #expect(abs(white.red - 1) < 1e-3 && abs(white.green - 1) < 1e-3 && abs(white.blue - 1) < 1e-3)
    // sRGB red is (0.628, 0.225, 0.126).
    let red = Color(lightness: 0.62796, a: 0.22486, b: 0.12585)
    #expect(abs(red.red - 1) < 2e-3 && red.green < 0.02 && red.blue < 0.02)
  }

  @Test func huesDifferAtTheSameLightness() {
    let hues = (0..<8).map { Color.hue(Double($0) / 8, lightness: 0.67) }
    for (index, first) in hues.enumerated() {
      for second in hues[..<index] {
        let difference = abs(first.red - second.red) + abs(first.green - second.green) + abs(first.blue - second.blue)
        #expect(difference > 0.15)
      }
    }
    let (none, whole) = (Color.hue(0, lightness: 0.5), Color.hue(1, lightness: 0.5))
    #expect(abs(none.red - whole.red) + abs(none.green - whole.green) + abs(none.blue - whole.blue) < 1e-9)
    #expect(none.red > none.green)
  }

  @Test func coloursBeyondTheScreenAreClipped() {
    for color in [
      Color(lightness: 2, a: 0, b: 0), Color(lightness: 0.6, a: 0.5, b: -0.5), Color(lightness: -1, a: 0, b: 0),
    ] {
      for part in [color.red, color.green, color.blue] { #expect((0...1.000_001).contains(part)) }
    }
  }
}
