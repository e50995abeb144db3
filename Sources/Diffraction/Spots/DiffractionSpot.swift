import Crystallography

/// A diffracted beam and its position on the screen.
public struct DiffractionSpot: Sendable, Hashable {
  /// The reflection.
  public var index: MillerIndex
  /// The position from the top of the image, in pixels.
  public var row: Double
  /// The position from the left of the image, in pixels.
  public var column: Double
  /// The excitation error in Å⁻¹, positive inside the Ewald sphere; the mean in precession.
  public var excitationError: Double
  /// The intensity in units of the incident beam; it may exceed 1 in kinematical theory.
  public var intensity: Double
}
