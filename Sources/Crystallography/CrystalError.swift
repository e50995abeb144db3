import Files

/// What is wrong with a crystal structure.
public enum CrystalError: Error, Equatable {
  /// Edges (Å) and angles (degrees) that span no cell.
  case impossibleCell(lengths: Vector3, angles: Vector3)
  /// A file that cannot be read.
  case unreadableFile(FileError)
  /// A CIF that describes no crystal: the file, the line where it is known, and why.
  case invalidCIF(file: String, line: Int?, CIFProblem)
  /// Atoms whose symmetry cannot be found with a tolerance in Å.
  case symmetryNotFound(crystal: String, tolerance: Double)
}

extension CrystalError: CustomStringConvertible {
  /// One sentence that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .impossibleCell(let lengths, let angles):
      "no unit cell has the edges \(lengths.x), \(lengths.y), \(lengths.z) Å and the angles "
        + "\(angles.x), \(angles.y), \(angles.z)°; check the cell parameters"
    case .unreadableFile(let error):
      error.description
    case .invalidCIF(let file, let line, let problem):
      file + (line.map { ":\($0)" } ?? "") + ": \(problem)"
    case .symmetryNotFound(let crystal, let tolerance):
      "\(crystal): the symmetry of the atoms cannot be found with a tolerance of \(tolerance) Å; check "
        + "for atoms closer than that, or take another tolerance"
    }
  }
}
