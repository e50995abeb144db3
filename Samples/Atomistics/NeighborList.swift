/// The neighbours of each atom within a distance, in periodic images of the cell.
///
/// In a cell smaller than the cutoff an atom is a neighbour several times, as its images, and of itself.
public struct NeighborList: Sendable {
  /// The neighbours of atom i are those in `starts[i]..<starts[i + 1]`.
  public private(set) var starts: [Int] = [0]
  /// The atom of which a neighbour is an image.
  public private(set) var atoms: [Int] = []
  /// The displacement from the position of that atom in the structure to the image, in Å.
  public private(set) var shifts: [SIMD3<Double>] = []

  /// Finds the neighbours.
  ///
  /// - Parameters:
  ///   - structure: the atoms.
  ///   - cutoff: the greatest distance in Å.
  public init(of structure: AtomicStructure, within cutoff: Double) {
    precondition(cutoff > 0 && structure.volume > 0, "a cell without volume or a cutoff of \(cutoff) Å")
    let bins = Bins(structure, cutoff: cutoff)
    for i in 0..<structure.count {
      bins.visitNeighbors(of: i) { atom, shift in
        atoms.append(atom)
        shifts.append(shift)
      }
      starts.append(atoms.count)
    }
  }

  /// The displacements from atom i to its neighbours, for positions that may have moved since.
  func environment(of i: Int, in structure: AtomicStructure, within cutoff: Double, into result: inout Environment) {
    result.removeAll()
    let origin = structure.positions[i]
    for index in starts[i]..<starts[i + 1] {
      let displacement = structure.positions[atoms[index]] + shifts[index] - origin
      let square = dot(displacement, displacement)
      if square < cutoff * cutoff {
        result.append(
          displacement,
          distance: square.squareRoot(),
          atom: atoms[index],
          species: structure.species[atoms[index]]
        )
      }
    }
  }

  /// Atoms by the part of the cell in which they lie; parts are at least as thick as the cutoff, or there is one.
  private struct Bins {
    let structure: AtomicStructure
    let cutoff: Double
    let counts: SIMD3<Int>
    /// The number of neighbouring parts in each direction that the cutoff reaches.
    let reach: SIMD3<Int>
    var members: [[Int]]
    /// The part of each atom, and the cell vectors to add to bring it into the cell.
    var place: [SIMD3<Int>] = []
    var home: [SIMD3<Double>] = []

    init(_ structure: AtomicStructure, cutoff: Double) {
      (self.structure, self.cutoff) = (structure, cutoff)
      let heights = structure.heights
      var (counts, reach) = (SIMD3<Int>.one, SIMD3<Int>.one)
      for axis in 0..<3 {
        counts[axis] = max(1, Int(heights[axis] / cutoff))
        reach[axis] = Int((cutoff / (heights[axis] / Double(counts[axis]))).rounded(.up))
      }
      (self.counts, self.reach) = (counts, reach)
      members = [[Int]](repeating: [], count: counts.x * counts.y * counts.z)
      for (atom, position) in structure.positions.enumerated() {
        var fractional = structure.fractional(position)
        let cell = fractional.rounded(.down)
        fractional -= cell
        var bin = SIMD3<Int>.zero
        for axis in 0..<3 { bin[axis] = min(Int(fractional[axis] * Double(counts[axis])), counts[axis] - 1) }
        place.append(bin)
        home.append(-structure.cartesian(cell))
        members[index(bin)].append(atom)
      }
    }

    private func index(_ bin: SIMD3<Int>) -> Int { (bin.x * counts.y + bin.y) * counts.z + bin.z }

    func visitNeighbors(of i: Int, _ visit: (Int, SIMD3<Double>) -> Void) {
      let origin = structure.positions[i] + home[i]
      for a in -reach.x...reach.x {
        for b in -reach.y...reach.y {
          for c in -reach.z...reach.z {
            var (bin, cell) = (place[i] &+ SIMD3(a, b, c), SIMD3<Double>.zero)
            for axis in 0..<3 {
              let wraps = (Double(bin[axis]) / Double(counts[axis])).rounded(.down)
              cell[axis] = wraps
              bin[axis] -= Int(wraps) * counts[axis]
            }
            let offset = structure.cartesian(cell)
            for atom in members[index(bin)] {
              let shift = home[atom] + offset
              let displacement = structure.positions[atom] + shift - origin
              let square = dot(displacement, displacement)
              if square < cutoff * cutoff && !(atom == i && square < 1e-12) { visit(atom, shift - home[i]) }
            }
          }
        }
      }
    }
  }
}

/// The surroundings of one atom: displacements in Å to its neighbours, coordinate by coordinate.
public struct Environment: Sendable {
  /// The displacements.
  public private(set) var x: [Double] = [], y: [Double] = [], z: [Double] = []
  /// The distances.
  public private(set) var distances: [Double] = []
  /// The atoms of which the neighbours are images, and their species.
  public private(set) var atoms: [Int] = [], species: [Int] = []

  /// Creates surroundings without neighbours.
  public init() {}

  /// The number of neighbours.
  public var count: Int { distances.count }

  /// Adds a neighbour.
  public mutating func append(_ displacement: SIMD3<Double>, distance: Double, atom: Int, species: Int) {
    x.append(displacement.x)
    y.append(displacement.y)
    z.append(displacement.z)
    distances.append(distance)
    atoms.append(atom)
    self.species.append(species)
  }

  /// The displacement to a neighbour.
  public func displacement(_ index: Int) -> SIMD3<Double> { SIMD3(x[index], y[index], z[index]) }

  mutating func removeAll() {
    x.removeAll(keepingCapacity: true)
    y.removeAll(keepingCapacity: true)
    z.removeAll(keepingCapacity: true)
    distances.removeAll(keepingCapacity: true)
    atoms.removeAll(keepingCapacity: true)
    species.removeAll(keepingCapacity: true)
  }
}
