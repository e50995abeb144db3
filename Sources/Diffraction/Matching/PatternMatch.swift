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

  /// The angle in radians and the shift of the pattern centre for finite differences in refinements.
  static let steps = (angle: 0.002, center: 0.002)

  /// Rotates the crystal in the sample frame and shifts the pattern centre.
  ///
  /// - Parameters:
  ///   - rotation: the rotation vector in radians.
  ///   - shift: the shift of the pattern centre; the screen stays in front of the sample.
  /// - Returns: the moved match with the same score.
  func moved(by rotation: Vector3, _ shift: Vector3) -> PatternMatch {
    var moved = self
    moved.orientation = Orientation(rotationVector: rotation) * orientation
    if shift != .zero {
      moved.geometry.patternCenter += shift
      moved.geometry.patternCenter.z = max(moved.geometry.patternCenter.z, 0.1)
    }
    return moved
  }
}
