extension CIFBlock {
  /// The valid lengths of an edge in Å; no atom fits into a shorter one.
  private static let edges = 1.5...100.0

  /// Reads the cell; missing edges and angles that the crystal system determines are filled in with a note.
  ///
  /// Without a space group in the file, a missing angle is 90°, by the CIF dictionary.
  func unitCell(of group: SpaceGroup?, notes: inout [String]) throws(CIFFailure) -> UnitCell {
    let system = group?.crystalSystem
    var filled: [String] = []
    func edge(_ tag: String, equalTo other: Double?) throws(CIFFailure) -> Double {
      if let length = try self.edge(tag) { return length }
      guard let other else { throw CIFFailure(nil, .missingTag(tag)) }
      filled.append("\(tag.suffix(1)) = \(other) Å")
      return other
    }
    func angle(_ tag: String, _ fixed: Double?) throws(CIFFailure) -> Double {
      if let angle = try self.angle(tag) { return angle }
      guard let fixed else { throw CIFFailure(nil, .missingTag(tag)) }
      if fixed != 90 { filled.append("\(tag.dropFirst("_cell_angle_".count)) = \(fixed)°") }
      return fixed
    }
    let a = try edge("_cell_length_a", equalTo: nil)
    let hasEqualAAndB = [.tetragonal, .trigonal, .hexagonal, .cubic].contains(system)
    let b = try edge("_cell_length_b", equalTo: hasEqualAAndB ? a : nil)
    let c = try edge("_cell_length_c", equalTo: system == .cubic ? a : nil)
    let isSixfold = system == .trigonal || system == .hexagonal
    let givenAlpha = try self.angle("_cell_angle_alpha") ?? 90
    let isRhombohedral = isSixfold && group?.latticeSystem == .rhombohedral && givenAlpha != 90
    let alpha = try angle("_cell_angle_alpha", system == .triclinic ? nil : 90)
    let beta = try angle(
      "_cell_angle_beta",
      isRhombohedral ? alpha : [.triclinic, .monoclinic].contains(system) ? nil : 90
    )
    let gamma = try angle(
      "_cell_angle_gamma",
      isRhombohedral ? alpha : isSixfold ? 120 : system == .triclinic ? nil : 90
    )
    if !filled.isEmpty {
      notes.append("the cell lacks parameters; the crystal system gives \(filled.joined(separator: ", "))")
    }
    let line = try column("_cell_length_a")?.line
    let cell: UnitCell
    do throws(CrystalError) { cell = try UnitCell(a: a, b: b, c: c, alpha: alpha, beta: beta, gamma: gamma) } catch {
      throw CIFFailure(line, .impossibleCell)
    }
    guard !cell.isSkewed || ReducedBasis(of: cell)?.cell.isSkewed == false else {
      throw CIFFailure(line, .impossibleCell)
    }
    return cell
  }

  private func edge(_ tag: String) throws(CIFFailure) -> Double? {
    guard let value = try column(tag)?.values.first else { return nil }
    let expected = "a length of \(Self.edges.lowerBound) to \(Self.edges.upperBound) Å"
    guard let length = value.number, Self.edges.contains(length) else {
      throw CIFFailure(value.line, .invalidNumber(tag: tag, value: value.text ?? "?", expected: expected))
    }
    return length
  }

  private func angle(_ tag: String) throws(CIFFailure) -> Double? {
    guard let value = try column(tag)?.values.first else { return nil }
    guard let angle = value.number, angle > 0, angle < 180 else {
      throw CIFFailure(
        value.line,
        .invalidNumber(tag: tag, value: value.text ?? "?", expected: "an angle of 0 to 180°")
      )
    }
    return angle
  }
}
