import Crystallography
import Imaging

/// A simulator of EBSD patterns of one crystal.
public struct KikuchiSimulator: Sendable {
  /// The projection without a camera.
  public let projector: any PatternProjecting
  /// The mean intensity over all directions.
  private let mean: Float
  /// The inverse standard deviation of the intensity over all directions; 0 for a constant pattern.
  private let inverseDeviation: Float

  /// Prepares a master pattern of finite intensities, of at most ``MasterPattern/largestSize`` rows.
  public init(_ masterPattern: MasterPattern) { self.init(KikuchiProjector(masterPattern)) }

  /// Prepares a projectable pattern.
  public init(_ projector: some PatternProjecting) {
    self.projector = projector
    let deviation: Float
    (mean, deviation) = projector.statistics
    // Rounding errors of a constant pattern are not contrast.
    inverseDeviation = deviation > 1e-6 * mean.magnitude ? 1 / deviation : 0
  }

  /// The pattern with the given parameters.
  ///
  /// The intensities are scaled to a standard deviation of 1 over all directions, since ``EBSDCamera/contrast`` sets
  /// the strength of the bands.
  ///
  /// - Parameters:
  ///   - settings: the parameters, which must be valid.
  ///   - bitDepth: the range of the result: 0...255 or 0...65535.
  /// - Returns: an image of the geometry's size, its intensities not rounded.
  public func pattern(_ settings: EBSDParameters, bitDepth: PNG.BitDepth = .eight) -> GrayImage {
    var image = projector.project(settings.orientation, onto: settings.geometry)
    PixelArithmetic.scale(
      &image.pixels,
      from: 0,
      count: image.pixels.count,
      by: inverseDeviation,
      plus: -mean * inverseDeviation
    )
    let recorded = settings.camera.record(image, seed: settings.noiseSeed)
    let largest: Float = bitDepth == .eight ? 255 : 65535
    return settings.correction.applied(to: recorded, of: settings.camera, largest: largest)
  }
}
