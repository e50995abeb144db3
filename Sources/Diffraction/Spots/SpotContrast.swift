import Foundation

/// How the electrons that a camera counted become the grey of an image.
public enum SpotContrast: String, Codable, Sendable, CaseIterable {
  /// In proportion.
  case linear
  /// As the square root, which makes the noise of counting equally strong everywhere.
  case squareRoot = "square-root"
  /// As log(1 + n) of n electrons, which shows weak spots beside strong ones.
  case logarithmic

  /// The grey from 0 to 1 of a number of electrons.
  ///
  /// - Parameters:
  ///   - electrons: at least 0; what is above the full scale is cut off.
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
