import Crystallography
import Imaging

/// Simulates EBSD patterns of one crystal as a camera records them.
public struct KikuchiSimulator: Sendable {
  /// The projection onto the detector, without the camera.
  public let projector: any PatternProjecting
  /// The mean intensity over all directions.
  private let mean: Float
  /// The inverse standard deviation of the intensity over all directions; 0 for a constant intensity.
  private let inverseDeviation: Float

  /// Creates a simulator for a master pattern of finite intensities and at most ``MasterPattern/largestSize`` rows, by
  /// an ``AskewProjector``.
  public init(_ masterPattern: MasterPattern) { self.init(AskewProjector(masterPattern)) }

  /// Creates a simulator for a projector.
  public init(_ projector: some PatternProjecting) {
    self.projector = projector
    let deviation: Float
    (mean, deviation) = projector.statistics
    // Treat the rounding noise of a constant as no contrast.
    inverseDeviation = deviation > 1e-6 * mean.magnitude ? 1 / deviation : 0
  }

  /// Simulates the pattern of the given parameters.
  ///
  /// The projected intensities are normalized by their standard deviation over all directions;
  /// ``EBSDCamera/contrast`` then sets the strength of the bands.
  ///
  /// - Parameters:
  ///   - settings: valid parameters.
  ///   - bitDepth: the range of the result: 0...255 or 0...65535.
  /// - Returns: an image of the geometry's size, with unrounded intensities.
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
