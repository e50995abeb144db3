import Crystallography
import Files
import RandomNumbers

/// A crystal structure from a CIF file, of which labelled patterns are simulated.
public struct LabeledStructure: Sendable {
  /// The crystal.
  public let crystal: Crystal
  /// The symmetry of its atoms, which the label is taken from.
  public let symmetry: CrystalSymmetry
  /// The name of the file without `.cif`.
  public let name: String
  /// Where the file claims another space group than its atoms have, a sentence that says so.
  public let disagreement: String?
  /// A number that is the same for equal crystals, whatever their files are called.
  public let key: Int

  /// Reads a structure and finds its symmetry.
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

  /// Names a crystal whose symmetry is known.
  public init(_ crystal: Crystal, symmetry: CrystalSymmetry, name: String) {
    (self.crystal, self.symmetry, self.name) = (crystal, symmetry, name)
    disagreement = nil
    key = Int(truncatingIfNeeded: FNV1a.of(crystal.content.utf8))
  }

  /// Virtual crystals of the structure: of its space group and arrangement, with other cells and elements.
  ///
  /// - Parameters:
  ///   - count: how many; where chance makes none of the space group, fewer.
  ///   - seed: another seed makes other crystals.
  /// - Returns: the crystals, each named after the structure and its number.
  /// - Throws: `CrystalError` where the structure cannot be a prototype.
  public func virtualCrystals(_ count: Int, seed: Int) throws(CrystalError) -> [LabeledStructure] {
    let prototype = try CrystalPrototype(symmetry)
    return (0..<count).compactMap { number in
      var generator = KeyedGenerator(seed, key, number)
      return prototype.virtualCrystal(using: &generator).map {
        LabeledStructure($0.crystal, symmetry: $0.symmetry, name: "\(name)-virtual-\(number)")
      }
    }
  }

  /// The name of its class at a level, as a folder may be called: `/` becomes `_`.
  public func className(at level: SymmetryLevel) -> String {
    SymmetryClass(of: symmetry.spaceGroup, at: level).symbol.split(separator: "/")
      .joined(separator: "_")
  }
}
