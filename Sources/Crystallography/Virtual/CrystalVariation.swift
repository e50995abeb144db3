/// How far a virtual crystal is from its prototype.
public struct CrystalVariation: Sendable, Hashable {
  /// The factor of all edges of the cell, drawn uniformly.
  public var scale: ClosedRange<Float> = 0.85...1.2
  /// The standard deviation of the strains of the cell, each as far as the symmetry allows it.
  public var strain: Float = 0.06
  /// The standard deviation in Å of the displacements of atoms along each axis that the symmetry leaves free.
  public var displacement: Float = 0.05
  /// The share of crystals whose atoms are none of the prototype's: new ones at random places, apart from each other.
  public var newArrangements: Float = 0
  /// The Debye-Waller factor of each element in Å², drawn uniformly.
  public var debyeWallerFactor: ClosedRange<Float> = 0.2...1.2
  /// The least difference of the atomic numbers of two elements, in units of the greater.
  ///
  /// Elements that are nearly alike would leave a symmetry that no diffraction pattern shows.
  public var contrast: Float = 0.2

  /// Creates the usual variation.
  public init() {}

  /// Crystals that have little more than the space group in common with their prototype: cells strained by 15 %, and
  /// atoms moved by an ångström in one half of them, new atoms in the other.
  ///
  /// What a network learns of them it cannot have learnt of an arrangement.
  public static var free: CrystalVariation {
    var variation = CrystalVariation()
    variation.scale = 0.75...1.35
    variation.strain = 0.15
    variation.displacement = 1
    variation.newArrangements = 0.5
    return variation
  }
}
