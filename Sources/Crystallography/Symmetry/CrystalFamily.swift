/// One of the six crystal families; the raw value is the first letter of a Pearson symbol.
///
/// International Tables for Crystallography A (2016), section 2.1.1.
public enum CrystalFamily: String, CaseIterable, Codable, Sendable {
  /// The triclinic (anorthic) family.
  case triclinic = "a"
  /// The monoclinic family.
  case monoclinic = "m"
  /// The orthorhombic family.
  case orthorhombic = "o"
  /// The tetragonal family.
  case tetragonal = "t"
  /// The hexagonal family: all trigonal and hexagonal crystals.
  case hexagonal = "h"
  /// The cubic family.
  case cubic = "c"
}
