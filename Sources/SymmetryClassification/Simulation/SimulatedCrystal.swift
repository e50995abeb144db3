import Diffraction

/// A crystal as a ``SimulatedDataset`` shows it: what draws its patterns, and where its symmetry lies.
public struct SimulatedCrystal: Sendable {
  /// What draws its patterns.
  public let simulator: KikuchiSimulator
  /// Its axes and mirror planes, in the frame that orientations turn.
  public let elements: SymmetryElements

  /// Names a crystal.
  public init(_ simulator: KikuchiSimulator, elements: SymmetryElements) {
    self.simulator = simulator
    self.elements = elements
  }
}
