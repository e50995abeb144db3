import Diffraction

/// Master patterns of EMsoft in ednet's orientation.
enum EMsoftMasterPattern {
  /// Reads a file.
  ///
  /// The rows of the files are reversed and their rings read one pixel farther out; Documentation/Physics.md explains
  /// why.
  ///
  /// - Throws: `DiffractionError`.
  static func read(_ path: String) throws -> MasterPattern {
    let theirs = try MasterPatternFile.read(path).masterPattern
    let (size, middle) = (theirs.size, theirs.size / 2)
    func own(_ grid: [Float]) -> [Float] {
      (0..<size * size).map { index in
        let (x, y) = (index % size - middle, middle - index / size)
        let ring = max(abs(x), abs(y))
        let outwards = ring > 0 ? Double(min(ring + 1, middle)) / Double(ring) : 1
        let column = middle + Int((Double(x) * outwards).rounded())
        let row = middle + Int((Double(y) * outwards).rounded())
        return grid[row * size + column]
      }
    }
    return MasterPattern(size: size, northern: own(theirs.northern), southern: own(theirs.southern))
  }
}
