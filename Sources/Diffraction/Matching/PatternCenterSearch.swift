import Crystallography
import Imaging
import Workers

/// Finds the pattern centre that patterns of one detector share.
///
/// Single patterns do not determine it: with noise, each has its highest score elsewhere. The mean of the best scores
/// of all patterns does. From each start the pattern centre is fitted together with all orientations, since before the
/// fit the start that is nearest to the truth need not have the highest score.
public struct PatternCenterSearch: Sendable {
  /// Pattern centres in Bruker's convention from which the search starts.
  public var starts: [Vector3]
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
    func best(_ starts: [Vector3]) -> [Result] {
      starts.map { fit(patterns, geometry: geometry.moved(to: $0), matching, pool: pool) }
        .sorted { $0.score > $1.score }
    }
    // Orientations are searched again with the pattern centres that were found.
    return best(best(starts).prefix(3).map(\.patternCenter)).first
  }

  /// Fits a pattern centre together with the orientations, each of the candidate that fits best at the start.
  ///
  /// - Parameters:
  ///   - patterns: a few patterns of different orientations, of the geometry's size, at least one.
  ///   - geometry: the detector with a pattern centre to start from.
  ///   - matching: the matching with the phases that the patterns may belong to.
  ///   - pool: the workers; the result does not depend on their number.
  /// - Returns: the pattern centre that was found, at least as good as the start.
  public func fit(
    _ patterns: [GrayImage],
    geometry: DetectorGeometry,
    _ matching: PhaseMatching,
    pool: WorkerPool = WorkerPool()
  ) -> Result {
    let matches = matching.matches(of: patterns, geometry: geometry, pool: pool)
    let refinements = matching.fineRefinements(of: patterns, geometry, pool: pool)
    let filter = refinements[0].filter
    let starts = zip(patterns, matches).map { pattern, matches in
      let best = matches.indices.max { matches[$0].score < matches[$1].score } ?? 0
      return SharedCenterRefinement.Pattern(
        measured: filter(pattern),
        projector: refinements[best].projector,
        match: matches[best]
      )
    }
    let refined = SharedCenterRefinement(filter: filter).refine(starts, pool: pool)
    return Result(
      patternCenter: refined[0].geometry.patternCenter,
      score: refined.reduce(0) { $0 + $1.score } / Float(refined.count)
    )
  }
}

extension DetectorGeometry {
  /// The detector with another pattern centre.
  func moved(to center: Vector3) -> DetectorGeometry {
    var moved = self
    moved.patternCenter = center
    return moved
  }
}
