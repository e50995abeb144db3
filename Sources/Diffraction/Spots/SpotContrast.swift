import Foundation

/// The conversion from counted electrons to grey.
public enum SpotContrast: String, Codable, Sendable, CaseIterable {
  /// Grey proportional to the number of electrons.
  case linear
  /// Grey proportional to the square root, which makes the counting noise uniform.
  case squareRoot = "square-root"
  /// Grey proportional to log(1 + n) for n electrons, which shows weak spots next to strong ones.
  case logarithmic

  /// The grey value, from 0 to 1, of a number of electrons.
  ///
  /// - Parameters:
  ///   - electrons: at least 0; clipped at the full scale.
  ///   - fullScale: the number of electrons displayed as white; above 0.
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
