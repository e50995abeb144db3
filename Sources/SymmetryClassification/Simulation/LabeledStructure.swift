import Crystallography
import Diffraction
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
  /// The assumptions made about its file, and a disagreement about its space group: one sentence each, with the file.
  public let warnings: [String]
  /// A hash of the crystal, equal for equal crystals regardless of file names.
  public let key: Int

  /// Reads the first structure of a CIF file and determines the symmetry of its atoms.
  ///
  /// - Throws: `CrystalError`.
  public init(path: String) throws(CrystalError) { self = try LabeledStructure(CIF(path: path), path: path) }

  /// Reads all structures of a CIF file and determines the symmetry of their atoms.
  ///
  /// - Throws: `CrystalError`.
  public static func all(path: String) throws(CrystalError) -> [LabeledStructure] {
    var structures: [LabeledStructure] = []
    for cif in try CIF.all(path: path) { structures.append(try LabeledStructure(cif, path: path)) }
    return structures
  }

  private init(_ cif: CIF, path: String) throws(CrystalError) {
    crystal = cif.crystal
    symmetry = try CrystalSymmetry(of: cif.crystal)
    name = cif.crystal.name
    let disagreement = symmetry.disagreement(with: cif.claimedSpaceGroup, in: path)
    warnings = cif.notes.map { "\(path): \($0)" } + (disagreement.map { [$0] } ?? [])
    key = Int(truncatingIfNeeded: FNV1a.of(crystal.content.utf8))
  }

  /// Creates a structure from a crystal of known symmetry.
  public init(_ crystal: Crystal, symmetry: CrystalSymmetry, name: String) {
    (self.crystal, self.symmetry, self.name) = (crystal, symmetry, name)
    warnings = []
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

  /// The spacing of the finest planes in Å that its simulated patterns need, by the volume of its primitive cell.
  public var finestSpacing: Double {
    TwoBeamParameterRanges.minimumSpacing(primitiveVolume: symmetry.primitive.cell.volume)
  }

  /// The name of its class at a level as the name of a folder, with `_` for `/`.
  public func className(at level: SymmetryLevel) -> String {
    SymmetryClass(of: symmetry.spaceGroup, at: level).symbol.split(separator: "/").joined(separator: "_")
  }
}
