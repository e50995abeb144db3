import Crystallography
import Files

/// A crystal structure from a CIF file, of which labelled patterns are simulated.
public struct StructureSpecimen: Sendable {
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
    key = Int(truncatingIfNeeded: FowlerNollVoHash.of(crystal.content.utf8))
  }

  /// The name of its class at a level, as a folder may be called: `/` becomes `_`.
  public func className(at level: SymmetryLevel) -> String {
    SymmetryClass(of: symmetry.spaceGroup, at: level).symbol.split(separator: "/")
      .joined(separator: "_")
  }
}
