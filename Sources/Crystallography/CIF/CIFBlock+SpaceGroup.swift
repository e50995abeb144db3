/// The space group that a block names.
struct NamedSpaceGroup {
  /// The name that is used, with its line.
  let name: CIFValue
  /// The group; nil for a Hall symbol of axes beyond gemmi's table.
  let group: SpaceGroup?
  /// The operations of the setting; both origins if the file does not say which.
  let origins: [[SymmetryOperation]]
  /// The disagreements between the names.
  var notes: [String] = []
}

extension CIFBlock {
  /// The space group by the names in the block, of which the first counts: Hall symbol, Hermann-Mauguin symbol with
  /// coordinate-system code, number with code.
  ///
  /// A Hall symbol states axes and origin, a Hermann-Mauguin symbol not always, and a number only the group.
  ///
  /// - Parameters:
  ///   - alpha: the cell angle in degrees, which tells rhombohedral from hexagonal axes.
  ///   - gamma: the cell angle in degrees.
  /// - Returns: nil if the block names none.
  /// - Throws: `CIFFailure` if no name is a space group.
  func namedSpaceGroup(alpha: Double, gamma: Double) throws(CIFFailure) -> NamedSpaceGroup? {
    let (hall, symbol, number) = (try hallSymbol(), try spaceGroupSymbol(), try spaceGroupNumber())
    let code = try column("_space_group_it_coordinate_system_code")?
      .values.first { $0.text != nil }
    let symbolSetting = symbol?.text.flatMap { SpaceGroupSetting(symbol: $0, alpha: alpha, gamma: gamma) }
    let numberSetting = number?.text.flatMap(Int.init)
      .flatMap { SpaceGroupSetting(number: $0, alpha: alpha, gamma: gamma) }
    var notes: [String] = []

    let setting = symbolSetting ?? numberSetting
    let named = symbolSetting == nil && numberSetting != nil ? number : symbol ?? number
    if let hall, let text = hall.text {
      if let operations = HallSymbol(text)?.operations {
        let group = SpaceGroup(operations: operations)
        if let group, let setting, let named, setting.number != group.number {
          notes.append(Self.disagreement(named, hall, used: "Hall symbol '\(text)' (\(group))"))
        }
        return NamedSpaceGroup(name: hall, group: group, origins: [operations], notes: notes)
      }
      guard setting != nil else { throw CIFFailure(hall.line, .unknownSpaceGroup(text)) }
      notes.append("line \(hall.line): '\(CIFProblem.shown(text))' is not a Hall symbol and is ignored")
    }
    guard let named else { return nil }
    guard var setting else { throw CIFFailure(named.line, .unknownSpaceGroup(named.text ?? "?")) }
    if symbolSetting == nil, let symbol {
      notes.append(
        "line \(symbol.line): '\(CIFProblem.shown(symbol.text ?? "?"))' is not a space group; the number "
          + "\(setting.number) is used"
      )
    }
    if symbolSetting != nil, let number, let numberSetting, numberSetting.number != setting.number {
      notes.append(Self.disagreement(number, named, used: "symbol '\(named.text ?? "?")'"))
    }
    let statesChoice = symbolSetting != nil && SettingSpelling(named.text ?? "").choice != nil
    var hasOrigin = statesChoice
    if let code, let text = code.text {
      if let coded = setting.with(code: text), !statesChoice || coded == setting {
        (setting, hasOrigin) = (coded, true)
      } else {
        notes.append(
          "line \(code.line): the coordinate-system code '\(CIFProblem.shown(text))' does not fit "
            + "\(CIFProblem.shown(named.text ?? "?")) and is ignored"
        )
      }
    }
    var origins = [setting.operations]
    if setting.hasTwoOrigins && !hasOrigin { origins = setting.bothOrigins.map(\.operations) }
    return NamedSpaceGroup(
      name: named,
      group: SpaceGroup(number: setting.number),
      origins: origins,
      notes: notes
    )
  }

  /// The space group that the file names, if any.
  func claimedSpaceGroup() throws(CIFFailure) -> SpaceGroup? {
    do throws(CIFFailure) { return try namedSpaceGroup(alpha: 90, gamma: 120)?.group } catch {
      guard case .unknownSpaceGroup = error.problem else { throw error }
      return nil
    }
  }

  private static func disagreement(_ ignored: CIFValue, _ value: CIFValue, used: String) -> String {
    "lines \(value.line) and \(ignored.line): the space groups disagree; the \(used) is used, not "
      + "'\(CIFProblem.shown(ignored.text ?? "?"))'"
  }

  private func hallSymbol() throws(CIFFailure) -> CIFValue? {
    try column("_space_group_name_hall", "_symmetry_space_group_name_hall")?.values.first { $0.text != nil }
  }

  private func spaceGroupSymbol() throws(CIFFailure) -> CIFValue? {
    try column(
      "_space_group_name_h-m_alt",
      "_symmetry_space_group_name_h-m",
      "_space_group_name_h-m",
      "_space_group_name_h-m_ref",
      "_space_group_name_h-m_full"
    )?.values.first { $0.text != nil }
  }

  private func spaceGroupNumber() throws(CIFFailure) -> CIFValue? {
    try column("_space_group_it_number", "_symmetry_int_tables_number")?.values.first { $0.text != nil }
  }
}
