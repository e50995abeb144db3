/// Atoms in a periodic cell.
public struct AtomicStructure: Sendable, Equatable {
  /// The three cell vectors in Å, as rows.
  public var cell: [SIMD3<Double>]
  /// The positions in Å.
  public var positions: [SIMD3<Double>]
  /// The species of each atom, as an index into a list of elements that its user keeps.
  public var species: [Int]

  /// Creates a structure.
  public init(cell: [SIMD3<Double>], positions: [SIMD3<Double>], species: [Int]) {
    precondition(cell.count == 3 && positions.count == species.count, "a cell has three vectors, an atom one species")
    (self.cell, self.positions, self.species) = (cell, positions, species)
  }

  /// The number of atoms.
  public var count: Int { positions.count }

  /// The volume in Å³.
  public var volume: Double { abs(triple(cell[0], cell[1], cell[2])) }

  /// The coordinates of a position in units of the cell vectors.
  public func fractional(_ position: SIMD3<Double>) -> SIMD3<Double> {
    let volume = triple(cell[0], cell[1], cell[2])
    return SIMD3(
      triple(position, cell[1], cell[2]),
      triple(cell[0], position, cell[2]),
      triple(cell[0], cell[1], position)
    ) / volume
  }

  /// The position of fractional coordinates, in Å.
  public func cartesian(_ fractional: SIMD3<Double>) -> SIMD3<Double> {
    fractional.x * cell[0] + fractional.y * cell[1] + fractional.z * cell[2]
  }

  /// The distances between opposite faces of the cell, in Å.
  public var heights: SIMD3<Double> {
    SIMD3((0..<3).map { volume / length(cross(cell[($0 + 1) % 3], cell[($0 + 2) % 3])) })
  }

  /// The same structure with the cell and positions multiplied by a matrix, given as its rows.
  public func transformed(by matrix: [SIMD3<Double>]) -> AtomicStructure {
    func apply(_ vector: SIMD3<Double>) -> SIMD3<Double> { SIMD3(matrix.map { dot($0, vector) }) }
    return AtomicStructure(cell: cell.map(apply), positions: positions.map(apply), species: species)
  }

  /// Several cells side by side along each cell vector.
  public func repeated(_ counts: SIMD3<Int>) -> AtomicStructure {
    var result = AtomicStructure(
      cell: (0..<3).map { Double(counts[$0]) * cell[$0] },
      positions: [],
      species: []
    )
    for a in 0..<counts.x {
      for b in 0..<counts.y {
        for c in 0..<counts.z {
          let shift = Double(a) * cell[0] + Double(b) * cell[1] + Double(c) * cell[2]
          result.positions += positions.map { $0 + shift }
          result.species += species
        }
      }
    }
    return result
  }
}

/// The scalar product.
public func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double { (a * b).sum() }

/// The vector product.
public func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
  SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
}

/// The length of a vector.
public func length(_ a: SIMD3<Double>) -> Double { dot(a, a).squareRoot() }

/// a · (b × c).
func triple(_ a: SIMD3<Double>, _ b: SIMD3<Double>, _ c: SIMD3<Double>) -> Double { dot(a, cross(b, c)) }
