import Imaging
import RandomNumbers

/// The screen that a camera looks at, where it does not fill the image evenly: round, grainy, and with specks on it.
///
/// What is beside the screen shows no pattern but stray light; specks (dust, scratches, what stands before the
/// screen) let a part of the light through.
public struct PhosphorScreen: Codable, Sendable, Hashable {
  /// The middle of the screen from the left, in units of the image's width.
  public var centerX: Float
  /// The middle of the screen from the top, in units of the image's height.
  public var centerY: Float
  /// The radius of the screen, in units of the image's height.
  public var radius: Float
  /// The width over which the light falls at the screen's edge, in units of the image's height.
  public var edge: Float
  /// The stray light beside the screen, in units of the brightest background.
  public var strayLight: Float
  /// The standard deviation of the light from grain to grain of the screen, in units of the light.
  public var grain: Float
  /// The number of specks.
  public var specks: Int
  /// From which the grains, and places, sizes and depths of the specks are drawn.
  public var seed: UInt64

  /// Creates a screen; see the properties.
  public init(
    centerX: Float = 0.5,
    centerY: Float = 0.5,
    radius: Float = 0.5,
    edge: Float = 0.01,
    strayLight: Float = 0.03,
    grain: Float = 0,
    specks: Int = 0,
    seed: UInt64 = 0
  ) {
    self.centerX = centerX
    self.centerY = centerY
    self.radius = radius
    self.edge = edge
    self.strayLight = strayLight
    self.grain = grain
    self.specks = specks
    self.seed = seed
  }

  /// The most specks on a screen.
  static let mostSpecks = 1000

  /// Checks that there is such a screen.
  ///
  /// - Throws: `DiffractionError.invalidSetting`.
  public func validate() throws(DiffractionError) {
    try DiffractionError.check("screen centerX", centerX, in: -10...10)
    try DiffractionError.check("screen centerY", centerY, in: -10...10)
    try DiffractionError.check("screen radius", radius, in: 0.01...100)
    try DiffractionError.check("screen edge", edge, in: 0...10)
    try DiffractionError.check("strayLight", strayLight, in: 0...10)
    try DiffractionError.check("screen grain", grain, in: 0...10)
    try DiffractionError.check("specks", specks, in: 0...Self.mostSpecks)
  }

  /// Covers what the screen does not show, and puts stray light in its place.
  ///
  /// - Parameter image: the light as it would come from a screen without edge, in units of the brightest background.
  func cover(_ image: inout GrayImage) {
    let transmission = transmission(width: image.width, height: image.height)
    image.pixels = zip(image.pixels, transmission.pixels).map { light, share in
      share * light + (1 - share) * strayLight
    }
  }

  /// The share of the light that comes through at each pixel, 0 to 1 but for the grains.
  func transmission(width: Int, height: Int) -> GrayImage {
    var shares: [Float] = []
    shares.reserveCapacity(width * height)
    let size = Float(height)
    // At least a pixel, or the edge would have steps.
    let (middle, fall) = (radius * size, max(edge * size, 1))
    for row in 0..<height {
      let y = Float(row) + 0.5 - centerY * size
      for column in 0..<width {
        let x = Float(column) + 0.5 - centerX * Float(width)
        let inside = (middle - (x * x + y * y).squareRoot()) / fall + 0.5
        shares.append(min(max(inside, 0), 1))
      }
    }
    if grain > 0 {
      PixelNoise.add(to: &shares, variancePerIntensity: grain * grain, variance: 0, seed: seed)
    }
    var generator = KeyedGenerator(Int(truncatingIfNeeded: seed))
    for _ in 0..<specks { addSpeck(to: &shares, width, height, using: &generator) }
    return GrayImage(width: width, height: height, pixels: shares)
  }

  /// Darkens an ellipse with a soft edge, anywhere in the image.
  private func addSpeck(
    to shares: inout [Float],
    _ width: Int,
    _ height: Int,
    using generator: inout some RandomNumberGenerator
  ) {
    let x = generator.uniform(in: 0...Float(width))
    let y = generator.uniform(in: 0...Float(height))
    // Small ones are the most.
    let length = Float(height) * generator.logarithmic(in: 0.008...0.07)
    let (across, down) = (
      length * generator.uniform(in: 0.4...1),
      length * generator.uniform(in: 0.4...1)
    )
    let depth = generator.uniform(in: 0.1...1)
    let rows = max(0, Int(y - 2 * down))..<min(height, Int(y + 2 * down) + 1)
    let columns = max(0, Int(x - 2 * across))..<min(width, Int(x + 2 * across) + 1)
    for row in rows {
      for column in columns {
        let (u, v) = ((Float(column) + 0.5 - x) / across, (Float(row) + 0.5 - y) / down)
        // Dark to half its length, and gone at twice that.
        let share = min(max(2 - (u * u + v * v).squareRoot(), 0), 1)
        shares[row * width + column] *= 1 - depth * share
      }
    }
  }
}
