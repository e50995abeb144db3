import Crystallography
import Imaging
import RandomNumbers
import Workers

/// The similarity of candidates before any pattern is matched: the correlation of noise-free patterns of one with the
/// best match of another.
///
/// Phases with nearly the same cell, such as nickel and copper, or with a pseudo-symmetry of one another, have patterns
/// that noise makes the same.
public struct PhaseSimilarity: Sendable {
  /// Two candidates, the first of lower index.
  public struct Pair: Sendable, Hashable {
    /// The indices of the candidates.
    public let first: Int, second: Int
    /// The mean correlation, relative to that of each candidate with itself.
    public let correlation: Float
  }

  /// All pairs of candidates.
  public let pairs: [Pair]
  /// The number of candidates.
  private let count: Int

  /// The correlation from which two candidates look alike.
  ///
  /// Of measured patterns right matches reach a correlation of about 0.5, so that two candidates of this similarity
  /// differ by less than ``PhaseDecision/margin``.
  public static let alike: Float = 0.96
  /// The number of orientations of each candidate.
  private static let orientations = 2

  /// Compares candidates.
  ///
  /// - Parameters:
  ///   - candidates: the phases.
  ///   - geometry: the detector.
  ///   - spacing: the angle between neighbouring orientations of the dictionary in degrees, 1 to 30; without noise it
  ///     may be wider than in a matching.
  ///   - pool: the workers; the result does not depend on their number.
  /// - Throws: `DiffractionError.invalidSetting`.
  public init(
    of candidates: [PhaseCandidate],
    on geometry: DetectorGeometry,
    spacing: Double = 7,
    pool: WorkerPool = WorkerPool()
  ) throws(DiffractionError) {
    let count = candidates.count
    self.count = count
    guard count > 1 else {
      pairs = []
      return
    }
    var matching = try PhaseMatching(candidates, spacing: spacing, coarse: 32, fine: 48)
    (matching.refinedCounts, matching.iterations) = ((3, 1), 10)
    let orientations = (0..<count * Self.orientations).map { number in
      var generator = KeyedGenerator(31, number)
      return Orientation(uniformlyUsing: &generator)
    }
    let patterns = pool.map(orientations.count) { number in
      candidates[number / Self.orientations].projector.project(orientations[number], onto: geometry).madePositive
    }
    let found = matching.matches(of: patterns, geometry: geometry, pool: pool)
    // Phases of nearly the same cell fit best in the same orientation, and each phase in its own.
    let refinements = matching.fineRefinements(of: patterns, geometry, pool: pool)
    let scores = pool.map(patterns.count) { number in
      let start = PatternMatch(orientation: orientations[number], geometry: geometry, score: 0)
      // All refinements have one filter.
      let pattern = refinements[0].filter(patterns[number])
      return zip(refinements, found[number]).map { max($0.refine(start, to: pattern).score, $1.score) }
    }
    func mean(_ own: Int, _ other: Int) -> Float {
      let numbers = own * Self.orientations..<(own + 1) * Self.orientations
      return numbers.reduce(0) { $0 + scores[$1][other] / max(scores[$1][own], 0.1) } / Float(Self.orientations)
    }
    pairs = (0..<count).flatMap { first in
      (first + 1..<count).map { second in
        Pair(first: first, second: second, correlation: (mean(first, second) + mean(second, first)) / 2)
      }
    }
  }

  /// The pairs that look alike.
  public var alikePairs: [Pair] { pairs.filter { $0.correlation >= Self.alike } }

  /// For each candidate, the indices of the candidates that look like it, with itself, by increasing index.
  public var alike: [[Int]] {
    (0..<count).map { own in
      ([own] + alikePairs.flatMap { $0.first == own ? [$0.second] : $0.second == own ? [$0.first] : [] }).sorted()
    }
  }
}

extension GrayImage {
  /// The image plus a constant background that is as bright as the contrast is strong, as a camera records it.
  fileprivate var madePositive: GrayImage {
    guard let low = pixels.min(), let high = pixels.max() else { return self }
    var image = self
    for index in image.pixels.indices { image.pixels[index] += 10 * (high - low) - low }
    return image
  }
}
