/// The cell and the sites of a CIF, from which the symmetry makes all atoms.
struct CellContent {
  let cell: UnitCell
  let sites: [ListedSite]
  let formula: ChemicalFormula?
  let name: String

  /// The plausible volumes per atom in Å³.
  private static let volumePerAtom = 1.5...250.0

  /// Makes the atoms; of two origins, the one with which they fit the cell and the formula.
  ///
  /// - Parameters:
  ///   - symmetry: the operations.
  ///   - notes: the notes so far.
  /// - Returns: the crystal and all notes.
  /// - Throws: `CIFFailure` if the atoms are impossible, or the file does not tell the origin or the symmetry.
  func crystal(_ symmetry: CIFBlock.Symmetry, notes: [String]) throws(CIFFailure) -> (Crystal, notes: [String]) {
    let notes = notes + symmetry.notes
    guard let operations = symmetry.choices.first else { throw CIFFailure(nil, .noSymmetry) }
    if symmetry.isAssumed {
      // Only the complete content of the cell proves that no operation is missing.
      guard let formula, formula.unitsPerCell != nil, case let found = try crystal(operations, notes: notes),
        formula.matches(found.0) == true
      else { throw CIFFailure(nil, .noSymmetry) }
      let note = "there is no symmetry; the atoms are all those of the cell, since they match its formula"
      return (found.0, found.notes + [note])
    }
    guard symmetry.choices.count > 1 else {
      // If the file may list all atoms, repeated ones show that the operations are wrong.
      return try crystal(operations, notes: notes, allowsRepeats: symmetry.listed == nil)
    }

    var possible: [(origin: Int, crystal: Crystal, notes: [String])] = []
    var failures: [CIFFailure] = []
    for (index, choice) in symmetry.choices.enumerated() {
      do throws(CIFFailure) {
        let (crystal, notes) = try crystal(choice, notes: notes, allowsRepeats: false)
        possible.append((index + 1, crystal, notes))
      } catch { failures.append(error) }
    }
    if let failure = failures.first, possible.isEmpty { throw failure }
    let text = symmetry.name?.text ?? "?"
    let fitting = possible.filter { formula?.matches($0.crystal) ?? (possible.count == 1) }
    guard fitting.count == 1 else { throw CIFFailure(symmetry.name?.line, .ambiguousOrigin(text)) }
    let note =
      "\(CIFProblem.shown(text)) has two origins; origin \(fitting[0].origin) is used, "
      + "since only with it the atoms fit " + (formula == nil ? "the cell" : "the formula")
    return (fitting[0].crystal, fitting[0].notes + [note])
  }

  /// Makes the atoms of a list of operations.
  ///
  /// - Parameters:
  ///   - operations: the operations, of which the identity may be missing.
  ///   - notes: the notes so far.
  ///   - allowsRepeats: false if sites that repeat others, or share a position without occupancies, are an error.
  /// - Returns: the crystal and all notes.
  /// - Throws: `CIFFailure` if the operations are not a group, the cell does not have them, or the atoms are too many,
  ///   too dense or overlap.
  func crystal(
    _ operations: [ListedOperation],
    notes: [String],
    allowsRepeats: Bool = true
  ) throws(CIFFailure) -> (Crystal, notes: [String]) {
    var notes = notes
    let (cell, sites, operations) = try unskewed(operations, notes: &notes)
    let expansion = try SymmetryExpansion(cell: cell, operations: operations)
    if expansion.identityIsMissing { notes.append("the operation x,y,z is missing from the list and was added") }
    let orbits = try expansion.orbits(of: sites)
    var atoms =
      allowsRepeats
      ? RepeatedSites.removed(from: orbits, in: expansion.cell, notes: &notes) : orbits.flatMap(\.self)
    let volume = expansion.cell.volume / atoms.reduce(0) { $0 + $1.site.occupancy }
    guard Self.volumePerAtom.contains(volume) else {
      throw CIFFailure(nil, .unlikelyVolume(perAtom: volume, range: Self.volumePerAtom))
    }
    try AtomOverlap.normalize(&atoms, in: expansion.cell, allowsSharing: allowsRepeats, notes: &notes)
    return (Crystal(name: name, cell: expansion.cell, atoms: atoms.map(\.site)), notes)
  }

  /// The cell, sites and operations in the shortest basis if the cell is so skewed that its planes are too close to
  /// measure distances; otherwise unchanged.
  private func unskewed(
    _ operations: [ListedOperation],
    notes: inout [String]
  ) throws(CIFFailure) -> (UnitCell, [ListedSite], [ListedOperation]) {
    guard cell.isSkewed else { return (cell, sites, operations) }
    guard let basis = ReducedBasis(of: cell), !basis.cell.isSkewed else { throw CIFFailure(nil, .impossibleCell) }
    let moved = sites.map { item in
      var item = item
      item.site.position = basis.position(item.site.position)
      return item
    }
    var changed: [ListedOperation] = []
    for item in operations {
      guard let operation = basis.operation(item.operation) else {
        throw CIFFailure(item.line, .operationDoesNotFitCell(item.operation.description))
      }
      changed.append(ListedOperation(operation: operation, line: item.line))
    }
    notes.append("the cell is strongly skewed; its shortest edges are used instead")
    return (basis.cell, moved, changed)
  }
}

extension UnitCell {
  /// The least spacing of the planes (100), (010) and (001) in Å in which the nearest image of an atom is found axis by
  /// axis.
  private static let leastSpacing = 1.0

  /// True if planes are closer than atoms can be.
  var isSkewed: Bool {
    [MillerIndex(1, 0, 0), MillerIndex(0, 1, 0), MillerIndex(0, 0, 1)].contains { spacing(of: $0) < Self.leastSpacing }
  }
}
