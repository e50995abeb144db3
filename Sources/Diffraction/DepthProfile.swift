import Crystallography

/// How deep below the surface the backscattered electrons that leave with nearly their full energy come from.
///
/// The density p(z) = z / ζ² · exp(-z / ζ) of the depth z: nothing comes from the surface itself, since an
/// electron must be turned round first, and little from deep below, since it would have lost energy on its way.
/// Monte Carlo simulations give such a shape (Callahan and De Graef, Microsc. Microanal. 19, 1255, 2013).
public struct DepthProfile: Sendable, Hashable {
  /// The depth ζ in Å from which most electrons come; their mean depth is twice that.
  public var mostProbableDepth: Double

  /// Creates a profile.
  public init(mostProbableDepth: Double) { self.mostProbableDepth = mostProbableDepth }

  /// The mean of exp((i·`phase` - `decay`) z) over the profile: 1 / (1 + (`decay` - i·`phase`) ζ)².
  ///
  /// - Parameters:
  ///   - phase: the phase gained per Å.
  ///   - decay: the intensity lost per Å beyond what the profile itself describes.
  /// - Returns: the real and the imaginary part.
  @inlinable
  func mean(phase: Float, decay: Float) -> (real: Float, imaginary: Float) {
    let depth = Float(mostProbableDepth)
    let (a, b) = (max(0.1, 1 + decay * depth), phase * depth)
    let scale = 1 / ((a * a + b * b) * (a * a + b * b))
    return ((a * a - b * b) * scale, 2 * a * b * scale)
  }
}

extension DepthProfile {
  /// The most probable depth in Å for a crystal and a beam.
  static func mostProbableDepth(in crystal: Crystal, beam: ElectronBeam) -> Double {
    15
  }
}
