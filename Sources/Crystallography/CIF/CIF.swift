import Files

/// A crystal structure from a Crystallographic Information File.
///
/// The first data block with atoms is read: the cell; the symmetry operations, or else those of the space group given
/// by symbol or number; and the sites with their occupancies and displacements. Hall, Allen and Brown, Acta Cryst. A47,
/// 655 (1991). Gemmi parses the syntax.
public struct CIF: Sendable {
  /// The crystal with all atoms of its cell; sites near a special position are moved exactly onto it.
  public let crystal: Crystal
  /// The space group that the file names by number or symbol, if any; the symmetry of the atoms may differ.
  public let claimedSpaceGroup: SpaceGroup?
  /// The name of the data block.
  public let blockName: String

  /// The largest file that is read, in bytes.
  public static let sizeLimit = 16 << 20

  /// The plausible volumes per atom in Å³.
  private static let volumePerAtom = 1.5...250.0

  /// Reads a file; the crystal is named after it, without folder and extension.
  ///
  /// - Throws: `CrystalError.unreadableFile` and `CrystalError.invalidCIF`.
  public init(path: String) throws(CrystalError) {
    let bytes: [UInt8]
    do throws(FileError) { bytes = try FileBytes.read(path, limit: Self.sizeLimit) } catch {
      throw .unreadableFile(error)
    }
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let stem = file.lowercased().hasSuffix(".cif") ? String(file.dropLast(4)) : file
    try self.init(bytes: bytes, file: path, name: stem)
  }

  /// Reads the text of a CIF; the name is that of the crystal, and of the file in errors.
  ///
  /// - Throws: `CrystalError.invalidCIF`.
  public init(text: String, name: String) throws(CrystalError) {
    try self.init(bytes: Array(text.utf8), file: name, name: name)
  }

  private init(bytes: [UInt8], file: String, name: String) throws(CrystalError) {
    do throws(CIFFailure) { try self.init(bytes: bytes, name: name) } catch {
      throw .invalidCIF(file: file, line: error.line, error.problem)
    }
  }

  init(bytes: [UInt8], name: String) throws(CIFFailure) {
    // The byte-order mark that some Windows editors write.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let blocks = try CIFDocument(bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes).blocks
    guard let block = blocks.first(where: \.hasAtoms) else { throw CIFFailure(nil, .noAtoms) }
    let cell = try block.unitCell()
    let sites = try block.sites(in: cell)
    let expansion = try SymmetryExpansion(cell: cell, operations: block.operations(in: cell))
    let atoms = try expansion.atoms(of: sites)

    let volume = expansion.cell.volume / atoms.reduce(0) { $0 + $1.site.occupancy }
    guard Self.volumePerAtom.contains(volume) else {
      throw CIFFailure(nil, .unlikelyVolume(perAtom: volume, range: Self.volumePerAtom))
    }
    try AtomOverlap.check(atoms, in: expansion.cell)
    crystal = Crystal(name: name, cell: expansion.cell, atoms: atoms.map(\.site))
    claimedSpaceGroup = try block.claimedSpaceGroup()
    blockName = block.name
  }
}

extension Crystal {
  /// Reads a crystal from a CIF; see ``CIF``.
  ///
  /// - Throws: `CrystalError.unreadableFile` and `CrystalError.invalidCIF`.
  public init(cif path: String) throws(CrystalError) { self = try CIF(path: path).crystal }
}
