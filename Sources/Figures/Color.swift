import Foundation

/// A colour in sRGB, with components from 0 to 1.
package struct Color: Sendable, Equatable {
  package var red: Double
  package var green: Double
  package var blue: Double

  package static let black = Color(red: 0.1, green: 0.1, blue: 0.12)
  package static let grey = Color(red: 0.45, green: 0.46, blue: 0.5)
  package static let faint = Color(red: 0.86, green: 0.87, blue: 0.89)
  /// Positions of a scan without a pattern: pale, warm and unlike any class or share.
  package static let notMeasured = Color(red: 0.97, green: 0.93, blue: 0.8)
  package static let white = Color(red: 1, green: 1, blue: 1)
  /// Okabe and Ito's blue and vermilion, which are distinguishable with colour vision deficiencies (Color Universal
  /// Design, 2008).
  package static let blue = Color(red: 0, green: 0.447, blue: 0.698)
  package static let vermilion = Color(red: 0.835, green: 0.369, blue: 0)

  /// Converts a colour from Oklab, clipped to sRGB.
  ///
  /// Björn Ottosson, *A perceptual color space for image processing*, 2020.
  ///
  /// - Parameters:
  ///   - lightness: from 0, black, to 1, white.
  ///   - a: from green to red.
  ///   - b: from blue to yellow.
  package init(lightness: Double, a: Double, b: Double) {
    let l = pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3)
    let m = pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3)
    let s = pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3)
    func encoded(_ linear: Double) -> Double {
      let value = min(max(linear, 0), 1)
      return value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055
    }
    red = encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)
    green = encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)
    blue = encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)
  }

  package init(red: Double, green: Double, blue: Double) { (self.red, self.green, self.blue) = (red, green, blue) }

  /// A colour of the scale of shares, from nearly white at 0 to dark blue at 1.
  ///
  /// The scale is a straight line in Oklab, so that equal steps look equal. Lightness alone determines the order, so
  /// that it is legible with colour vision deficiencies and in grey print.
  package static func scale(_ share: Double) -> Color {
    let share = min(max(share, 0), 1)
    return Color(lightness: 0.985 - 0.63 * share, a: -0.012 * share, b: -0.004 - 0.116 * share)
  }

  /// A colour of a hue, 0 to 1 around the colour circle, and a lightness.
  package static func hue(_ hue: Double, lightness: Double) -> Color {
    let angle = 2 * .pi * hue
    return Color(lightness: lightness, a: 0.13 * cos(angle), b: 0.13 * sin(angle))
  }
}
