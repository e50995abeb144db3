/// An operation modulo lattice translations, in 24ths of the edges.
struct OperationKey: Hashable {
  private let rotation: IntegerMatrix3
  private let translation: SIMD3<Int>

  init(_ operation: SymmetryOperation) {
    rotation = operation.rotation
    let counts = SIMD3<Int>((operation.translation * 24).rounded(.toNearestOrEven))
    translation = ((counts % 24) &+ 24) % 24
  }
}
