import RandomNumbers

/// The prototype of virtual crystals, which have its space group and, in most cases, its arrangement of atoms.
///
/// The cell is strained within its lattice system, atoms are displaced within their site symmetry, and elements are
/// replaced. A ``CrystalVariation`` may also replace all atoms and keep only the space group.
public struct CrystalPrototype: Sendable {
  /// The symmetry that all crystals of the prototype have.
  public let symmetry: CrystalSymmetry
  /// The crystal in a primitive cell.
  private let primitive: Crystal
  /// The operations in the basis of the primitive cell and their Cartesian matrices.
  private let operations: [(operation: SymmetryOperation, matrix: Matrix3)]
  /// For each orbit of atoms, the image of its first atom under each operation.
  private let orbits: [[Int]]

  /// Makes a crystal a prototype.
  ///
  /// - Throws: `CrystalError.symmetryNotFound`, as ``CrystalSymmetry`` does.
  public init(_ symmetry: CrystalSymmetry) throws(CrystalError) {
    self.symmetry = symmetry
    let primitive = symmetry.primitive
    self.primitive = primitive
    let own = try CrystalSymmetry(of: primitive)
    operations = own.operations.map { ($0, $0.cartesianRotation(in: primitive.cell)) }
    // Atoms on shared positions stay fixed, so that they remain together.
    orbits = Set(own.equivalentAtoms).sorted().filter { primitive.atoms[$0].occupancy == 1 }.map { first in
      own.operations.map { operation in
        Self.atom(at: operation(primitive.atoms[first].position), like: first, of: primitive)
      }
    }
  }

  /// Draws a virtual crystal in a primitive cell.
  ///
  /// - Returns: the crystal and its symmetry, which has the prototype's space group; nil if all of eight draws had
  ///   another one.
  public func virtualCrystal(
    _ variation: CrystalVariation = CrystalVariation(),
    using generator: inout some RandomNumberGenerator
  ) -> (crystal: Crystal, symmetry: CrystalSymmetry)? {
    for _ in 0..<8 {
      guard let crystal = try? draw(variation, using: &generator), let found = try? CrystalSymmetry(of: crystal),
        found.spaceGroup == symmetry.spaceGroup
      else { continue }
      return (crystal, found)
    }
    return nil
  }

  private func draw(
    _ variation: CrystalVariation,
    using generator: inout some RandomNumberGenerator
  ) throws(CrystalError) -> Crystal {
    var crystal = primitive
    let strained = strain(variation, using: &generator) * primitive.cell.directMatrix
    crystal.cell = try UnitCell(spannedBy: strained)

    if generator.chance(variation.newArrangements) {
      let arrangement = RandomArrangement(operations: operations.map(\.operation), in: crystal.cell)
      crystal.atoms = arrangement.atoms(variation, using: &generator)
    } else {
      displace(&crystal.atoms, by: Double(variation.displacement), using: &generator)
      exchangeElements(of: &crystal.atoms, variation, using: &generator)
    }
    crystal.name = "\(primitive.name) (virtual)"
    return crystal
  }

  /// Displaces the atoms of the unstrained crystal within their site symmetry; the fractions also hold for the strained
  /// one.
  private func displace(
    _ atoms: inout [AtomSite],
    by deviation: Double,
    using generator: inout some RandomNumberGenerator
  ) {
    let toFractions = primitive.cell.reciprocalMatrix.transposed
    for images in orbits {
      let drawn = deviation * Self.normalVector(using: &generator)
      let count = Double(Set(images).count) / Double(images.count)
      for (image, operation) in zip(images, operations) {
        // The mean over the operations that lead to the same atom keeps its site symmetry.
        atoms[image].position += toFractions * (operation.matrix * (count * drawn))
      }
    }
    for index in atoms.indices { atoms[index].position = atoms[index].position.inCell }
  }

  /// Gives each element's atoms another element and another Debye-Waller factor.
  private func exchangeElements(
    of atoms: inout [AtomSite],
    _ variation: CrystalVariation,
    using generator: inout some RandomNumberGenerator
  ) {
    var drawn = DistinctElements(variation)
    var exchanged: [Element: (element: Element, debyeWallerFactor: Double)] = [:]
    let elements = Set(atoms.map(\.element)).sorted { $0.atomicNumber < $1.atomicNumber }
    // An element for which no distinct replacement is found stays.
    for element in elements { exchanged[element] = drawn.next(using: &generator) }
    for index in atoms.indices {
      guard let (element, factor) = exchanged[atoms[index].element] else { continue }
      atoms[index].element = element
      atoms[index].label = element.symbol
      atoms[index].debyeWallerFactor = factor
    }
  }

  /// A matrix close to a multiple of the identity, with the point symmetry of the crystal.
  private func strain(_ variation: CrystalVariation, using generator: inout some RandomNumberGenerator) -> Matrix3 {
    let size = Double(variation.strain)
    let diagonal = size * Self.normalVector(using: &generator)
    let shear = size / 2.0.squareRoot() * Self.normalVector(using: &generator)
    let drawn = Matrix3(
      rows: [1 + diagonal.x, shear.z, shear.y],
      [shear.z, 1 + diagonal.y, shear.x],
      [shear.y, shear.x, 1 + diagonal.z]
    )
    let scale = Double(generator.uniform(in: variation.scale)) / Double(operations.count)
    // The mean over a group has its symmetry.
    return operations.reduce(Matrix3(columns: .zero, .zero, .zero)) { sum, operation in
      let image = operation.matrix * drawn * operation.matrix.transposed
      return Matrix3(
        columns: sum.columns.0 + scale * image.columns.0,
        sum.columns.1 + scale * image.columns.1,
        sum.columns.2 + scale * image.columns.2
      )
    }
  }

  private static func normalVector(using generator: inout some RandomNumberGenerator) -> Vector3 {
    let (x, y) = (Double(generator.normal()), Double(generator.normal()))
    return [x, y, Double(generator.normal())]
  }

  /// The index of the atom at a position, of the same element as another.
  private static func atom(at position: Vector3, like first: Int, of crystal: Crystal) -> Int {
    func distance(_ index: Int) -> Double {
      crystal.cell.cartesian((crystal.atoms[index].position - position).nearestImage).length
    }
    let alike = crystal.atoms.indices.filter { index in
      crystal.atoms[index].element == crystal.atoms[first].element && crystal.atoms[index].occupancy == 1
    }
    return alike.min { distance($0) < distance($1) } ?? first
  }
}
