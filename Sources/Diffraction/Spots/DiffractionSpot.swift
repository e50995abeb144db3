import Crystallography

/// A beam that a crystal diffracts, and where it meets the screen.
public struct DiffractionSpot: Sendable, Hashable {
  /// The reflection.
  public var index: MillerIndex
  /// The place from the top of the image, in pixels.
  public var row: Double
  /// The place from the left of the image, in pixels.
  public var column: Double
  /// The excitation error in Å⁻¹, positive inside the Ewald sphere; in precession, in the middle of its range.
  public var excitationError: Double
  /// The intensity in units of the incident beam; the kinematical theory lets it exceed 1.
  public var intensity: Double
}
