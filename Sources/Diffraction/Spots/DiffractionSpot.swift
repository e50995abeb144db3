import Crystallography

/// A diffracted beam and its position on the screen.
public struct DiffractionSpot: Sendable, Hashable {
  /// The reflection.
  public var index: MillerIndex
  /// The distance from the top of the image, in pixels.
  public var row: Double
  /// The distance from the left of the image, in pixels.
  public var column: Double
  /// The excitation error in Å⁻¹, positive inside the Ewald sphere; with precession, the middle of its range.
  public var excitationError: Double
  /// The intensity in units of the incident beam; in kinematical theory it may exceed 1.
  public var intensity: Double
}
