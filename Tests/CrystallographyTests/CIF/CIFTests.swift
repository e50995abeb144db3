import Files
import Foundation
import RandomNumbers
import Testing

@testable import Crystallography

@Suite struct CIFTests {
  // MARK: Accepted files

  @Test func rutileIsRead() throws {
    let cif = try CIFText.rutile.read()
    #expect(cif.blockName == "rutile")
    #expect(cif.claimedSpaceGroup?.number == 136)
    #expect(cif.crystal.name == "a.cif")
    #expect(cif.crystal.cell.lengths == [4.594, 4.594, 2.959])
    #expect(cif.crystal.atoms.map(\.element.symbol) == ["Ti", "Ti", "O", "O", "O", "O"])
    #expect(cif.crystal.atoms.map(\.label) == ["Ti1", "Ti1", "O1", "O1", "O1", "O1"])
    // W. H. Baur and A. A. Khan, Acta Cryst. B27, 2133 (1971): four oxygens at 1.95 Å, two at 1.98 Å.
    let cell = cif.crystal.cell
    var distances: [Double] = []
    for oxygen in cif.crystal.atoms.dropFirst(2) {
      for c in -1...1 {
        for b in -1...1 {
          for a in -1...1 {
            let shift = Vector3(Double(a), Double(b), Double(c))
            let distance = cell.cartesian(oxygen.position + shift).length
            if distance < 2.2 { distances.append(distance) }
          }
        }
      }
    }
    distances.sort()
    #expect(distances.count == 6)
    #expect(
      abs((distances.first ?? 0) - 1.949) < 0.003 && abs((distances.last ?? 0) - 1.983) < 0.003
    )
    #expect(try CrystalSymmetry(of: cif.crystal).spaceGroup.number == 136)
  }

  @Test func windowsFilesAreRead() throws {
    let plain = try CIFText.rutile.read().crystal
    let text = CIFText.rutile.lines.joined(separator: "\r\n") + "\r\n"
    let marked: [UInt8] = [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    #expect(try CIF(bytes: marked, name: "a.cif").crystal == plain)
    // The last line break may be missing.
    let cut = CIFText.rutile.lines.joined(separator: "\n")
    #expect(try CIF(text: cut, name: "a.cif").crystal == plain)
  }

  @Test func firstBlockWithAtomsIsRead() throws {
    let text = "data_empty\n_cell_length_a 3\n" + CIFText.rutile.text + CIFText.cubic.text
    let cif = try CIF(text: text, name: "a.cif")
    #expect(cif.blockName == "rutile")
    #expect(cif.crystal.atoms.count == 6)
  }

  @Test func tagsAreReadInAnyCaseAndSpelling() throws {
    let upper = CIFText(CIFText.rutile.text.replacing("_atom_site_fract", with: "_ATOM_SITE_Fract"))
    #expect(try upper.read().crystal == CIFText.rutile.read().crystal)
    let dotted = CIFText(CIFText.rutile.text.replacing("_atom_site_", with: "_atom_site."))
    #expect(try dotted.read().crystal == CIFText.rutile.read().crystal)
  }

  // MARK: Files

  @Test func crystalIsNamedAfterItsFile() throws {
    try Self.inFolder { folder in
      for (file, name) in [("rutile.cif", "rutile"), ("B.CIF", "B"), ("plain", "plain")] {
        let path = folder + "/" + file
        try Data(CIFText.rutile.text.utf8).write(to: URL(filePath: path))
        let crystal = try Crystal(cif: path)
        #expect(crystal.name == name)
        #expect(crystal.atoms.count == 6)
      }
    }
  }

  @Test func messagesNameTheFileAndTheLine() throws {
    try Self.inFolder { folder in
      let path = folder + "/broken.cif"
      let text = CIFText.rutile.with(line: 19, "O1 Qq 0.3 0.3 0 1").text
      try Data(text.utf8).write(to: URL(filePath: path))
      let error = #expect(throws: CrystalError.self) { try CIF(path: path) }
      #expect(
        error.map { "\($0)" }
          == "\(path):19: site O1: 'Qq' is not a chemical element; give the element as _atom_site_type_symbol"
      )
      try Data(CIFText.rutile.without(3).text.utf8).write(to: URL(filePath: path))
      let other = #expect(throws: CrystalError.self) { try CIF(path: path) }
      #expect(other.map { "\($0)" } == "\(path):1: there is no _cell_length_a; add it")
    }
  }

  @Test func unreadableFilesAreNamed() throws {
    try Self.inFolder { folder in
      let missing = folder + "/missing.cif"
      let large = folder + "/large.cif"
      #expect(FileManager.default.createFile(atPath: large, contents: nil))
      let handle = try #require(FileHandle(forWritingAtPath: large))
      try handle.truncate(atOffset: UInt64(CIF.sizeLimit + 1))
      try handle.close()
      for (path, reason) in [
        (missing, "no such file"), (folder, "folder"), (large, "larger than 16 MiB"),
        (folder + "/a\0.cif", "NUL"),
      ] {
        let error = #expect(throws: CrystalError.self) { try CIF(path: path) }
        guard case .unreadableFile(let cause)? = error else {
          Issue.record("\(path): \(String(describing: error))")
          continue
        }
        #expect("\(cause)".localizedLowercase.contains(reason.lowercased()), "\(cause)")
        #expect(error.map { "\($0)" } == cause.description)
      }
    }
  }

  // MARK: Broken files

  @Test(arguments: ["data_nothing", "# a comment\ndata_\n", "data_a\n_cell_length_a 3\ndata_b\n"])
  func blocksWithoutAtomsAreRefused(text: String) {
    CIFText(text).expect(.noAtoms, line: nil)
  }

  @Test(arguments: ["", "\n \t\n", "# a comment alone\n"])
  func emptyFilesAreRefused(text: String) {
    CIFText(text).expect(.syntax("the file has only white space and comments"), line: nil)
  }

  @Test(arguments: ["hello", "{\"cell\": 4}", "<html>\n</html>", "_cell_length_a 4"])
  func textOtherThanCIFIsRefused(text: String) {
    CIFText(text).expect(.syntax("expected block header (data_)"), line: 1)
  }

  @Test func syntaxErrorsHaveALine() {
    for (text, line) in [
      (CIFText.rutile.with(line: 19, "O1 O2- 0.3 0.3 0"), 11),
      (CIFText.rutile.with(line: 5, "_cell_length_c"), 6),
      (CIFText.rutile.with(line: 2, "_chemical_name_mineral 'Rutile"), 2),
    ] {
      guard case (let found?, .syntax(let message))? = text.failure else {
        Issue.record("no syntax error with a line: \(String(describing: text.failure))")
        continue
      }
      #expect(abs(found - line) <= 1, "\(message)")
    }
  }

  @Test func binaryJunkIsRefused() throws {
    var generator = KeyedGenerator(7)
    for length in [1, 2, 16, 1000, 20_000] {
      let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      #expect(throws: CIFFailure.self) { try CIF(bytes: bytes, name: "a.cif") }
    }
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
    #expect(throws: CIFFailure.self) { try CIF(bytes: png, name: "a.cif") }
    #expect(throws: CIFFailure.self) {
      try CIF(bytes: [UInt8](repeating: 0, count: 5000), name: "a.cif")
    }
  }

  @Test func implausibleVolumesAreRefused() {
    // One cell is ten times too large, the other too small for its atoms.
    let range = 1.5...250.0
    let wide = CIFText(CIFText.cubic.text.replacing(" 4\n", with: " 40\n"))
    wide.expect(.unlikelyVolume(perAtom: 64000, range: range), line: 1)
    let narrow = CIFText(CIFText.cubic.text.replacing(" 4\n", with: " 1.6\n"))
      .adding("C1 0.5 0.5 0", "C2 0.5 0 0.5", "C3 0 0.5 0.5")
    guard case (_, .unlikelyVolume(let volume, range))? = narrow.failure else {
      Issue.record("\(String(describing: narrow.failure))")
      return
    }
    #expect(abs(volume - 1.024) < 1e-9)
  }

  @Test func tooManyAtomsAreRefused() {
    var many = CIFText.cubic
    for index in 0...SymmetryExpansion.mostAtoms {
      many = many.adding("C\(index) 0.1 0.2 0.3")
    }
    many.expect(.tooManyAtoms(limit: SymmetryExpansion.mostAtoms), line: 1)

    var sites = CIFText.rutile.with(line: 9, "_space_group_name_H-M_alt 'F m -3 m'").without(10)
      .with(line: 5, "_cell_length_c 4.594")
    for index in 10...20 { sites = sites.adding("C\(index) C 0.05 0.1\(index) 0.23 0.01") }
    sites.expect(.tooManyAtoms(limit: SymmetryExpansion.mostAtoms), line: 1)
  }

  // MARK: Damage

  @Test func truncatedFilesGiveAnErrorOrACrystal() {
    let bytes = Array(CIFText.rutile.text.utf8)
    var crystals = 0
    for length in stride(from: 0, to: bytes.count, by: 3) where Self.isRead(Array(bytes[..<length])) {
      crystals += 1
    }
    // Only the last few cuts leave all atoms.
    #expect(crystals > 0 && crystals < 20)
  }

  @Test func damagedFilesGiveAnErrorOrACrystal() throws {
    let texts = [CIFText.rutile.text, try Self.sample()]
    var crystals = 0
    for round in 0..<400 {
      var generator = KeyedGenerator(round)
      func below(_ limit: Int) -> Int { Int(generator.next() % UInt64(limit)) }
      var bytes = Array(texts[round % texts.count].utf8)
      for _ in 0...below(4) {
        let index = below(bytes.count)
        switch below(5) {
        case 0: bytes[index] ^= 1 << UInt8(below(8))
        case 1: bytes[index] = UInt8(below(256))
        case 2: bytes.remove(at: index)
        case 3: bytes.insert(contentsOf: bytes[index..<min(index + 40, bytes.count)], at: index)
        default:
          let strange = ["9", "-", "e9", ".", "1e400", "nan", "inf", "'", ";\n", "\n;", "?", "\0"]
          bytes.insert(contentsOf: strange[below(strange.count)].utf8, at: index)
        }
      }
      if Self.isRead(bytes) { crystals += 1 }
    }
    // Damage to names and comments is harmless; most other damage is an error.
    #expect(crystals > 40 && crystals < 360, "\(crystals)")
  }

  /// Reads bytes and checks the crystal, or the error's message; true for a crystal.
  private static func isRead(_ bytes: [UInt8]) -> Bool {
    do throws(CIFFailure) {
      let cif = try CIF(bytes: bytes, name: "a")
      #expect(!cif.crystal.atoms.isEmpty && cif.crystal.cell.volume > 1)
      for atom in cif.crystal.atoms {
        for axis in 0..<3 { #expect((0.0..<1).contains(atom.position[axis])) }
        #expect(atom.occupancy > 0 && atom.occupancy <= 1)
        #expect(atom.debyeWallerFactor >= 0 && atom.debyeWallerFactor <= 50)
      }
      return true
    } catch {
      let message = "\(error.problem)"
      #expect(message.count > 10 && message.count < 400, "\(message)")
      #expect(!message.unicodeScalars.contains { $0.properties.generalCategory == .control })
      #expect((error.line ?? 1) >= 1)
      return false
    }
  }

  /// A file with anisotropic displacements and operations.
  private static func sample() throws -> String {
    let file = StructureFiles.samples.appending(path: "mP/barytocalcite.cif")
    return try String(contentsOf: file, encoding: .utf8)
  }

  private static func inFolder(_ body: (_ folder: String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "ednet-cif-\(UUID().uuidString)"
    )
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }
}
