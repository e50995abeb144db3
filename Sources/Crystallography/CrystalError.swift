import Files

/// The error of the module: an unusable crystal structure.
public enum CrystalError: Error, Equatable {
  /// Edges (Å) and angles (degrees) define no cell.
  case impossibleCell(lengths: Vector3, angles: Vector3)
  /// A file cannot be read.
  case unreadableFile(FileError)
  /// A CIF describes no crystal: the file, the line if known, and the reason.
  case invalidCIF(file: String, line: Int?, CIFProblem)
  /// The symmetry of the atoms cannot be found with a tolerance in Å.
  case symmetryNotFound(crystal: String, tolerance: Double)
}

extension CrystalError: CustomStringConvertible {
  /// The problem and its remedy in one sentence.
  public var description: String {
    switch self {
    case .impossibleCell(let lengths, let angles):
      "no unit cell has the edges \(lengths.x), \(lengths.y), \(lengths.z) Å and the angles "
        + "\(angles.x), \(angles.y), \(angles.z)°; check the cell parameters"
    case .unreadableFile(let error): error.description
    case .invalidCIF(let file, let line, let problem): file + (line.map { ":\($0)" } ?? "") + ": \(problem)"
    case .symmetryNotFound(let crystal, let tolerance):
      "\(crystal): the symmetry of the atoms cannot be found with a tolerance of \(tolerance) Å; check "
        + "for atoms closer than that, or use another tolerance"
    }
  }
}
