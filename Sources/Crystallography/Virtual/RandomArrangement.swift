import RandomNumbers

/// Random atoms with the symmetry of a space group.
///
/// Orbits of atoms are added one by one, each far enough from the earlier ones (random sequential addition), until the
/// cell has a typical density.
struct RandomArrangement {
  /// The operations of the space group in the basis of the cell, which is primitive.
  let operations: [SymmetryOperation]
  private let cell: UnitCell
  /// The 27 cells around one, since the nearest image in an oblique cell is not always the nearest in fractions.
  private static let neighbours = (-1...1).flatMap { x in
    (-1...1).flatMap { y in (-1...1).map { z in Vector3(Double(x), Double(y), Double(z)) } }
  }

  /// The volume per atom of inorganic crystals in Å³.
  private static let volumes: ClosedRange<Float> = 9...30
  /// The least distance in Å between two atoms, about that of a short bond without hydrogen.
  private static let leastDistance = 1.6
  /// The largest number of elements.
  private static let largestElementCount = 4
  /// The number of attempts to place an orbit.
  private static let tries = 40
  /// The largest number of symmetry elements that a position is moved onto: enough for the highest site symmetries.
  private static let steps = 4

  /// Prepares the operations of a space group in the basis of a primitive cell with its symmetry.
  init(operations: [SymmetryOperation], in cell: UnitCell) { (self.operations, self.cell) = (operations, cell) }

  /// Draws the atoms of a crystal; none if no orbit fits into the cell.
  func atoms(_ variation: CrystalVariation, using generator: inout some RandomNumberGenerator) -> [AtomSite] {
    var drawn = DistinctElements(variation)
    let elements = (0...generator.index(below: Self.largestElementCount)).compactMap { _ in
      drawn.next(using: &generator)
    }
    let count = cell.volume / Double(generator.uniform(in: Self.volumes))
    let largest = max(1, Int(count.rounded()))
    var atoms: [AtomSite] = []
    for _ in 0..<Self.tries where atoms.count < largest {
      let orbit = orbit(of: position(using: &generator))
      // All atoms of an orbit have the same distances, since they are images of the first.
      guard orbit.count <= largest - atoms.count, isFree(orbit[0], among: atoms, and: orbit) else { continue }
      let (element, factor) = elements[generator.index(below: elements.count)]
      atoms += orbit.map { AtomSite(element: element, position: $0, debyeWallerFactor: factor) }
    }
    return atoms
  }

  /// A random position, moved onto a few nearby symmetry elements.
  private func position(using generator: inout some RandomNumberGenerator) -> Vector3 {
    func fraction() -> Double { Double(generator.uniform(in: 0...1)) }
    var position: Vector3 = [fraction(), fraction(), fraction()]
    for _ in 0..<generator.index(below: Self.steps + 1) {
      var operation = operations[generator.index(below: operations.count)]
      let step = operation(position) - position
      operation.translation -= step - step.nearestImage
      // The twelfth power of each operation is a translation, so the mean of twelve images is a fixed point, except for
      // a screw or a glide.
      var (image, sum) = (position, Vector3.zero)
      for _ in 0..<12 {
        sum += image
        image = operation(image)
      }
      let mean = sum / 12
      if (operation(mean) - mean).length < 1e-9 { position = mean }
    }
    return position
  }

  private func orbit(of position: Vector3) -> [Vector3] {
    var images: [Vector3] = []
    for operation in operations {
      let image = operation(position).inCell
      guard images.allSatisfy({ ($0 - image).nearestImage.length > 1e-6 }) else { continue }
      images.append(image)
    }
    return images
  }

  /// True if a position is far enough from the rest of its orbit and from all atoms.
  private func isFree(_ position: Vector3, among atoms: [AtomSite], and orbit: [Vector3]) -> Bool {
    func isFar(_ other: Vector3) -> Bool {
      let nearest = (other - position).nearestImage
      return Self.neighbours.allSatisfy { cell.cartesian(nearest + $0).length >= Self.leastDistance }
    }
    return orbit.dropFirst().allSatisfy(isFar) && atoms.allSatisfy { isFar($0.position) }
  }
}
