extension TensorView {
  /// The position of the greatest scalar, the first of equals; 0 for a run of nothing or of NaN.
  public func indexOfMaximum() -> Int {
    var best = 0
    for i in 0..<count where self[i] > self[best] { best = i }
    return best
  }
}
