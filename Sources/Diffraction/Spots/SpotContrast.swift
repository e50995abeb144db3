import Foundation

/// The map from electron counts to grey values.
public enum SpotContrast: String, Codable, Sendable, CaseIterable {
  /// Proportional to the count.
  case linear
  /// The square root of the count, which makes counting noise equal everywhere.
  case squareRoot = "square-root"
  /// log(1 + n) of n electrons, which shows weak spots next to strong ones.
  case logarithmic

  /// The grey value of a number of electrons, 0 to 1.
  ///
  /// - Parameters:
  ///   - electrons: the count, at least 0; it is clipped at the full scale.
  ///   - fullScale: the number of electrons that is white; above 0.
  /// - Returns: 0 for black, 1 for white.
  public func grey(_ electrons: Float, fullScale: Float) -> Float {
    let counted = min(electrons, fullScale)
    return switch self {
    case .linear: counted / fullScale
    case .squareRoot: (counted / fullScale).squareRoot()
    case .logarithmic: log1p(counted) / log1p(fullScale)
    }
  }
}
