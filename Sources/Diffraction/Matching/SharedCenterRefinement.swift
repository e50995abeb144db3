import Crystallography
import Workers

/// Refines the orientations of several patterns and the pattern centre that they share, all at once.
///
/// The Levenberg–Marquardt method maximises the sum of the normalised cross-correlations. Shifts of the pattern centre
/// and rotations of a crystal look nearly alike, so that a search of one with the other held fixed hardly advances.
/// Each orientation is coupled to the pattern centre only, so that 3 × 3 systems suffice for any number of patterns.
struct SharedCenterRefinement {
  /// A pattern, as the filter returns it, and the source of its simulated patterns.
  struct Pattern {
    var measured: [Float]
    var projector: any PatternProjecting
    var match: PatternMatch
  }

  /// The treatment of both kinds of patterns.
  var filter: MatchedFilter
  /// The greatest number of accepted steps.
  var iterations = 40

  /// The greatest shift of the pattern centre in a step.
  private static let greatestShift = 0.02

  /// Refines matches that share a pattern centre.
  ///
  /// - Parameters:
  ///   - patterns: the patterns with an orientation within a few degrees and one pattern centre.
  ///   - pool: the workers; the result does not depend on their number.
  /// - Returns: matches with one pattern centre, on average at least as good as those of the start.
  func refine(_ patterns: [Pattern], pool: WorkerPool) -> [PatternMatch] {
    var images = pool.map(patterns.count) { image(of: patterns[$0].match, patterns[$0].projector) }
    var matches = zip(patterns, images).map { pattern, image in scored(pattern.match, image, pattern) }
    var damping = 1e-2
    for _ in 0..<iterations {
      let terms = pool.map(patterns.count) { [matches, images] in self.terms(matches[$0], images[$0], patterns[$0]) }
      let score = Self.sum(of: matches)
      var gain: Float = 0
      while gain <= 0 && damping < 1e4 {
        if let step = Self.step(terms, damping: damping) {
          let moved = zip(matches, step.rotations).map { $0.moved(by: $1, step.shift) }
          let movedImages = pool.map(patterns.count) { image(of: moved[$0], patterns[$0].projector) }
          let candidates = patterns.indices.map { scored(moved[$0], movedImages[$0], patterns[$0]) }
          gain = Self.sum(of: candidates) - score
          if gain > 0 { (matches, images) = (candidates, movedImages) }
        }
        damping = gain > 0 ? max(damping / 10, 1e-7) : damping * 10
      }
      guard gain > 1e-5 * Float(patterns.count) else { break }
    }
    return matches
  }

  /// The second derivatives and the gradient of a pattern's correlation, by its rotation and by the pattern centre.
  private struct Terms {
    /// The 6 × 6 matrix of minus the second derivatives.
    var matrix: [[Double]]
    /// The 6 first derivatives.
    var gradient: [Double]
  }

  private func terms(_ match: PatternMatch, _ image: [Float], _ pattern: Pattern) -> Terms {
    let derivatives = (0..<6).map { parameter -> [Double] in
      var (rotation, shift) = (Vector3.zero, Vector3.zero)
      let step = parameter < 3 ? PatternMatch.steps.angle : PatternMatch.steps.center
      if parameter < 3 { rotation[parameter] = step } else { shift[parameter - 3] = step }
      let moved = self.image(of: match.moved(by: rotation, shift), pattern.projector)
      let derivative = zip(moved, image).map { Double($0 - $1) / step }
      // A unit vector moves at right angles to itself; finite differences have a part along it.
      let along = zip(derivative, image).reduce(0) { $0 + $1.0 * Double($1.1) }
      return zip(derivative, image).map { $0 - along * Double($1) }
    }
    // With s″ = −(s′ · s′) s, as on a circle, minus the second derivative of m · s is (m · s) s′ · s′.
    let correlation = max(Double(match.score), Self.leastCorrelation)
    return Terms(
      matrix: derivatives.map { first in
        derivatives.map { second in correlation * zip(first, second).reduce(0) { $0 + $1.0 * $1.1 } }
      },
      gradient: derivatives.map { zip($0, pattern.measured).reduce(0) { $0 + $1.0 * Double($1.1) } }
    )
  }

  /// A bound below which steps would become too long.
  private static let leastCorrelation = 0.1

  /// The step that solves all normal equations: the shift of the pattern centre, and each pattern's rotation.
  private static func step(_ terms: [Terms], damping: Double) -> (shift: Vector3, rotations: [Vector3])? {
    // The rotations are eliminated: with the blocks A (rotations), B (mixed) and C (pattern centre) of each pattern,
    // (Σ C − Bᵀ A⁻¹ B) shift = Σ (g − Bᵀ A⁻¹ h) for the gradients h by rotation and g by the pattern centre.
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: 3), count: 3)
    var right = [Double](repeating: 0, count: 3)
    var solved: [[[Double]]] = []
    for term in terms {
      let rotations = (0..<3).map { Array(term.matrix[$0][..<3]) }
      let mixed = (3..<6).map { column in (0..<3).map { term.matrix[$0][column] } }
      guard let x = NormalEquations.solve(rotations, damping: damping, mixed + [Array(term.gradient[..<3])]) else {
        return nil
      }
      solved.append(x)
      for row in 0..<3 {
        for column in 0..<3 {
          let own = term.matrix[row + 3][column + 3] * (row == column ? 1 + damping : 1)
          matrix[row][column] += own - dot(mixed[row], x[column])
        }
        right[row] += term.gradient[row + 3] - dot(mixed[row], x[3])
      }
    }
    guard let solution = NormalEquations.solve(matrix, damping: 0, [right])?[0] else { return nil }
    let length = dot(solution, solution).squareRoot()
    let scale = min(1, greatestShift / max(length, 1e-12))
    let shift = solution.map { scale * $0 }
    let rotations = solved.map { x in
      Vector3((0..<3).map { axis in scale * x[3][axis] - (0..<3).reduce(0) { $0 + x[$1][axis] * shift[$1] } })
    }
    return (Vector3(shift), rotations)
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

  private static func sum(of matches: [PatternMatch]) -> Float { matches.reduce(0) { $0 + $1.score } }

  private func image(of match: PatternMatch, _ projector: any PatternProjecting) -> [Float] {
    filter(projector, match.orientation, on: match.geometry)
  }

  private func scored(_ match: PatternMatch, _ image: [Float], _ pattern: Pattern) -> PatternMatch {
    var scored = match
    scored.score = Float(zip(image, pattern.measured).reduce(0) { $0 + Double($1.0 * $1.1) })
    return scored
  }
}
