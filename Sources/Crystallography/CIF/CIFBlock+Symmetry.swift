/// A symmetry operation and its line in the file.
struct ListedOperation {
  let operation: SymmetryOperation
  let line: Int?
}

extension CIFBlock {
  /// The symmetry operations of a structure.
  struct Symmetry {
    var operations: [ListedOperation]
    /// The operations that the file lists, if those of its space group took their place.
    var listed: [ListedOperation]?
    var notes: [String] = []
  }

  /// Reads the symmetry operations; if none are listed, those of the space group's setting.
  ///
  /// If the identity is the only operation and the file names a space group, the operations are those of the space
  /// group: some programs write the asymmetric unit with the identity alone.
  func symmetry(in cell: UnitCell) throws(CIFFailure) -> Symmetry {
    let listed = try listedOperations()
    guard let listed else { return Symmetry(operations: try namedOperations(in: cell)) }
    let (name, number) = (try spaceGroupSymbol(), try spaceGroupNumber())
    guard listed.allSatisfy({ $0.operation == .identity }), let symbol = name ?? number,
      let named = try? namedOperations(in: cell), named.count > 1
    else { return Symmetry(operations: listed) }
    let note = "the only operation is x,y,z, but the space group is \(symbol.text ?? "?"); its operations are used"
    return Symmetry(operations: named, listed: listed, notes: [note])
  }

  private func listedOperations() throws(CIFFailure) -> [ListedOperation]? {
    guard let column = try column("_space_group_symop_operation_xyz", "_symmetry_equiv_pos_as_xyz") else { return nil }
    var operations: [ListedOperation] = []
    for value in column.values {
      guard let text = value.text, let operation = SymmetryOperation(triplet: text) else {
        throw CIFFailure(value.line, .invalidOperation(value.text ?? "?"))
      }
      operations.append(ListedOperation(operation: operation.reduced, line: value.line))
    }
    return operations
  }

  private func namedOperations(in cell: UnitCell) throws(CIFFailure) -> [ListedOperation] {
    let (alpha, gamma) = (cell.angles.x, cell.angles.z)
    let symbol = try spaceGroupSymbol()
    let number = try spaceGroupNumber()
    guard let value = symbol ?? number else { throw CIFFailure(nil, .noSymmetry) }
    let text = value.text ?? "?"
    let named = symbol?.text.flatMap { SpaceGroupSetting(symbol: $0, alpha: alpha, gamma: gamma) }
    let numbered = number?.text.flatMap(Int.init).flatMap { SpaceGroupSetting(number: $0, alpha: alpha, gamma: gamma) }
    guard let setting = named ?? numbered else { throw CIFFailure(value.line, .unknownSpaceGroup(text)) }
    if setting.hasTwoOrigins && (named == nil || !Self.namesOrigin(text)) {
      throw CIFFailure(value.line, .ambiguousOrigin(text))
    }
    return setting.operations.map { ListedOperation(operation: $0, line: value.line) }
  }

  /// The space group that the file names by number or symbol, if any.
  func claimedSpaceGroup() throws(CIFFailure) -> SpaceGroup? {
    if let group = try spaceGroupNumber()?.text.flatMap(Int.init).flatMap(SpaceGroup.init(number:)) { return group }
    guard let symbol = try spaceGroupSymbol()?.text else { return nil }
    return SpaceGroupSetting(symbol: symbol, alpha: 90, gamma: 120).flatMap { SpaceGroup(number: $0.number) }
  }

  private static func namesOrigin(_ symbol: String) -> Bool {
    symbol.contains(":") || symbol.hasSuffix(" S") || symbol.hasSuffix(" Z")
  }

  private func spaceGroupSymbol() throws(CIFFailure) -> CIFValue? {
    try column(
      "_space_group_name_h-m_alt",
      "_symmetry_space_group_name_h-m",
      "_space_group_name_h-m",
      "_space_group_name_h-m_ref"
    )?.values.first { $0.text != nil }
  }

  private func spaceGroupNumber() throws(CIFFailure) -> CIFValue? {
    try column("_space_group_it_number", "_symmetry_int_tables_number")?.values.first { $0.text != nil }
  }
}
