import Crystallography
import Foundation
import Imaging

/// Refines the orientation of a pattern, and its pattern centre, by maximising the normalised cross-correlation.
///
/// The Levenberg–Marquardt method (D. W. Marquardt, J. Soc. Ind. Appl. Math. 11, 431, 1963) on the differences of two
/// unit vectors, whose sum of squares is 2 − 2 × correlation. Derivatives are finite differences.
public struct OrientationRefinement: Sendable {
  /// The source of simulated patterns.
  public var projector: any PatternProjecting
  /// The treatment of both kinds of patterns.
  public var filter: MatchedFilter
  /// True if the pattern centre is refined too.
  public var refinesPatternCenter: Bool
  /// The greatest number of accepted steps.
  public var iterations = 40

  /// Creates a refinement.
  public init(_ projector: any PatternProjecting, filter: MatchedFilter, refinesPatternCenter: Bool = false) {
    (self.projector, self.filter, self.refinesPatternCenter) = (projector, filter, refinesPatternCenter)
  }

  /// Refines a match.
  ///
  /// - Parameters:
  ///   - start: an orientation within a few degrees, and a pattern centre.
  ///   - pattern: the measured pattern, as the filter returns it.
  /// - Returns: the best match that was found, at least as good as the start.
  public func refine(_ start: PatternMatch, to pattern: [Float]) -> PatternMatch {
    let count = refinesPatternCenter ? 6 : 3
    var (match, simulated) = (start, self.pattern(of: start))
    match.score = correlation(simulated, pattern)
    var damping = 1e-3
    for _ in 0..<iterations {
      let derivatives = (0..<count).map { parameter in
        var change = [Double](repeating: 0, count: count)
        change[parameter] = parameter < 3 ? PatternMatch.steps.angle : PatternMatch.steps.center
        let moved = self.pattern(of: moved(match, by: change))
        return zip(moved, simulated).map { Double($0 - $1) / change[parameter] }
      }
      let residuals = zip(pattern, simulated).map { Double($0 - $1) }
      let matrix = derivatives.map { first in derivatives.map { second in dot(first, second) } }
      let gradient = derivatives.map { dot($0, residuals) }
      var isBetter = false
      while !isBetter && damping < 1e4 {
        guard let change = NormalEquations.solve(matrix, damping: damping, [gradient])?[0] else { break }
        let candidate = moved(match, by: change)
        let image = self.pattern(of: candidate)
        let score = correlation(image, pattern)
        if score > match.score {
          let gain = score - match.score
          (match, simulated) = (candidate, image)
          match.score = score
          damping = max(damping / 10, 1e-7)
          isBetter = true
          if gain < 1e-5 { return match }
        } else {
          damping *= 10
        }
      }
      if !isBetter { break }
    }
    return match
  }

  /// A match with its score, not refined.
  func scored(_ match: PatternMatch, against pattern: [Float]) -> PatternMatch {
    var scored = match
    scored.score = correlation(self.pattern(of: match), pattern)
    return scored
  }

  private func pattern(of match: PatternMatch) -> [Float] {
    filter(projector, match.orientation, on: match.geometry)
  }

  private func moved(_ match: PatternMatch, by change: [Double]) -> PatternMatch {
    match.moved(by: Vector3(change[..<3]), refinesPatternCenter ? Vector3(change[3...]) : .zero)
  }

  private func correlation(_ a: [Float], _ b: [Float]) -> Float {
    Float(zip(a, b).reduce(0) { $0 + Double($1.0 * $1.1) })
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
