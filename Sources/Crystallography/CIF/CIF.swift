import Files

/// A crystal structure from a Crystallographic Information File.
///
/// Each data block with atoms is a structure: the cell, the symmetry, and the sites with their occupancies and
/// displacements. Hall, Allen and Brown, Acta Cryst. A47, 655 (1991). Gemmi parses the syntax.
///
/// The symmetry is the first of these that the file has: the operations, the Hall symbol, the Hermann-Mauguin symbol
/// (with the coordinate-system code), and the number (with the code). Disagreements between them and assumptions that
/// were necessary are recorded in ``notes``.
public struct CIF: Sendable {
  /// The crystal with all atoms of its cell; sites near a special position are moved exactly onto it.
  public let crystal: Crystal
  /// The space group that the file names by symbol or number, if any; the symmetry of the atoms may differ.
  public let claimedSpaceGroup: SpaceGroup?
  /// The name of the data block.
  public let blockName: String
  /// The assumptions made about the file, one sentence each.
  public private(set) var notes: [String]

  /// The largest file that is read, in bytes.
  public static let sizeLimit = 16 << 20

  /// Reads the first structure of a file; the crystal is named after the file, without folder and extension.
  ///
  /// - Throws: `CrystalError.unreadableFile` and `CrystalError.invalidCIF`.
  public init(path: String) throws(CrystalError) { self = try Self.all(path: path)[0] }

  /// Reads all structures of a file, at least one.
  ///
  /// The crystal of a single structure is named after the file, without folder and extension; those of several have the
  /// name of their data block appended, or their number if blocks have the same name.
  ///
  /// - Parameter path: the file.
  /// - Returns: the structures in the order of the file.
  /// - Throws: `CrystalError.unreadableFile` and `CrystalError.invalidCIF`.
  public static func all(path: String) throws(CrystalError) -> [CIF] {
    let bytes: [UInt8]
    do throws(FileError) { bytes = try FileBytes.read(path, limit: sizeLimit) } catch { throw .unreadableFile(error) }
    do throws(CIFFailure) { return try all(bytes: bytes, name: name(of: path)) } catch {
      throw .invalidCIF(file: path, line: error.line, error.problem)
    }
  }

  /// The name of a file's crystal: that of the file, without folder and extension.
  package static func name(of path: String) -> String {
    let file = path.lastPathComponent
    return file.lowercased().hasSuffix(".cif") ? String(file.dropLast(4)) : file
  }

  /// Reads the text of a CIF; the name is that of the crystal, and of the file in errors.
  ///
  /// - Throws: `CrystalError.invalidCIF`.
  public init(text: String, name: String) throws(CrystalError) {
    do throws(CIFFailure) { try self.init(bytes: Array(text.utf8), name: name) } catch {
      throw .invalidCIF(file: name, line: error.line, error.problem)
    }
  }

  init(bytes: [UInt8], name: String) throws(CIFFailure) { self = try Self.all(bytes: bytes, name: name)[0] }

  static func all(bytes: [UInt8], name: String) throws(CIFFailure) -> [CIF] {
    let (document, repairs) = try CIFRepair.document(CIFEncoding.normalized(bytes))
    let blocks = document.blocks.filter(\.hasAtoms)
    guard let first = blocks.first else { throw CIFFailure(nil, .noAtoms) }
    guard blocks.count > 1 else { return [try CIF(first, name: name, notes: repairs)] }
    let areDistinct = Set(blocks.map(\.name)).count == blocks.count
    var structures: [CIF] = []
    var failures: [CIFFailure] = []
    var notes = repairs
    for (index, block) in blocks.enumerated() {
      do throws(CIFFailure) {
        structures.append(try CIF(block, name: "\(name)-\(areDistinct ? block.name : String(index + 1))", notes: notes))
        notes = []
      } catch {
        failures.append(error)
        notes.append(
          "the structure \(block.name) is left out\(error.line.map { " (line \($0))" } ?? ""): \(error.problem)"
        )
      }
    }
    if let failure = failures.first, structures.isEmpty { throw failure }
    if !notes.isEmpty, let last = structures.indices.last { structures[last].notes += notes }
    return structures
  }

  private init(_ block: CIFBlock, name: String, notes: [String]) throws(CIFFailure) {
    do throws(CIFFailure) { try self.init(reading: block, name: name, notes: notes) } catch {
      throw CIFFailure(error.line ?? block.line, error.problem)
    }
  }

  private init(reading block: CIFBlock, name: String, notes earlier: [String]) throws(CIFFailure) {
    var notes = earlier
    let claimed = try block.claimedSpaceGroup()
    let cell = try block.unitCell(of: claimed, notes: &notes)
    let sites = try block.sites(in: cell, notes: &notes)
    let symmetry = try block.symmetry(in: cell)
    let atoms = CellContent(cell: cell, sites: sites, formula: block.chemicalFormula(), name: name)
    do throws(CIFFailure) {
      (crystal, self.notes) = try atoms.crystal(symmetry, notes: notes)
    } catch {
      // With all atoms listed, the operations of the symbol would repeat them.
      guard let listed = symmetry.listed else { throw error }
      (crystal, self.notes) = try atoms.crystal(listed, notes: notes)
    }
    claimedSpaceGroup = claimed
    blockName = block.name
  }
}

extension Crystal {
  /// Reads a crystal from a CIF; see ``CIF``.
  ///
  /// - Throws: `CrystalError.unreadableFile` and `CrystalError.invalidCIF`.
  public init(cif path: String) throws(CrystalError) { self = try CIF(path: path).crystal }
}
