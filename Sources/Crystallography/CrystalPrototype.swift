import RandomNumbers

/// A crystal of which virtual crystals are made: others of the same space group and the same arrangement of atoms.
///
/// The cell is strained as far as its lattice system allows, atoms move where their site symmetry lets them, and the
/// elements are exchanged for others.
public struct CrystalPrototype: Sendable {
  /// The symmetry that all crystals of the prototype have.
  public let symmetry: CrystalSymmetry
  /// The crystal in a primitive cell.
  private let primitive: Crystal
  /// The operations in the basis of the primitive cell and their Cartesian matrices.
  private let operations: [(operation: SymmetryOperation, matrix: Matrix3)]
  /// For each orbit of atoms: where each operation leads the first of them.
  private let orbits: [[Int]]

  /// Takes a crystal as a prototype.
  ///
  /// - Throws: `CrystalError.symmetryNotFound`, as ``CrystalSymmetry`` does.
  public init(_ symmetry: CrystalSymmetry) throws(CrystalError) {
    self.symmetry = symmetry
    let primitive = symmetry.primitive
    self.primitive = primitive
    let own = try CrystalSymmetry(of: primitive)
    operations = own.operations.map { ($0, $0.cartesianRotation(in: primitive.cell)) }
    // Atoms that share their place with others stay, so that they stay together.
    orbits = Set(own.equivalentAtoms).sorted()
      .filter { primitive.atoms[$0].occupancy == 1 }
      .map { first in
        own.operations.map { operation in
          Self.atom(at: operation(primitive.atoms[first].position), like: first, of: primitive)
        }
      }
  }

  /// Draws a virtual crystal in a primitive cell.
  ///
  /// - Returns: the crystal and its symmetry, which is of the prototype's space group; nil where chance made crystals
  ///   of other space groups only, as spglib finds them.
  public func virtualCrystal(
    _ variation: CrystalVariation = CrystalVariation(),
    using generator: inout some RandomNumberGenerator
  ) -> (crystal: Crystal, symmetry: CrystalSymmetry)? {
    for _ in 0..<8 {
      guard let crystal = try? draw(variation, using: &generator),
        let found = try? CrystalSymmetry(of: crystal),
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

    // Cartesian displacements of the unstrained crystal, which fractions carry over to the strained one.
    let toFractions = primitive.cell.reciprocalMatrix.transposed
    for images in orbits {
      let drawn = Double(variation.displacement) * Self.normalVector(using: &generator)
      let count = Double(Set(images).count) / Double(images.count)
      for (image, operation) in zip(images, operations) {
        // The mean over the operations that lead to the same atom keeps its site symmetry.
        crystal.atoms[image].position += toFractions * (operation.matrix * (count * drawn))
      }
    }

    for index in crystal.atoms.indices {
      crystal.atoms[index].position = crystal.atoms[index].position.inCell
    }

    let exchanged = exchange(variation, using: &generator)
    for index in crystal.atoms.indices {
      guard let (element, factor) = exchanged[crystal.atoms[index].element] else { continue }
      crystal.atoms[index].element = element
      crystal.atoms[index].label = element.symbol
      crystal.atoms[index].debyeWallerFactor = factor
    }
    let added =
      variation.addedOrbits.lowerBound
      + Self.index(below: variation.addedOrbits.count, using: &generator)
    for _ in 0..<added { crystal.atoms += addedOrbit(variation, using: &generator) }
    crystal.name = "\(primitive.name) (virtual)"
    return crystal
  }

  /// Atoms of one element at a random place and at all places that the symmetry makes of it.
  ///
  /// Half of the places are brought onto the mirror, twofold axis or centre of inversion of a drawn operation, where
  /// it is of one. An orbit of too many atoms is left out, as most are in the groups of many operations.
  private func addedOrbit(
    _ variation: CrystalVariation,
    using generator: inout some RandomNumberGenerator
  ) -> [AtomSite] {
    func coordinate() -> Double { Double(generator.uniform(in: 0...1)) }
    let drawn: Vector3 = [coordinate(), coordinate(), coordinate()]
    let operation = operations[Self.index(below: operations.count, using: &generator)].operation
    let isSpecial = generator.chance(0.5)
    let number = Self.solidElement(using: &generator)
    let factor = Double(generator.uniform(in: variation.debyeWallerFactor))
    guard let element = Element(atomicNumber: number) else { return [] }
    let middle = (drawn + operation(drawn)) / 2
    let isFixed = (operation(middle) - middle).nearestImage.length < 1e-9
    let place = isSpecial && isFixed ? middle : drawn
    var places: [Vector3] = []
    for (operation, _) in operations {
      let image = operation(place).inCell
      guard places.allSatisfy({ ($0 - image).nearestImage.length > 1e-6 }) else { continue }
      places.append(image)
    }
    // Of more atoms an orbit would be no more than a background to the others.
    guard places.count <= Self.largestAddedOrbit else { return [] }
    return places.map { place in
      var atom = AtomSite(element: element, position: place)
      atom.label = element.symbol
      atom.debyeWallerFactor = factor
      return atom
    }
  }

  private static let largestAddedOrbit = 16

  /// A matrix near a multiple of 1 that has the point symmetry of the crystal.
  private func strain(
    _ variation: CrystalVariation,
    using generator: inout some RandomNumberGenerator
  ) -> Matrix3 {
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

  /// Draws another element, and a Debye-Waller factor, for each element of the crystal.
  private func exchange(
    _ variation: CrystalVariation,
    using generator: inout some RandomNumberGenerator
  ) -> [Element: (element: Element, debyeWallerFactor: Double)] {
    var result: [Element: (element: Element, debyeWallerFactor: Double)] = [:]
    var taken: [Int] = []
    let elements = Set(primitive.atoms.map(\.element)).sorted { $0.atomicNumber < $1.atomicNumber }
    for element in elements {
      // So many elements that no other is left stay what they are.
      for _ in 0..<100 {
        let number = Self.solidElement(using: &generator)
        let isDistinct = taken.allSatisfy { other in
          Float(abs(other - number)) >= variation.contrast * Float(max(other, number))
        }
        guard isDistinct, let other = Element(atomicNumber: number) else { continue }
        taken.append(number)
        let factor = Double(generator.uniform(in: variation.debyeWallerFactor))
        result[element] = (other, factor)
        break
      }
    }
    return result
  }

  /// The atomic numbers of the elements up to uranium without noble gases and what decays within years.
  private static let solidElements = (3...92).filter { number in
    ![10, 18, 36, 43, 54, 61, 84, 85, 86, 87, 88, 89, 91].contains(number)
  }

  private static func solidElement(using generator: inout some RandomNumberGenerator) -> Int {
    solidElements[index(below: solidElements.count, using: &generator)]
  }

  /// A remainder, whose bias is nothing below so few; another rule would draw other crystals of the same seeds.
  private static func index(
    below count: Int,
    using generator: inout some RandomNumberGenerator
  ) -> Int {
    Int(generator.next() % UInt64(count))
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
      crystal.atoms[index].element == crystal.atoms[first].element
        && crystal.atoms[index].occupancy == 1
    }
    return alike.min { distance($0) < distance($1) } ?? first
  }
}
