import Crystallography
import Imaging
import Workers

/// Joins the matches of neighbouring points of a scan, most of which belong to one crystal.
///
/// First, each pattern is compared with the orientations that its neighbours found, candidate by candidate: where the
/// dictionary missed the right one, a neighbour has it. Then the scores of all points around a point that have its
/// orientation are averaged, which leaves less noise in the differences between candidates.
public struct NeighbourMatching: Sendable {
  /// The matching that found the matches.
  public let matching: PhaseMatching
  /// The greatest angle in degrees between orientations of one crystal.
  public var tolerance = 3.0

  /// Creates a joining of the answers of a matching.
  public init(_ matching: PhaseMatching) { self.matching = matching }

  /// Matches with better orientations of neighbours.
  ///
  /// - Parameters:
  ///   - matches: for each pattern, the match of each candidate.
  ///   - patterns: the patterns of one detector.
  ///   - neighbours: for each pattern, the matches of its neighbours.
  ///   - pool: the workers; the result does not depend on their number.
  /// - Returns: matches at least as good.
  public func improved(
    _ matches: [[PatternMatch]],
    of patterns: [GrayImage],
    by neighbours: [[[PatternMatch]]],
    pool: WorkerPool = WorkerPool()
  ) -> [[PatternMatch]] {
    guard let geometry = matches.first?.first?.geometry else { return matches }
    let refinements = matching.fineRefinements(of: patterns, geometry, pool: pool)
    return pool.map(patterns.count) { pattern in
      let measured = refinements[0].filter(patterns[pattern])
      return matches[pattern].enumerated().map { candidate, own in
        let refinement = refinements[candidate]
        let rotations = matching.candidates[candidate].rotations
        let starts = neighbours[pattern].map { neighbour -> PatternMatch in
          var start = own
          start.orientation = neighbour[candidate].orientation
          return start
        }.filter { $0.orientation.misorientation(from: own.orientation, symmetry: rotations) > 1 }
          .map { refinement.scored($0, against: measured) }
        guard let best = starts.max(by: { $0.score < $1.score }) else { return own }
        let refined = refinement.refine(best, to: measured)
        return refined.score > own.score ? refined : own
      }
    }
  }

  /// The mean scores of a point and those of its neighbours that belong to the same crystal.
  ///
  /// - Parameters:
  ///   - matches: the match of each candidate.
  ///   - neighbours: the matches of the neighbours.
  /// - Returns: the matches with the mean scores.
  public func joined(_ matches: [PatternMatch], with neighbours: [[PatternMatch]]) -> [PatternMatch] {
    let crystal = neighbours.filter { isSameCrystal(matches, $0) }
    return matches.indices.map { candidate in
      var match = matches[candidate]
      let sum = crystal.reduce(match.score) { $0 + $1[candidate].score }
      match.score = sum / Float(crystal.count + 1)
      return match
    }
  }

  /// True if the best candidate of one of two points has one orientation at both.
  private func isSameCrystal(_ first: [PatternMatch], _ second: [PatternMatch]) -> Bool {
    [first, second].contains { matches in
      guard let best = matches.indices.max(by: { matches[$0].score < matches[$1].score }) else { return false }
      let rotations = matching.candidates[best].rotations
      return first[best].orientation.misorientation(from: second[best].orientation, symmetry: rotations) < tolerance
    }
  }
}
