import RandomNumbers

/// Atoms at random places of a space group: a crystal that shares nothing but the symmetry with any other.
///
/// Orbits of atoms are put into the cell one after the other, each where it is far enough from those before it (random
/// sequential addition), until the cell is as full as crystals are.
struct RandomArrangement {
  /// The operations of the space group in the basis of the cell, which is primitive.
  let operations: [SymmetryOperation]
  private let cell: UnitCell
  /// The 27 cells around one, since the nearest image in an oblique cell is not always the nearest in fractions.
  private static let neighbours = (-1...1).flatMap { x in
    (-1...1).flatMap { y in (-1...1).map { z in Vector3(Double(x), Double(y), Double(z)) } }
  }

  /// The volume in Å³ that an atom of an inorganic crystal has to itself.
  private static let volumes: ClosedRange<Float> = 9...30
  /// The least distance in Å between two atoms, about that of a short bond without hydrogen.
  private static let leastDistance = 1.6
  /// How many kinds of atoms there are at most.
  private static let largestElementCount = 4
  /// How often a place for an orbit is tried.
  private static let tries = 40
  /// How many elements of symmetry a place is brought onto at most: enough for the highest site symmetries.
  private static let steps = 4

  /// Takes the operations of a space group in the basis of a primitive cell that has its symmetry.
  init(operations: [SymmetryOperation], in cell: UnitCell) {
    (self.operations, self.cell) = (operations, cell)
  }

  /// Draws the atoms of a crystal; none where no orbit fits into the cell.
  func atoms(
    _ variation: CrystalVariation,
    using generator: inout some RandomNumberGenerator
  ) -> [AtomSite] {
    var drawn = DistinctElements(variation)
    let elements = (0...generator.index(below: Self.largestElementCount)).compactMap { _ in
      drawn.next(using: &generator)
    }
    let count = cell.volume / Double(generator.uniform(in: Self.volumes))
    let largest = max(1, Int(count.rounded()))
    var atoms: [AtomSite] = []
    for _ in 0..<Self.tries where atoms.count < largest {
      let orbit = orbit(of: place(using: &generator))
      // The first of an orbit has the distances of all, which are its images.
      guard orbit.count <= largest - atoms.count, isFree(orbit[0], among: atoms, and: orbit) else {
        continue
      }
      let (element, factor) = elements[generator.index(below: elements.count)]
      atoms += orbit.map { AtomSite(element: element, position: $0, debyeWallerFactor: factor) }
    }
    return atoms
  }

  /// A random place, brought onto a few of the points, axes and planes of symmetry near it.
  private func place(using generator: inout some RandomNumberGenerator) -> Vector3 {
    func fraction() -> Double { Double(generator.uniform(in: 0...1)) }
    var place: Vector3 = [fraction(), fraction(), fraction()]
    for _ in 0..<generator.index(below: Self.steps + 1) {
      var operation = operations[generator.index(below: operations.count)]
      let step = operation(place) - place
      operation.translation -= step - step.nearestImage
      // The twelfth power of each operation is a translation, so that the mean over twelve stays where it is, but
      // for a screw or a glide.
      var (image, sum) = (place, Vector3.zero)
      for _ in 0..<12 {
        sum += image
        image = operation(image)
      }
      let mean = sum / 12
      if (operation(mean) - mean).length < 1e-9 { place = mean }
    }
    return place
  }

  private func orbit(of place: Vector3) -> [Vector3] {
    var images: [Vector3] = []
    for operation in operations {
      let image = operation(place).inCell
      guard images.allSatisfy({ ($0 - image).nearestImage.length > 1e-6 }) else { continue }
      images.append(image)
    }
    return images
  }

  /// Whether a place of an orbit is far enough from the others of the orbit and from all atoms.
  private func isFree(_ place: Vector3, among atoms: [AtomSite], and orbit: [Vector3]) -> Bool {
    func isFar(_ other: Vector3) -> Bool {
      let nearest = (other - place).nearestImage
      return Self.neighbours.allSatisfy {
        cell.cartesian(nearest + $0).length >= Self.leastDistance
      }
    }
    return orbit.dropFirst().allSatisfy(isFar) && atoms.allSatisfy { isFar($0.position) }
  }
}
