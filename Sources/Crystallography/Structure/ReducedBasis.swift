import CSpglib

/// The shortest basis of a cell's lattice, in which distances of strongly skewed cells can be measured.
///
/// I. Křivý and B. Gruber, Acta Cryst. A32, 297 (1976); the Niggli reduction of spglib.
struct ReducedBasis {
  /// The cell of the basis.
  let cell: UnitCell
  /// The new edges in terms of the old ones, as columns; its determinant is 1 or -1.
  private let matrix: IntegerMatrix3

  /// Reduces a cell; nil if spglib fails or the edges span almost no volume.
  init?(of cell: UnitCell) {
    let (a, b, c) = cell.directMatrix.columns
    var lattice = [(a.x, b.x, c.x), (a.y, b.y, c.y), (a.z, b.z, c.z)]
    guard unsafe spg_niggli_reduce(&lattice, 1e-5) != 0 else { return nil }
    let edges = Matrix3(
      rows: [lattice[0].0, lattice[0].1, lattice[0].2],
      [lattice[1].0, lattice[1].1, lattice[1].2],
      [lattice[2].0, lattice[2].1, lattice[2].2]
    )
    let real = cell.reciprocalMatrix.transposed * edges
    func row(_ index: Int) -> SIMD3<Int>? {
      let values = Vector3(real[index, 0], real[index, 1], real[index, 2])
      let rounded = values.rounded(.toNearestOrEven)
      guard (values - rounded).length < 0.01, (0..<3).allSatisfy({ abs(rounded[$0]) < 1e6 }) else { return nil }
      return SIMD3<Int>(rounded)
    }
    guard let x = row(0), let y = row(1), let z = row(2) else { return nil }
    let matrix = IntegerMatrix3(rows: x, y, z)
    guard abs(matrix.determinant) == 1, let reduced = try? UnitCell(spannedBy: edges) else { return nil }
    (self.cell, self.matrix) = (reduced, matrix)
  }

  /// A position in fractions of the new edges.
  func position(_ old: Vector3) -> Vector3 { matrix.inverse * old }

  /// An operation in the new basis; nil if it is not a symmetry of a lattice.
  func operation(_ old: SymmetryOperation) -> SymmetryOperation? {
    SymmetryOperation(
      rotation: matrix.inverse * old.rotation * matrix,
      translation: matrix.inverse * old.translation
    )?.reduced
  }
}
