import Crystallography
import Imaging

/// Makes EBSD patterns of one crystal as a camera records them.
public struct KikuchiSimulator: Sendable {
  /// The projection without a camera.
  public let projector: any PatternProjecting
  /// The mean intensity over all directions.
  private let mean: Float
  /// One over the standard deviation of the intensity over all directions; 0 where there is none.
  private let inverseDeviation: Float

  /// Prepares a master pattern of finite intensities, of at most ``MasterPattern/largestSize`` rows.
  public init(_ masterPattern: MasterPattern) {
    self.init(KikuchiProjector(masterPattern))
  }

  /// Prepares what a crystal sends in every direction.
  public init(_ projector: some PatternProjecting) {
    self.projector = projector
    let deviation: Float
    (mean, deviation) = projector.statistics
    // What rounding leaves of a constant is no contrast.
    inverseDeviation = deviation > 1e-6 * mean.magnitude ? 1 / deviation : 0
  }

  /// The pattern that settings describe.
  ///
  /// The intensities enter in units of their standard deviation over all directions, since ``EBSDCamera/contrast`` says
  /// how strong the bands are.
  ///
  /// - Parameters:
  ///   - settings: must be valid.
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
