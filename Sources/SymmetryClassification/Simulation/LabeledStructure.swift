import Crystallography
import Files
import RandomNumbers

/// A crystal structure, its symmetry and its name, for simulating labelled patterns.
public struct LabeledStructure: Sendable {
  /// The crystal.
  public let crystal: Crystal
  /// The symmetry of its atoms, from which the label is derived.
  public let symmetry: CrystalSymmetry
  /// The file's name without `.cif`.
  public let name: String
  /// A sentence on the disagreement if the file states another space group than that of its atoms; else nil.
  public let disagreement: String?
  /// A hash of the crystal, equal for equal crystals regardless of file names.
  public let key: Int

  /// Reads a CIF file and determines the symmetry of its atoms.
  ///
  /// - Throws: `CrystalError`.
  public init(path: String) throws(CrystalError) {
    let cif = try CIF(path: path)
    crystal = cif.crystal
    symmetry = try CrystalSymmetry(of: cif.crystal)
    let file = path.split(separator: "/").last.map(String.init) ?? path
    name = file.lowercased().hasSuffix(".cif") ? String(file.dropLast(4)) : file
    disagreement = symmetry.disagreement(with: cif.claimedSpaceGroup, in: path)
    key = Int(truncatingIfNeeded: FNV1a.of(crystal.content.utf8))
  }

  /// Creates a structure from a crystal of known symmetry.
  public init(_ crystal: Crystal, symmetry: CrystalSymmetry, name: String) {
    (self.crystal, self.symmetry, self.name) = (crystal, symmetry, name)
    disagreement = nil
    key = Int(truncatingIfNeeded: FNV1a.of(crystal.content.utf8))
  }

  /// Draws virtual crystals of the structure: crystals of its space group and arrangement with other cells and
  /// elements.
  ///
  /// - Parameters:
  ///   - count: the number of draws; those that do not have the space group give no crystal.
  ///   - seed: the random seed.
  /// - Returns: the crystals, each named after the structure and its number.
  /// - Throws: `CrystalError` if the structure cannot be a prototype.
  public func virtualCrystals(_ count: Int, seed: Int) throws(CrystalError) -> [LabeledStructure] {
    let prototype = try CrystalPrototype(symmetry)
    return (0..<count).compactMap { number in
      var generator = KeyedGenerator(seed, key, number)
      return prototype.virtualCrystal(using: &generator).map {
        LabeledStructure($0.crystal, symmetry: $0.symmetry, name: "\(name)-virtual-\(number)")
      }
    }
  }

  /// The name of its class at a level as the name of a folder, with `_` for `/`.
  public func className(at level: SymmetryLevel) -> String {
    SymmetryClass(of: symmetry.spaceGroup, at: level).symbol.split(separator: "/").joined(separator: "_")
  }
}
