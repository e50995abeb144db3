/// Errors of predictions.
public enum RegressionError {
  /// The mean of |y − t|.
  public static func meanAbsolute(_ predictions: [Double], _ targets: [Double]) -> Double {
    zip(predictions, targets).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(predictions.count)
  }

  /// The mean of (y − t)².
  public static func meanSquared(_ predictions: [Double], _ targets: [Double]) -> Double {
    zip(predictions, targets).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(predictions.count)
  }
}
