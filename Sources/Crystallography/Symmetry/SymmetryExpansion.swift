/// The expansion of the sites of an asymmetric unit to all atoms of the cell.
struct SymmetryExpansion {
  /// The distance in Å within which images of a site merge into one atom on a special position.
  ///
  /// It allows for coordinates rounded to two decimals, such as 0.33 in an edge of 10 Å. Distinct atoms are never this
  /// close.
  static let mergingDistance = 0.1

  /// The largest relative change of the cell's metric by an operation.
  private static let metricTolerance = 0.01

  /// The largest number of atoms; a simulation of more would take days.
  static let mostAtoms = 2000

  /// The cell, averaged over the operations to have exactly their symmetry.
  let cell: UnitCell
  /// True if the list of operations lacks the identity, which was added.
  let identityIsMissing: Bool
  private let operations: [SymmetryOperation]

  /// Checks that the operations form a group and that the cell has their symmetry.
  init(cell: UnitCell, operations listed: [ListedOperation]) throws(CIFFailure) {
    let identity = ListedOperation(operation: .identity, line: listed.first?.line)
    identityIsMissing = !listed.isEmpty && !listed.contains { OperationKey($0.operation) == OperationKey(.identity) }
    let listed = identityIsMissing ? [identity] + listed : listed
    operations = try Self.group(listed)
    let metric = cell.metric
    let scale = cell.lengths
    var mean = Matrix3(columns: .zero, .zero, .zero)
    var worst = 0.0
    for item in listed {
      let rotation = item.operation.rotation.matrix
      let image = rotation.transposed * metric * rotation
      for row in 0..<3 {
        for column in 0..<3 {
          let change = abs(image[row, column] - metric[row, column]) / (scale[row] * scale[column])
          worst = max(worst, change)
        }
      }
      guard worst < Self.metricTolerance else {
        throw CIFFailure(item.line, .operationDoesNotFitCell(item.operation.description))
      }
      let part = 1 / Double(listed.count)
      let (old, new) = (mean.columns, image.columns)
      mean.columns = (old.0 + part * new.0, old.1 + part * new.1, old.2 + part * new.2)
    }
    // If the cell fits within rounding error, it stays as published.
    self.cell = worst < 1e-9 ? cell : (try? UnitCell(metric: mean)) ?? cell
  }

  /// Checks that operations, with the identity, are a group.
  static func checkGroup(_ listed: [ListedOperation]) throws(CIFFailure) {
    _ = try group([ListedOperation(operation: .identity, line: nil)] + listed)
  }

  /// Returns each operation once, the identity among them.
  ///
  /// The set is a group if it contains every product with each of its generators. An element that the earlier
  /// generators do not reach becomes a generator, so there are few.
  private static func group(_ listed: [ListedOperation]) throws(CIFFailure) -> [SymmetryOperation] {
    var keys: Set<OperationKey> = []
    var unique: [ListedOperation] = []
    for item in listed where keys.insert(OperationKey(item.operation)).inserted { unique.append(item) }
    guard !unique.isEmpty else { throw CIFFailure(nil, .noSymmetry) }
    var generators: [SymmetryOperation] = []
    var reached: Set<OperationKey> = [OperationKey(.identity)]
    for item in unique where !reached.contains(OperationKey(item.operation)) {
      generators.append(item.operation)
      reached = [OperationKey(.identity)]
      var frontier = [SymmetryOperation.identity]
      while let element = frontier.popLast() {
        for generator in generators {
          guard let product = element.following(generator), keys.contains(OperationKey(product)) else {
            let names = (element.description, generator.description)
            throw CIFFailure(item.line, .notAGroup(first: names.0, second: names.1))
          }
          if reached.insert(OperationKey(product)).inserted { frontier.append(product.reduced) }
        }
      }
    }
    return unique.map(\.operation)
  }

  /// Returns the atoms of each site.
  ///
  /// - Throws: `CIFFailure` if there are more than `mostAtoms`.
  func orbits(of sites: [ListedSite]) throws(CIFFailure) -> [[ListedSite]] {
    var orbits: [[ListedSite]] = []
    var count = 0
    for item in sites {
      orbits.append(
        orbit(of: item.site.position).map { position in
          var image = item
          image.site.position = position
          return image
        }
      )
      count += orbits[orbits.count - 1].count
      guard count <= Self.mostAtoms else { throw CIFFailure(nil, .tooManyAtoms(limit: Self.mostAtoms)) }
    }
    return orbits
  }

  /// Returns all atoms of the cell, site by site.
  ///
  /// - Throws: `CIFFailure` if there are more than `mostAtoms`.
  func atoms(of sites: [ListedSite]) throws(CIFFailure) -> [ListedSite] { try orbits(of: sites).flatMap(\.self) }

  /// The distinct images of a position, which is first moved onto a nearby special position.
  private func orbit(of position: Vector3) -> [Vector3] {
    var special = position
    // More images merge as the position approaches the special position: near a sixfold axis, first neighbouring
    // images, then all.
    for _ in 0..<20 {
      var shift = Vector3.zero
      var count = 0.0
      for operation in operations {
        let difference = (operation(special) - special).nearestImage
        guard cell.cartesian(difference).length < Self.mergingDistance else { continue }
        shift += difference
        count += 1
      }
      shift /= count
      special += shift
      if cell.cartesian(shift).length < 1e-12 { break }
    }
    var images: [Vector3] = []
    for operation in operations {
      let image = operation(special).inCell
      // After the move, images coincide or are well separated, so half the distance is a safe limit.
      let isNew = images.allSatisfy { cell.cartesian((image - $0).nearestImage).length >= Self.mergingDistance / 2 }
      if isNew { images.append(image) }
    }
    return images
  }
}
