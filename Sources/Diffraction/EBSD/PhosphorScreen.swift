import Imaging
import RandomNumbers

/// A round, grainy phosphor screen with specks, for cameras whose screen does not fill the image evenly.
///
/// Outside the screen the image shows stray light only. Specks (dust, scratches, objects in front of the screen) let a
/// part of the light through.
public struct PhosphorScreen: Codable, Sendable, Hashable {
  /// The centre of the screen from the left, in units of the image width.
  public var centerX: Float
  /// The centre of the screen from the top, in units of the image height.
  public var centerY: Float
  /// The radius of the screen, in units of the image height.
  public var radius: Float
  /// The width over which the light falls off at the edge of the screen, in units of the image height.
  public var edge: Float
  /// The stray light outside the screen, in units of the brightest background.
  public var strayLight: Float
  /// The relative standard deviation of the light between the grains of the screen.
  public var grain: Float
  /// The number of specks.
  public var specks: Int
  /// The seed of the grains and of the positions, sizes and depths of the specks.
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

  /// The largest number of specks.
  static let mostSpecks = 1000

  /// Validates the screen.
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

  /// Darkens the image outside the screen and under specks, and adds stray light there.
  ///
  /// - Parameter image: the light of an unbounded screen, in units of the brightest background.
  func cover(_ image: inout GrayImage) {
    let transmission = transmission(width: image.width, height: image.height)
    image.pixels = zip(image.pixels, transmission.pixels).map { light, share in share * light + (1 - share) * strayLight
    }
  }

  /// The transmitted fraction of the light at each pixel, 0 to 1 apart from the grains.
  func transmission(width: Int, height: Int) -> GrayImage {
    var shares: [Float] = []
    shares.reserveCapacity(width * height)
    let size = Float(height)
    // At least one pixel, to avoid a jagged edge.
    let (middle, fall) = (radius * size, max(edge * size, 1))
    for row in 0..<height {
      let y = Float(row) + 0.5 - centerY * size
      for column in 0..<width {
        let x = Float(column) + 0.5 - centerX * Float(width)
        let inside = (middle - (x * x + y * y).squareRoot()) / fall + 0.5
        shares.append(min(max(inside, 0), 1))
      }
    }
    if grain > 0 { PixelNoise.add(to: &shares, variancePerIntensity: grain * grain, variance: 0, seed: seed) }
    var generator = KeyedGenerator(Int(truncatingIfNeeded: seed))
    for _ in 0..<specks { addSpeck(to: &shares, width, height, using: &generator) }
    return GrayImage(width: width, height: height, pixels: shares)
  }

  /// Darkens an ellipse with a soft edge at a random position.
  private func addSpeck(
    to shares: inout [Float],
    _ width: Int,
    _ height: Int,
    using generator: inout some RandomNumberGenerator
  ) {
    let x = generator.uniform(in: 0...Float(width))
    let y = generator.uniform(in: 0...Float(height))
    // Most specks are small.
    let length = Float(height) * generator.logarithmic(in: 0.008...0.07)
    let (across, down) = (length * generator.uniform(in: 0.4...1), length * generator.uniform(in: 0.4...1))
    let depth = generator.uniform(in: 0.1...1)
    let rows = max(0, Int(y - 2 * down))..<min(height, Int(y + 2 * down) + 1)
    let columns = max(0, Int(x - 2 * across))..<min(width, Int(x + 2 * across) + 1)
    for row in rows {
      for column in columns {
        let (u, v) = ((Float(column) + 0.5 - x) / across, (Float(row) + 0.5 - y) / down)
        // Full depth up to the semi-axis, fading to zero at twice the semi-axis.
        let share = min(max(2 - (u * u + v * v).squareRoot(), 0), 1)
        shares[row * width + column] *= 1 - depth * share
      }
    }
  }
}
