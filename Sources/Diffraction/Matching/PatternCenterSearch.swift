import Crystallography
import Imaging
import Workers

/// Finds the pattern centre that patterns of one detector share.
///
/// Single patterns do not determine it: with noise, each has its highest score elsewhere. The mean of the best scores
/// of all patterns does.
public struct PatternCenterSearch: Sendable {
  /// Pattern centres in Bruker's convention from which the search starts.
  public var starts: [Vector3]
  /// The step of the fit of a pattern centre, which is halved until it is below the last one.
  public var steps = (first: 0.02, last: 0.002)
  /// The angle between neighbouring orientations of the dictionary in degrees, coarser than that of answers: only the
  /// neighbourhood of the right start must be found.
  public var spacing = 5.0

  /// Creates a search from 27 pattern centres that cover common detectors.
  public init() {
    starts = [0.42, 0.5, 0.58].flatMap { x in
      [0.15, 0.25, 0.4].flatMap { y in [0.5, 0.62, 0.75].map { z in Vector3(x, y, z) } }
    }
  }

  /// A pattern centre, and how well patterns fit with it.
  public struct Result: Sendable, Equatable {
    /// The pattern centre in Bruker's convention.
    public var patternCenter: Vector3
    /// The mean over the patterns of the score of the best candidate.
    public var score: Float
  }

  /// Searches an unknown pattern centre.
  ///
  /// - Parameters:
  ///   - patterns: a few patterns of different orientations, of the geometry's size.
  ///   - geometry: the detector; its pattern centre is not used.
  ///   - candidates: the phases that the patterns may belong to.
  ///   - pool: the workers; the result does not depend on their number.
  /// - Returns: the pattern centre; nil without patterns.
  /// - Throws: `DiffractionError.invalidSetting`.
  public func callAsFunction(
    _ patterns: [GrayImage],
    geometry: DetectorGeometry,
    candidates: [PhaseCandidate],
    pool: WorkerPool = WorkerPool()
  ) throws(DiffractionError) -> Result? {
    guard !patterns.isEmpty else { return nil }
    var matching = try PhaseMatching(candidates, spacing: spacing, coarse: 40, fine: 40)
    matching.refinedCounts = (4, 1)
    let coarse = starts.map { start in
      let matches = matching.matches(of: patterns, geometry: geometry.moved(to: start), pool: pool)
      return Result(patternCenter: start, score: Self.meanScore(matches))
    }
    var best: Result?
    for start in coarse.sorted(by: { $0.score > $1.score }).prefix(3) {
      let result = fit(patterns, geometry: geometry.moved(to: start.patternCenter), matching, pool: pool)
      if result.score > best?.score ?? -1 { best = result }
    }
    return best
  }

  /// Fits a pattern centre by a search along the axes, with the orientations refined at each step.
  ///
  /// - Parameters:
  ///   - patterns: a few patterns of different orientations, of the geometry's size.
  ///   - geometry: the detector with a pattern centre to start from.
  ///   - matching: the matching with the phases that the patterns may belong to.
  ///   - pool: the workers; the result does not depend on their number.
  /// - Returns: the best pattern centre that was found, at least as good as the start.
  public func fit(
    _ patterns: [GrayImage],
    geometry: DetectorGeometry,
    _ matching: PhaseMatching,
    pool: WorkerPool = WorkerPool()
  ) -> Result {
    var matches = matching.matches(of: patterns, geometry: geometry, pool: pool)
    var best = Result(patternCenter: geometry.patternCenter, score: Self.meanScore(matches))
    var step = steps.first
    while step >= steps.last {
      var improved = false
      for axis in [Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1)].flatMap({ [$0, -$0] }) {
        let center = best.patternCenter + step * axis
        guard center.z > 0.1 else { continue }
        let moved = matching.refined(matches, of: patterns, movedTo: center, pool: pool)
        let score = Self.meanScore(moved)
        if score > best.score {
          best = Result(patternCenter: center, score: score)
          matches = moved
          improved = true
        }
      }
      if !improved { step /= 2 }
    }
    return best
  }

  private static func meanScore(_ matches: [[PatternMatch]]) -> Float {
    let best = matches.map { $0.map(\.score).max() ?? 0 }
    return best.reduce(0, +) / Float(max(best.count, 1))
  }
}

extension DetectorGeometry {
  /// The detector with another pattern centre.
  fileprivate func moved(to center: Vector3) -> DetectorGeometry {
    var moved = self
    moved.patternCenter = center
    return moved
  }
}
