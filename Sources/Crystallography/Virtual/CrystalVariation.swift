/// The deviation of virtual crystals from their prototype.
public struct CrystalVariation: Sendable, Hashable {
  /// The factor of all edges of the cell, drawn uniformly.
  public var scale: ClosedRange<Float> = 0.85...1.2
  /// The standard deviation of the strains of the cell within its symmetry.
  public var strain: Float = 0.06
  /// The standard deviation in Å of the displacements of atoms along each axis that the symmetry leaves free.
  public var displacement: Float = 0.05
  /// The share of crystals whose atoms are all new, at random positions.
  public var newArrangements: Float = 0
  /// The Debye-Waller factor of each element in Å², drawn uniformly.
  public var debyeWallerFactor: ClosedRange<Float> = 0.2...1.2
  /// The smallest difference of two atomic numbers, relative to the larger one.
  ///
  /// With more similar elements, diffraction patterns would not show the true symmetry.
  public var contrast: Float = 0.2

  /// Creates the usual variation.
  public init() {}

  /// Crystals that share little but the space group with their prototype: cells strained by 15 %; one half has atoms
  /// displaced by 1 Å, the other half new atoms.
  ///
  /// From these a network cannot learn the arrangement of atoms.
  public static var free: CrystalVariation {
    var variation = CrystalVariation()
    variation.scale = 0.75...1.35
    variation.strain = 0.15
    variation.displacement = 1
    variation.newArrangements = 0.5
    return variation
  }
}
