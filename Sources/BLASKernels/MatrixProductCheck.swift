/// A comparison of matrix products with plain sums in double precision.
///
/// The shapes reach small, blocked and packed kernels and their remainders; the factors are transposed or not, lie in
/// wider matrices or not, and the products are added to old values or replace them.
struct MatrixProductCheck<Scalar: BinaryFloatingPoint> {
  /// C = scale A B + keeping C in row-major order, with m × k and k × n factors; either may be stored transposed.
  struct Product {
    var m: Int, n: Int, k: Int
    var isATransposed = false, isBTransposed = false
    var scale: Scalar = 1, keeping: Scalar = 0
    /// Unused elements at the end of each row of a matrix.
    var padding = 0

    var aStride: Int { (isATransposed ? m : k) + padding }
    var bStride: Int { (isBTransposed ? k : n) + padding }
    var cStride: Int { n + padding }
    var aCount: Int { (isATransposed ? k : m) * aStride }
    var bCount: Int { (isBTransposed ? n : k) * bStride }
    var cCount: Int { m * cStride }
  }

  /// The routine under test, which changes the last argument.
  let multiply: (Product, _ a: [Scalar], _ b: [Scalar], _ c: inout [Scalar]) -> Void

  /// The products: one is larger than OpenBLAS's limit for small matrices, 10⁶, and one needs several blocks of sums.
  static var products: [Product] {
    let shapes = [(1, 1, 1), (7, 5, 3), (130, 97, 83), (19, 35, 530), (48, 64, 32), (33, 17, 65), (2, 300, 9)]
    return shapes.enumerated().flatMap { index, shape in
      [false, true].flatMap { isATransposed in
        [false, true].map { isBTransposed in
          var product = Product(m: shape.0, n: shape.1, k: shape.2)
          (product.isATransposed, product.isBTransposed) = (isATransposed, isBTransposed)
          if index % 2 == 1 { (product.scale, product.keeping, product.padding) = (-0.5, 1, 3) }
          return product
        }
      }
    }
  }

  /// True if all products agree with the sums within the bound of their rounding errors.
  func holds() -> Bool { Self.products.allSatisfy(agrees) }

  private func agrees(_ product: Product) -> Bool {
    let a = Self.numbers(product.aCount, seed: 1)
    let b = Self.numbers(product.bCount, seed: 2)
    // A product that keeps nothing must not read the old values.
    let old =
      product.keeping == 0 ? [Scalar](repeating: .nan, count: product.cCount) : Self.numbers(product.cCount, seed: 3)
    var c = old
    multiply(product, a, b, &c)
    // Once for each element: in the sums, conversions would take a hundred times as long as the products.
    let (left, right) = (a.map { Double($0) }, b.map { Double($0) })
    let (aRow, aColumn) = product.isATransposed ? (1, product.aStride) : (product.aStride, 1)
    let (bRow, bColumn) = product.isBTransposed ? (1, product.bStride) : (product.bStride, 1)
    // |error| ≤ γ Σ |a b| (N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3.5).
    let gamma = Double(product.k + 4) * Double(Scalar.ulpOfOne)
    for row in 0..<product.m {
      for column in 0..<product.n {
        var sum = 0.0, size = 0.0
        for inner in 0..<product.k {
          let term = left[row * aRow + inner * aColumn] * right[inner * bRow + column * bColumn]
          sum += term
          size += abs(term)
        }
        let index = row * product.cStride + column
        let kept = product.keeping == 0 ? 0 : Double(product.keeping) * Double(old[index])
        let expected = Double(product.scale) * sum + kept
        let bound = gamma * (abs(Double(product.scale)) * size + abs(kept))
        guard abs(Double(c[index]) - expected) <= bound else { return false }
      }
      // Elements after the row belong to others.
      for index in row * product.cStride + product.n..<(row + 1) * product.cStride {
        guard product.keeping == 0 || c[index] == old[index] else { return false }
      }
    }
    return true
  }

  /// Numbers in -1..<1 with 20 bits, the same in every precision.
  static func numbers(_ count: Int, seed: UInt32) -> [Scalar] {
    var state = seed
    return (0..<count).map { _ in
      // W. H. Press et al., Numerical Recipes, 1992, section 7.1.
      state = state &* 1_664_525 &+ 1_013_904_223
      return Scalar(Int(state >> 12)) / Scalar(1 << 19) - 1
    }
  }
}
