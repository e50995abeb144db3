/// The weights of a convolution, rounded to integers with a scale for each filter: w ≈ value · scale.
struct RoundedWeights<Value: FixedWidthInteger & SignedInteger> {
  var values: [Value]
  var scales: [Float]

  /// - Parameters:
  ///   - weights: filter after filter, equally many for each.
  ///   - filters: the number of filters.
  ///   - scale: the scale for the weights of one filter, above 0.
  private init(_ weights: [Float], filters: Int, scale: (ArraySlice<Float>) -> Float) {
    let count = weights.count / filters
    (values, scales) = ([], [])
    values.reserveCapacity(weights.count)
    for filter in 0..<filters {
      let own = weights[filter * count..<(filter + 1) * count]
      let unit = scale(own)
      scales.append(unit)
      values += own.map { Value(($0 / unit).rounded(.toNearestOrEven)) }
    }
  }
}

extension RoundedWeights<Int8> {
  /// Rounds to 8 bits: 127 is the greatest magnitude of a filter.
  static func bytes(_ weights: [Float], filters: Int) -> Self {
    Self(weights, filters: filters) { own in
      let greatest = own.lazy.map(\.magnitude).max() ?? 0
      return greatest > 0 ? greatest / 127 : 1
    }
  }
}

extension RoundedWeights<Int16> {
  /// Rounds to 16 bits for a single channel.
  ///
  /// The magnitudes of a filter's weights have a sum of at most 65,535, so that sums of products with numbers of 16
  /// bits fit into 32 bits.
  static func words(_ weights: [Float], filters: Int) -> Self {
    Self(weights, filters: filters) { own in
      let greatest = own.lazy.map(\.magnitude).max() ?? 0
      // Each of the nine weights may be rounded up by a half.
      let unit = max(greatest / 32_767, own.reduce(0) { $0 + $1.magnitude } / 65_530)
      return unit > 0 ? unit : 1
    }
  }
}
