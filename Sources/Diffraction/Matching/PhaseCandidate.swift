import Crystallography

/// A phase that patterns may belong to, with its simulated intensity in all directions.
public struct PhaseCandidate: Sendable {
  /// The name.
  public let name: String
  /// The source of its patterns.
  public let projector: any PatternProjecting
  /// The proper rotations of its point group, in the Cartesian frame of its cell.
  public let rotations: [Orientation]

  /// Creates a candidate.
  public init(name: String, projector: any PatternProjecting, rotations: [Orientation]) {
    (self.name, self.projector, self.rotations) = (name, projector, rotations)
  }
}
