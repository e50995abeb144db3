import Foundation

extension Array where Element == Double {
  /// The logarithm of the sum of the numbers whose logarithms these are.
  var logSum: Double {
    let greatest = self.max() ?? 0
    return greatest + log(reduce(0) { $0 + exp($1 - greatest) })
  }
}
