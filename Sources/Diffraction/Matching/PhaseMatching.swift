import Crystallography
import Imaging
import Workers

/// Matches patterns with the simulated patterns of candidate phases.
///
/// For each candidate, a dictionary of orientations is compared with all patterns at once, and its best orientations
/// are refined. The normalised cross-correlations of the candidates are comparable, since all see the same pixels.
public struct PhaseMatching: Sendable {
  /// The candidates.
  public let candidates: [PhaseCandidate]
  /// The number of orientations of each candidate that are refined on coarse images, and of these on fine ones.
  public var refinedCounts = (coarse: 20, fine: 2)
  /// The greatest number of accepted steps of a refinement.
  public var iterations = 20
  private let grids: [OrientationGrid]
  private let sides: (coarse: Int, fine: Int)

  /// Creates a matching.
  ///
  /// - Parameters:
  ///   - candidates: the phases.
  ///   - spacing: the angle between neighbouring orientations of the dictionary in degrees, 1 to 30.
  ///   - coarse: the number of pixels of the longer side of images that are compared with the dictionary.
  ///   - fine: that of images in the refinement.
  /// - Throws: `DiffractionError.invalidSetting`.
  public init(
    _ candidates: [PhaseCandidate],
    spacing: Double = 4,
    coarse: Int = 48,
    fine: Int = 80
  ) throws(DiffractionError) {
    self.candidates = candidates
    sides = (coarse, fine)
    var grids: [OrientationGrid] = []
    for candidate in candidates {
      grids.append(try OrientationGrid(spacing: spacing, symmetry: candidate.rotations))
    }
    self.grids = grids
  }

  /// The numbers of orientations in the dictionaries of the candidates.
  public var dictionarySizes: [Int] { grids.map(\.orientations.count) }

  /// The best match of each candidate with each pattern.
  ///
  /// - Parameters:
  ///   - patterns: the patterns of one detector, all of the geometry's size.
  ///   - geometry: the detector.
  ///   - pool: the workers; the result does not depend on their number.
  /// - Returns: for each pattern, one match for each candidate.
  public func matches(
    of patterns: [GrayImage],
    geometry: DetectorGeometry,
    pool: WorkerPool = WorkerPool()
  ) -> [[PatternMatch]] {
    guard !patterns.isEmpty else { return [] }
    let mask = Self.sum(of: patterns)
    let filter = Self.filter(mask, largestSide: sides.coarse)
    let measured = pool.map(patterns.count) { filter(patterns[$0]) }
    let starts = zip(candidates, grids).map { candidate, grid in
      PatternDictionary(candidate.projector, grid: grid, filter: filter)
        .matches(of: measured, geometry: geometry, count: refinedCounts.coarse, pool: pool)
    }
    // Coarse images have wider maxima, so that starts a few degrees away reach them.
    let coarse = Self.filter(mask, largestSide: sides.coarse * 3 / 4)
    let fine = Self.filter(mask, largestSide: sides.fine)
    let count = candidates.count
    let matches = pool.map(patterns.count * count) { task -> PatternMatch in
      let (pattern, candidate) = (task / count, task % count)
      let near = refined(starts[candidate][pattern], candidate, patterns[pattern], coarse)
      return refined(Self.distinct(near).prefix(refinedCounts.fine), candidate, patterns[pattern], fine)[0]
    }
    return patterns.indices.map { Array(matches[$0 * count..<($0 + 1) * count]) }
  }

  /// Matches with the orientations refined for another pattern centre; candidates that are far from the best one of
  /// their pattern get a score of 0 instead.
  func refined(
    _ matches: [[PatternMatch]],
    of patterns: [GrayImage],
    movedTo patternCenter: Vector3,
    pool: WorkerPool
  ) -> [[PatternMatch]] {
    let filter = Self.filter(Self.sum(of: patterns), largestSide: sides.fine)
    return pool.map(patterns.count) { pattern in
      let least = 0.9 * (matches[pattern].map(\.score).max() ?? 0)
      return matches[pattern].enumerated().map { candidate, match in
        var start = match
        start.geometry.patternCenter = patternCenter
        guard match.score >= least else {
          start.score = 0
          return start
        }
        return refined([start], candidate, patterns[pattern], filter)[0]
      }
    }
  }

  /// Refined matches, the best first.
  private func refined(
    _ starts: some Sequence<PatternMatch>,
    _ candidate: Int,
    _ pattern: GrayImage,
    _ filter: MatchedFilter
  ) -> [PatternMatch] {
    let measured = filter(pattern)
    var refinement = OrientationRefinement(candidates[candidate].projector, filter: filter)
    refinement.iterations = iterations
    return starts.map { refinement.refine($0, to: measured) }.sorted { $0.score > $1.score }
  }

  /// Matches without those that reached the orientation of an earlier one.
  private static func distinct(_ matches: [PatternMatch]) -> [PatternMatch] {
    matches.reduce(into: []) { distinct, match in
      if distinct.allSatisfy({ match.orientation.misorientation(from: $0.orientation) > 1 }) { distinct.append(match) }
    }
  }

  /// The sum of all patterns, whose dark surroundings of the screen are those of each.
  private static func sum(of patterns: [GrayImage]) -> GrayImage {
    patterns.dropFirst().reduce(into: patterns[0]) { sum, pattern in
      PixelArithmetic.add(pattern.pixels, from: 0, times: 1, to: &sum.pixels, at: 0, count: sum.pixels.count)
    }
  }

  private static func filter(_ mask: GrayImage, largestSide: Int) -> MatchedFilter {
    MatchedFilter(width: mask.width, height: mask.height, largestSide: largestSide, mask: mask)
  }
}
