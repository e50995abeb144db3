import Crystallography
import Imaging

/// The treatment that measured and simulated patterns share before they are compared: resizing, local contrast, and
/// scaling to a unit vector, so that the normalised cross-correlation is a scalar product.
public struct MatchedFilter: Sendable {
  /// The number of columns and rows of compared images.
  public let width: Int, height: Int
  /// The local contrast normalisation.
  public let contrast: LocalContrast
  /// The weights of the pixels, 0 to 1; nil for equal weights.
  public let weights: [Float]?

  /// The local contrast for matching: without a high pass, since noise is finer than bands, and with a narrower
  /// background, which leaves less of what all patterns share.
  public static let contrast: LocalContrast = {
    var contrast = LocalContrast()
    contrast.highPass = 0
    contrast.background = 0.08
    return contrast
  }()

  /// Creates a filter for the patterns of a detector.
  ///
  /// - Parameters:
  ///   - width: the number of columns of the patterns.
  ///   - height: the number of rows.
  ///   - largestSide: the number of pixels of the longer side of compared images; larger patterns are reduced.
  ///   - contrast: the local contrast normalisation.
  ///   - mask: a pattern whose dark surroundings, as of a round screen, are excluded; nil for none.
  public init(
    width: Int,
    height: Int,
    largestSide: Int,
    contrast: LocalContrast = Self.contrast,
    mask: GrayImage? = nil
  ) {
    let scale = min(1, Double(largestSide) / Double(max(width, height)))
    let size = (max(1, Int((Double(width) * scale).rounded())), max(1, Int((Double(height) * scale).rounded())))
    (self.width, self.height) = size
    self.contrast = contrast
    weights = mask?.resized(width: size.0, height: size.1).shadowWeights()
  }

  /// The unit vector of a simulated pattern.
  public func callAsFunction(
    _ projector: any PatternProjecting,
    _ orientation: Orientation,
    on geometry: DetectorGeometry
  ) -> [Float] {
    var reduced = geometry
    (reduced.width, reduced.height) = (width, height)
    var image = projector.project(orientation, onto: reduced)
    // Bands of a tenth of the mean, since local contrast divides by the mean.
    let (mean, deviation) = projector.statistics
    let scale = deviation > 0 ? 0.1 / deviation : 0
    PixelArithmetic.scale(&image.pixels, from: 0, count: width * height, by: scale, plus: 1 - mean * scale)
    return self(image)
  }

  /// The unit vector of a pattern, all 0 without contrast.
  public func callAsFunction(_ pattern: GrayImage) -> [Float] {
    var image = pattern.resized(width: width, height: height)
    contrast.apply(to: &image, weights: weights)
    PixelArithmetic.standardize(&image.pixels, power: 1)
    return image.pixels
  }
}
