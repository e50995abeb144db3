import Crystallography
import Imaging

/// A source of diffracted intensity that can be projected onto detectors.
public protocol PatternProjecting: Sendable {
  /// The pattern on a detector, in the projector's own intensity units.
  ///
  /// - Parameters:
  ///   - rotation: the rotation from the crystal frame to the laboratory frame.
  ///   - geometry: the detector, which must be valid.
  /// - Returns: an image of the geometry's size.
  func project(crystalToLaboratory rotation: Matrix3, onto geometry: DetectorGeometry) -> GrayImage

  /// The mean and the standard deviation of the intensity over all directions.
  var statistics: (mean: Float, deviation: Float) { get }

  /// The source with each intensity averaged over the directions around it, for images of coarse pixels.
  ///
  /// Without an own implementation, the source itself.
  ///
  /// - Parameter angle: the standard deviation of the Gaussian weights along each axis, in degrees, above 0.
  /// - Returns: the smoothed source.
  func smoothed(by angle: Double) -> any PatternProjecting
}

extension PatternProjecting {
  /// The source itself.
  public func smoothed(by angle: Double) -> any PatternProjecting { self }

  /// The pattern of a crystal with an orientation in the sample.
  ///
  /// - Parameters:
  ///   - orientation: the rotation from the crystal frame to the sample frame.
  ///   - geometry: the detector, which must be valid, and the tilt of the sample.
  /// - Returns: an image of the geometry's size.
  public func project(_ orientation: Orientation, onto geometry: DetectorGeometry) -> GrayImage {
    project(crystalToLaboratory: geometry.crystalToLaboratory(orientation), onto: geometry)
  }
}
