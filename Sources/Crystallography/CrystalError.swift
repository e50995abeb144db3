/// What is wrong with a crystal structure.
public enum CrystalError: Error, Equatable {
  /// Edges (Å) and angles (degrees) that span no cell.
  case impossibleCell(lengths: Vector3, angles: Vector3)
}

extension CrystalError: CustomStringConvertible {
  /// One sentence that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .impossibleCell(let lengths, let angles):
      "no unit cell has the edges \(lengths.x), \(lengths.y), \(lengths.z) Å and the angles "
        + "\(angles.x), \(angles.y), \(angles.z)°; check the cell parameters"
    }
  }
}
