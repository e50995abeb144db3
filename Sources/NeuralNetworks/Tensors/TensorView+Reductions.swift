extension TensorView {
  /// The sum, in eight interleaved partial sums: fast without fast-math, and always in the same
  /// order.
  @inline(__always)
  public func sum() -> Float {
    var partial = SIMD8<Float>.zero
    var i = 0
    while i + 8 <= count {
      partial += eight(at: i)
      i += 8
    }
    var total = partial.sum()
    while i < count {
      total += self[i]
      i += 1
    }
    return total
  }

  /// The sum of (x − mean)², in the same order as `sum`.
  @inline(__always)
  func squaredDeviations(from mean: Float) -> Float {
    var partial = SIMD8<Float>.zero
    let center = SIMD8<Float>(repeating: mean)
    var i = 0
    while i + 8 <= count {
      let deviation = eight(at: i) - center
      partial += deviation * deviation
      i += 8
    }
    var total = partial.sum()
    while i < count {
      total += (self[i] - mean) * (self[i] - mean)
      i += 1
    }
    return total
  }

  /// The inner product with a run of the same length, in the same order as `sum`.
  @inline(__always)
  func dot(_ other: TensorView) -> Float {
    assert(count == other.count)
    var partial = SIMD8<Float>.zero
    var i = 0
    while i + 8 <= count {
      partial += eight(at: i) * other.eight(at: i)
      i += 8
    }
    var total = partial.sum()
    while i < count {
      total += self[i] * other[i]
      i += 1
    }
    return total
  }

  /// The position of the greatest scalar, the first of equals; 0 for a run of nothing or of NaN.
  public func indexOfMaximum() -> Int {
    var best = 0
    for i in 0..<count where self[i] > self[best] { best = i }
    return best
  }
}
