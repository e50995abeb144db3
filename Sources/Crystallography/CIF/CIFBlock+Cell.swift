extension CIFBlock {
  /// The valid lengths of an edge in Å; no atom fits into a shorter one.
  private static let edges = 1.5...100.0

  /// The least spacing of the planes (100), (010) and (001) in Å.
  private static let leastSpacing = 1.0

  /// Reads the cell; a missing angle is 90°, by the CIF dictionary.
  func unitCell() throws(CIFFailure) -> UnitCell {
    let a = try edge("_cell_length_a")
    let b = try edge("_cell_length_b")
    let c = try edge("_cell_length_c")
    let alpha = try angle("_cell_angle_alpha")
    let beta = try angle("_cell_angle_beta")
    let gamma = try angle("_cell_angle_gamma")
    let line = try column("_cell_length_a")?.line
    let cell: UnitCell
    do throws(CrystalError) { cell = try UnitCell(a: a, b: b, c: c, alpha: alpha, beta: beta, gamma: gamma) } catch {
      throw CIFFailure(line, .impossibleCell)
    }
    let spacings = [MillerIndex(1, 0, 0), MillerIndex(0, 1, 0), MillerIndex(0, 0, 1)].map(cell.spacing(of:))
    guard spacings.allSatisfy({ $0 >= Self.leastSpacing }) else { throw CIFFailure(line, .impossibleCell) }
    return cell
  }

  private func edge(_ tag: String) throws(CIFFailure) -> Double {
    guard let value = try column(tag)?.values.first else { throw CIFFailure(nil, .missingTag(tag)) }
    let expected = "a length of \(Self.edges.lowerBound) to \(Self.edges.upperBound) Å"
    guard let length = value.number, Self.edges.contains(length) else {
      throw CIFFailure(value.line, .invalidNumber(tag: tag, value: value.text ?? "?", expected: expected))
    }
    return length
  }

  private func angle(_ tag: String) throws(CIFFailure) -> Double {
    guard let value = try column(tag)?.values.first else { return 90 }
    guard let angle = value.number, angle > 0, angle < 180 else {
      throw CIFFailure(
        value.line,
        .invalidNumber(tag: tag, value: value.text ?? "?", expected: "an angle of 0 to 180°")
      )
    }
    return angle
  }
}
