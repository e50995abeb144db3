import Foundation
import Imaging

/// The intensity of the electrons that are backscattered without diffraction.
///
/// A Gaussian above a constant, 1 at its maximum. Backscattering from a tilted sample is strongest near the specular
/// direction, so the maximum lies slightly above or below the centre of the screen.
public struct PatternBackground: Codable, Sendable, Hashable {
  /// The maximum from the left, in units of the width.
  public var centerX: Float
  /// The maximum from the top, in units of the height.
  public var centerY: Float
  /// The standard deviation of the Gaussian across the image, in units of the width.
  public var width: Float
  /// The standard deviation of the Gaussian down the image, in units of the height.
  public var height: Float
  /// The fraction by which the background falls far from its maximum: 0 for a constant, 1 for a fall to zero.
  public var strength: Float

  /// Creates a background; see the properties.
  public init(
    centerX: Float = 0.5,
    centerY: Float = 0.55,
    width: Float = 0.45,
    height: Float = 0.45,
    strength: Float = 0.8
  ) {
    self.centerX = centerX
    self.centerY = centerY
    self.width = width
    self.height = height
    self.strength = strength
  }

  /// Validates the background.
  ///
  /// - Throws: `DiffractionError.invalidSetting`.
  public func validate() throws(DiffractionError) {
    try DiffractionError.check("background centerX", centerX, in: -10...10)
    try DiffractionError.check("background centerY", centerY, in: -10...10)
    try DiffractionError.check("background width", width, in: 0.01...100)
    try DiffractionError.check("background height", height, in: 0.01...100)
    try DiffractionError.check("background strength", strength, in: 0...1)
  }

  /// The background as an image, 1 at its maximum.
  public func image(width columns: Int, height rows: Int) -> GrayImage {
    let across = Self.gaussian(columns, center: centerX, deviation: width)
    var pixels: [Float] = []
    pixels.reserveCapacity(columns * rows)
    for value in Self.gaussian(rows, center: centerY, deviation: height) {
      let (scale, floor) = (strength * value, 1 - strength)
      pixels += across.map { floor + scale * $0 }
    }
    return GrayImage(width: columns, height: rows, pixels: pixels)
  }

  private static func gaussian(_ count: Int, center: Float, deviation: Float) -> [Float] {
    (0..<count).map { index in
      let distance = ((Float(index) + 0.5) / Float(count) - center) / deviation
      return exp(-0.5 * distance * distance)
    }
  }
}
