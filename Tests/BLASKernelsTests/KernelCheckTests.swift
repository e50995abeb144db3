import Testing

@testable import BLASKernels

@Suite struct KernelCheckTests {
  @Test func theLibraryInUsePasses() { #expect(KernelCheck.failure() == nil) }

  @Test func plainSumsPass() {
    #expect(MatrixProductCheck<Float>(multiply: Self.plain).holds())
    #expect(MatrixProductCheck<Double>(multiply: Self.plain).holds())
  }

  /// Each mistake on one kind of product only, as a bad kernel makes it.
  @Test(arguments: ["last element", "old values read", "padding", "transposed", "precision", "long sums", "nothing"])
  func wrongProductsFail(mistake: String) {
    let check = MatrixProductCheck<Double> { p, a, b, c in
      let old = c
      Self.plain(p, a, b, &c)
      switch mistake {
      case "last element": if p.m * p.n * p.k > 1_000_000 { c[(p.m - 1) * p.cStride + p.n - 1] *= 1.001 }
      case "old values read": if p.keeping == 0 { for i in c.indices { c[i] += 0 * old[i] } }
      case "padding": if p.padding > 0 { c[p.n] += 1 }
      case "transposed":
        if p.isATransposed && p.isBTransposed && p.m == 33 { c.swapAt(0, 1) }
      case "precision": for i in c.indices { c[i] = Double(Float(c[i])) }
      case "long sums": if p.k > 500 { c[0] += 1e-3 }
      default: c = old
      }
    }
    #expect(!check.holds())
  }

  private static func plain<Scalar: BinaryFloatingPoint>(
    _ p: MatrixProductCheck<Scalar>.Product,
    _ a: [Scalar],
    _ b: [Scalar],
    _ c: inout [Scalar]
  ) {
    for row in 0..<p.m {
      for column in 0..<p.n {
        var sum: Scalar = 0
        for inner in 0..<p.k {
          let left = p.isATransposed ? a[inner * p.aStride + row] : a[row * p.aStride + inner]
          let right = p.isBTransposed ? b[column * p.bStride + inner] : b[inner * p.bStride + column]
          sum += left * right
        }
        let index = row * p.cStride + column
        c[index] = p.scale * sum + (p.keeping == 0 ? 0 : p.keeping * c[index])
      }
    }
  }

  @Test(arguments: ["order", "vector", "value", "pair", "failure", "precision", "missing"])
  func wrongEigenvectorsFail(mistake: String) {
    let check = TridiagonalCheck { diagonal, offDiagonal in
      guard var (values, vectors) = KernelCheck.dstevd(diagonal, offDiagonal) else { return nil }
      let n = values.count
      guard n == 61 else { return (values, vectors) }
      switch mistake {
      case "order":
        values.reverse()
        vectors = (0..<n).reversed().flatMap { vectors[$0 * n..<($0 + 1) * n] }
      case "vector": vectors[17] += 1e-9
      case "value": values[n - 1] += 1e-9
      // One eigenvector twice satisfies T z = λ z.
      case "pair":
        values[1] = values[0]
        for row in 0..<n { vectors[n + row] = vectors[row] }
      case "failure": return nil
      case "precision": vectors = vectors.map { Double(Float($0)) }
      default: values.removeLast()
      }
      return (values, vectors)
    }
    #expect(!check.holds())
  }
}
