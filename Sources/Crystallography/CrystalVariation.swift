import Foundation

/// How far a virtual crystal is from its prototype.
public struct CrystalVariation: Sendable, Hashable {
  /// The factor of all edges of the cell, drawn uniformly.
  public var scale: ClosedRange<Float> = 0.85...1.2
  /// The standard deviation of the strains of the cell, each as far as the symmetry allows it.
  public var strain: Float = 0.06
  /// The standard deviation in Å of the displacements of atoms along each axis that the symmetry leaves free.
  public var displacement: Float = 0.05
  /// The Debye-Waller factor of each element in Å², drawn uniformly.
  public var debyeWallerFactor: ClosedRange<Float> = 0.2...1.2
  /// The least difference of the atomic numbers of two elements, in units of the greater.
  ///
  /// Elements that are nearly alike would leave a symmetry that no diffraction pattern shows.
  public var contrast: Float = 0.2

  /// Creates the usual variation.
  public init() {}

  /// A variation that is a multiple of this one: of strains and displacements, and of the logarithms of scales.
  public func scaled(by factor: Float) -> CrystalVariation {
    var scaled = self
    scaled.scale = pow(scale.lowerBound, factor)...pow(scale.upperBound, factor)
    scaled.strain *= factor
    scaled.displacement *= factor
    return scaled
  }
}
