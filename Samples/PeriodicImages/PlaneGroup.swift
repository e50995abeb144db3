/// Plane groups whose operations are exact on a square grid (International Tables for Crystallography A, 2016, plane
/// groups 1, 2, 3, 4, 6, 8, 10 and 12).
enum PlaneGroup: String, CaseIterable, Sendable {
  case p1, p2, pm, pg, p2mm, p2gg, p4, p4gm

  /// x′ = a x + b y + u / 2 and y′ = c x + d y + v / 2, in fractions of the cell.
  struct Operation: Sendable, Hashable {
    var a: Int, b: Int, c: Int, d: Int
    var u = 0, v = 0

    /// The place of a point of a grid of `size` × `size`; an even size makes half a cell a whole number of steps.
    func moved(_ x: Int, _ y: Int, size: Int) -> (x: Int, y: Int) {
      func inside(_ place: Int) -> Int { (place % size + size) % size }
      return (inside(a * x + b * y + u * size / 2), inside(c * x + d * y + v * size / 2))
    }
  }

  /// The general positions, but for translations by whole cells.
  var operations: [Operation] {
    let (identity, turn) = (Operation(a: 1, b: 0, c: 0, d: 1), Operation(a: -1, b: 0, c: 0, d: -1))
    let (quarter, back) = (Operation(a: 0, b: -1, c: 1, d: 0), Operation(a: 0, b: 1, c: -1, d: 0))
    let (mirrorX, mirrorY) = (Operation(a: -1, b: 0, c: 0, d: 1), Operation(a: 1, b: 0, c: 0, d: -1))
    func shifted(_ operation: Operation, _ u: Int, _ v: Int) -> Operation {
      var operation = operation
      (operation.u, operation.v) = (u, v)
      return operation
    }
    switch self {
    case .p1: return [identity]
    case .p2: return [identity, turn]
    case .pm: return [identity, mirrorX]
    case .pg: return [identity, shifted(mirrorX, 0, 1)]
    case .p2mm: return [identity, turn, mirrorX, mirrorY]
    case .p2gg: return [identity, turn, shifted(mirrorX, 1, 1), shifted(mirrorY, 1, 1)]
    case .p4: return [identity, turn, quarter, back]
    case .p4gm:
      let (diagonal, other) = (Operation(a: 0, b: 1, c: 1, d: 0), Operation(a: 0, b: -1, c: -1, d: 0))
      return [
        identity, turn, quarter, back, shifted(mirrorX, 1, 1), shifted(mirrorY, 1, 1), shifted(diagonal, 1, 1),
        shifted(other, 1, 1),
      ]
    }
  }
}
