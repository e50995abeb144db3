/// One of the seven lattice systems: the classification of Bravais lattices by their point symmetry.
///
/// International Tables for Crystallography A (2016), section 2.1.1.
public enum LatticeSystem: String, CaseIterable, Codable, Sendable {
  /// Lattice symmetry -1: aP.
  case triclinic
  /// Lattice symmetry 2/m: mP, mS.
  case monoclinic
  /// Lattice symmetry mmm: oP, oS, oI, oF.
  case orthorhombic
  /// Lattice symmetry 4/mmm: tP, tI.
  case tetragonal
  /// Lattice symmetry -3m: hR.
  case rhombohedral
  /// Lattice symmetry 6/mmm: hP.
  case hexagonal
  /// Lattice symmetry m-3m: cP, cI, cF.
  case cubic
}
