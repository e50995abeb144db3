/// The radial distribution function g(r): the density of atoms at distance r from an atom, divided by the mean density.
public struct RadialDistribution: Sendable {
  /// The width of a bin in Å.
  public let width: Double
  private var counts: [Int]
  private var structures = 0
  private var atoms = 0
  private var density = 0.0

  /// Creates a histogram from 0 to a distance in Å.
  public init(to range: Double, bins: Int) {
    precondition(range > 0 && bins > 0, "\(bins) bins up to \(range) Å")
    width = range / Double(bins)
    counts = [Int](repeating: 0, count: bins)
  }

  /// Adds the distances of a structure.
  public mutating func add(_ structure: AtomicStructure) {
    let list = NeighborList(of: structure, within: width * Double(counts.count))
    for i in 0..<structure.count {
      for index in list.starts[i]..<list.starts[i + 1] {
        let distance = length(structure.positions[list.atoms[index]] + list.shifts[index] - structure.positions[i])
        counts[min(Int(distance / width), counts.count - 1)] += 1
      }
    }
    structures += 1
    atoms += structure.count
    density += Double(structure.count) / structure.volume
  }

  /// The middle of each bin in Å and g there.
  public var values: [SIMD2<Double>] {
    guard structures > 0 else { return [] }
    let density = density / Double(structures)
    return counts.enumerated().map { bin, count in
      let (inner, outer) = (Double(bin) * width, Double(bin + 1) * width)
      let shell = 4 / 3 * Double.pi * (outer * outer * outer - inner * inner * inner)
      return [(inner + outer) / 2, Double(count) / (Double(atoms) * density * shell)]
    }
  }

  /// The value of a curve at an abscissa, by linear interpolation; that of its nearest end outside.
  ///
  /// - Parameters:
  ///   - points: the curve, by ascending abscissa.
  ///   - abscissa: the position.
  /// - Returns: the ordinate; 0 for a curve without points.
  public static func interpolate(_ points: [SIMD2<Double>], at abscissa: Double) -> Double {
    guard let first = points.first, let last = points.last else { return 0 }
    guard abscissa > first.x else { return first.y }
    guard let next = points.firstIndex(where: { $0.x >= abscissa }) else { return last.y }
    let (a, b) = (points[next - 1], points[next])
    return a.y + (abscissa - a.x) / (b.x - a.x) * (b.y - a.y)
  }
}
