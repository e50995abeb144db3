/// A symmetry operation and its line in the file.
struct ListedOperation {
  let operation: SymmetryOperation
  let line: Int?
}

extension CIFBlock {
  /// The symmetry operations of a structure.
  struct Symmetry {
    /// The operations; for a space group with two origins of which the file names none, those of both.
    var choices: [[ListedOperation]]
    /// The name of the space group that has two origins.
    var name: CIFValue?
    /// The operations that the file lists, if those of its space group took their place.
    var listed: [ListedOperation]?
    /// True if the file has no symmetry, so that its atoms must be all those of the cell.
    var isAssumed = false
    var notes: [String] = []
  }

  /// Reads the symmetry.
  ///
  /// The first of these counts: the listed operations, the Hall symbol, the Hermann-Mauguin symbol with the
  /// coordinate-system code, the number. Disagreements are noted. Two kinds of lists give way to the name of the space
  /// group: the identity alone, with which some programs write an asymmetric unit, and a list with a misprint, if most
  /// of its operations belong to the named group.
  func symmetry(in cell: UnitCell) throws(CIFFailure) -> Symmetry {
    let listed = try listedOperations()
    let named: NamedSpaceGroup?
    do throws(CIFFailure) { named = try namedSpaceGroup(alpha: cell.angles.x, gamma: cell.angles.z) } catch {
      guard listed.operations.isEmpty || listed.failure != nil, case .unknownSpaceGroup = error.problem else {
        // Operations need no name, but a tag that occurs twice is an error.
        if case .unknownSpaceGroup = error.problem { return Symmetry(choices: [listed.operations]) }
        throw error
      }
      if try isModulated() { throw CIFFailure(error.line, .modulated) }
      throw listed.failure ?? error
    }
    if let failure = listed.failure {
      return try replacement(for: listed.operations, named, failure)
    }
    guard !listed.operations.isEmpty else { return try symmetry(of: named) }
    guard let named else { return Symmetry(choices: [listed.operations]) }
    if listed.operations.allSatisfy({ $0.operation == .identity }) && named.origins[0].count > 1 {
      var symmetry = try symmetry(of: named)
      symmetry.listed = listed.operations
      symmetry.notes.append(
        "the only operation is x,y,z, but the space group is \(named.name.text ?? "?"); its operations are used"
      )
      return symmetry
    }
    do throws(CIFFailure) {
      try SymmetryExpansion.checkGroup(listed.operations)
    } catch {
      return try replacement(for: listed.operations, named, error)
    }
    var notes: [String] = []
    if let claimed = named.group, !named.origins.contains(where: { Self.areEqual($0, listed.operations) }),
      let own = SpaceGroup(operations: listed.operations.map(\.operation)), own != claimed
    {
      notes.append(
        "line \(named.name.line): the space group is '\(CIFProblem.shown(named.name.text ?? "?"))' (\(claimed)), "
          + "but the listed operations, which are used, are those of \(own)"
      )
    }
    return Symmetry(choices: [listed.operations], notes: notes)
  }

  /// The symmetry by the name of the space group alone.
  private func symmetry(of named: NamedSpaceGroup?) throws(CIFFailure) -> Symmetry {
    if let named {
      let choices = named.origins.map { $0.map { ListedOperation(operation: $0, line: named.name.line) } }
      return Symmetry(choices: choices, name: named.name, notes: named.notes)
    }
    guard try !isModulated() else { throw CIFFailure(nil, .modulated) }
    return Symmetry(choices: [[ListedOperation(operation: .identity, line: nil)]], isAssumed: true)
  }

  /// The symmetry of the named space group in place of a list with a misprint.
  ///
  /// - Throws: the failure of the list if fewer than half of its operations belong to the named group.
  private func replacement(
    for listed: [ListedOperation],
    _ named: NamedSpaceGroup?,
    _ failure: CIFFailure
  ) throws(CIFFailure) -> Symmetry {
    let keys = Set(listed.map { OperationKey($0.operation) }).subtracting([OperationKey(.identity)])
    guard let named, !keys.isEmpty else { throw failure }
    let origins = named.origins.filter { 2 * keys.intersection($0.map(OperationKey.init)).count > keys.count }
    guard !origins.isEmpty else { throw failure }
    var symmetry = try symmetry(of: named)
    symmetry.choices = origins.map { $0.map { ListedOperation(operation: $0, line: named.name.line) } }
    symmetry.notes.append(
      "\(failure.line.map { "line \($0): " } ?? "")\(failure.problem); the operations of "
        + "'\(CIFProblem.shown(named.name.text ?? "?"))' are used"
    )
    return symmetry
  }

  private static func areEqual(_ operations: [SymmetryOperation], _ listed: [ListedOperation]) -> Bool {
    Set(operations.map(OperationKey.init)) == Set(listed.map { OperationKey($0.operation) })
  }

  /// The operations that can be read, and the failure of the first that cannot.
  private func listedOperations() throws(CIFFailure) -> (operations: [ListedOperation], failure: CIFFailure?) {
    guard let column = try column("_space_group_symop_operation_xyz", "_symmetry_equiv_pos_as_xyz") else {
      return ([], nil)
    }
    var operations: [ListedOperation] = []
    var failure: CIFFailure?
    for value in column.values {
      if let text = value.text, let operation = SymmetryOperation(triplet: text) {
        operations.append(ListedOperation(operation: operation.reduced, line: value.line))
      } else {
        failure = failure ?? CIFFailure(value.line, .invalidOperation(value.text ?? "?"))
      }
    }
    return (operations, failure)
  }

  /// True if the symmetry of the block is that of a modulated structure, in more than three dimensions.
  private func isModulated() throws(CIFFailure) -> Bool {
    for tag in ["_space_group_symop_ssg_operation_algebraic", "_space_group_ssg_name", "_cell_modulation_dimension"]
    where try column(tag) != nil {
      return true
    }
    return false
  }
}
