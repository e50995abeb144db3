import Foundation

/// The mean and the range of errors.
struct ErrorRange: Sendable, CustomStringConvertible {
  /// The errors.
  let values: [Double]

  /// The mean.
  var mean: Double { values.reduce(0, +) / Double(values.count) }
  /// The smallest error.
  var least: Double { values.min() ?? .nan }
  /// The greatest error.
  var greatest: Double { values.max() ?? .nan }

  /// The mean with the range in parentheses.
  var description: String { String(format: "%.2f (%.2f to %.2f)", mean, least, greatest) }
}
