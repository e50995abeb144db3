import NeuralNetworks

/// The search for the nearest minimum of a potential energy, by L-BFGS.
public struct Relaxation: Sendable {
  /// The structure at the minimum.
  public let structure: AtomicStructure
  /// Its energy in eV.
  public let energy: Double
  /// The largest component of a force in eV/Å that is left.
  public let greatestForce: Double
  /// The number of steps.
  public let steps: Int

  /// Relaxes positions, and the cell if asked.
  ///
  /// The variables are positions in the frame of the first cell and its deformation (Tadmor et al., Phys. Rev. B 59,
  /// 235, 1999), scaled so that both have the stiffness of a bond.
  ///
  /// - Parameters:
  ///   - start: the first structure.
  ///   - potential: the potential.
  ///   - relaxesCell: true to find the cell without stress too.
  ///   - leastDistance: no step brings two atoms nearer than this, in Å: a network that never saw such pairs may find
  ///     them favourable.
  ///   - steps: the greatest number of steps.
  ///   - tolerance: the largest component of a force in eV/Å at which the search ends.
  public init(
    of start: AtomicStructure,
    in potential: some Potential,
    relaxesCell: Bool = true,
    leastDistance: Double = 1.5,
    steps: Int = 500,
    tolerance: Double = 0.01
  ) {
    let count = start.count
    // The deformation acts on lengths of the order of the cell.
    let scale = Double(count).squareRoot() * 2
    func structure(_ variables: [Double]) -> (structure: AtomicStructure, deformation: [SIMD3<Double>]) {
      var deformation: [SIMD3<Double>] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
      if relaxesCell {
        for row in 0..<3 {
          for column in 0..<3 { deformation[row][column] += variables[3 * count + 3 * row + column] / scale }
        }
      }
      var moved = start
      for atom in 0..<count {
        moved.positions[atom] = SIMD3(variables[3 * atom], variables[3 * atom + 1], variables[3 * atom + 2])
      }
      return (moved.transformed(by: deformation), deformation)
    }
    let first =
      start.positions.flatMap { [$0.x, $0.y, $0.z] } + [Double](repeating: 0, count: relaxesCell ? 9 : 0)
    var made = 0
    let (point, _) = LBFGS(memory: 20, tolerance: tolerance).minimize(from: first, steps: steps) { variables in
      let (structure, deformation) = structure(variables)
      guard structure.volume > 0.3 * start.volume,
        NeighborList(of: structure, within: leastDistance).atoms.isEmpty
      else { return (.infinity, [Double](repeating: .nan, count: variables.count)) }
      let result = potential.evaluate(structure)
      // x = F x′, so that the derivative with respect to x′ is Fᵀ times that with respect to x.
      var gradient = result.forces.flatMap { force in
        (0..<3).map { column in -(0..<3).reduce(0) { $0 + deformation[$1][column] * force[$1] } }
      }
      if relaxesCell {
        // dE/dF = (dE/dε) F⁻ᵀ.
        let inverse = Self.inverse(deformation)
        for row in 0..<3 {
          for column in 0..<3 {
            gradient.append((0..<3).reduce(0) { $0 + result.strainDerivative[row][$1] * inverse[column][$1] } / scale)
          }
        }
      }
      return (result.energy, gradient)
    } observer: { step, _ in
      made = step
      return true
    }
    self.structure = structure(point.position).structure
    energy = point.value
    greatestForce = point.gradient.prefix(3 * count).map(abs).max() ?? 0
    self.steps = made
  }

  private static func inverse(_ m: [SIMD3<Double>]) -> [SIMD3<Double>] {
    let determinant = triple(m[0], m[1], m[2])
    let columns = [cross(m[1], m[2]), cross(m[2], m[0]), cross(m[0], m[1])].map { $0 / determinant }
    return (0..<3).map { row in SIMD3(columns[0][row], columns[1][row], columns[2][row]) }
  }
}
