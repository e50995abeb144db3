import Foundation

/// A bar of a round length under a map.
struct ScaleBar: Equatable {
  /// The length in positions along a row.
  let positions: Double
  /// The length with its unit.
  let text: String

  /// The longest bar of 1, 2 or 5 times a power of ten that takes at most 40 % of a row, at least one position.
  ///
  /// - Parameters:
  ///   - step: the distances between columns and between rows, in micrometres, above 0.
  ///   - columns: the number of positions in a row.
  init(step: SIMD2<Double>, columns: Int) {
    let longest = max(0.4 * Double(columns), 1) * step.x
    let power = pow(10, floor(log10(longest)))
    // Without the tolerance, rounding errors would shorten a bar that just fits.
    let length = ([5, 2].first { $0 * power <= longest * (1 + 1e-9) } ?? 1) * power
    positions = length / step.x
    let (number, unit): (Double, String) =
      length >= 1000 ? (length / 1000, "mm") : length >= 1 ? (length, "µm") : (length * 1000, "nm")
    // The map shows all positions as squares.
    let isSquare = abs(step.x - step.y) <= 0.01 * step.x
    text = String(format: "%.4g ", number) + unit + (isSquare ? "" : " along a row")
  }
}
