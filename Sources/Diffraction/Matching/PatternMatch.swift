import Crystallography

/// The best fit of a simulated pattern to a measured one.
public struct PatternMatch: Sendable, Hashable {
  /// The rotation from the crystal frame to the sample frame.
  public var orientation: Orientation
  /// The detector.
  public var geometry: DetectorGeometry
  /// The normalised cross-correlation, -1 to 1.
  public var score: Float

  /// Creates a match.
  public init(orientation: Orientation, geometry: DetectorGeometry, score: Float) {
    (self.orientation, self.geometry, self.score) = (orientation, geometry, score)
  }
}
