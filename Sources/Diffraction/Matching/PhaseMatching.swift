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
  /// The standard deviations of the smoothing of candidates in pixels: in the dictionary, and in the coarse and fine
  /// refinement.
  public var smoothing = (dictionary: 0.7, coarse: 0.4, fine: 0.35)
  private let grids: [OrientationGrid]
  private let smoothed: SmoothedCandidates
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
    smoothed = SmoothedCandidates(candidates.map(\.projector))
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
    refined(starts(of: patterns, geometry: geometry, pool: pool), patterns.indices, pool: pool)
  }

  /// Patterns with the orientations of the dictionaries that fit them best, from which ``refined(_:_:pool:)`` starts.
  public struct Starts: Sendable {
    fileprivate let patterns: [GrayImage]
    fileprivate let geometry: DetectorGeometry
    /// For each candidate and pattern, orientations by decreasing score.
    fileprivate let matches: [[[PatternMatch]]]
  }

  /// Compares patterns with the dictionaries of all candidates.
  ///
  /// - Parameters:
  ///   - patterns: the patterns of one detector, all of the geometry's size.
  ///   - geometry: the detector.
  ///   - pool: the workers; the result does not depend on their number.
  /// - Returns: the patterns and their orientations.
  public func starts(
    of patterns: [GrayImage],
    geometry: DetectorGeometry,
    pool: WorkerPool = WorkerPool()
  ) -> Starts {
    guard !patterns.isEmpty else { return Starts(patterns: [], geometry: geometry, matches: []) }
    let filter = Self.filter(Self.sum(of: patterns), largestSide: sides.coarse)
    let measured = pool.map(patterns.count) { filter(patterns[$0]) }
    let projectors = smoothed.projectors(by: smoothing.dictionary, filter, geometry, pool: pool)
    let matches = zip(projectors, grids).map { projector, grid in
      PatternDictionary(projector, grid: grid, filter: filter)
        .matches(of: measured, geometry: geometry, count: refinedCounts.coarse, pool: pool)
    }
    return Starts(patterns: patterns, geometry: geometry, matches: matches)
  }

  /// Refines the orientations of some of the patterns.
  ///
  /// - Parameters:
  ///   - starts: the patterns and their orientations; all of them, whose sum shows the shape of the screen.
  ///   - range: the patterns to refine.
  ///   - pool: the workers; the result does not depend on their number.
  /// - Returns: for each pattern of the range, one match for each candidate.
  public func refined(
    _ starts: Starts,
    _ range: Range<Int>,
    pool: WorkerPool = WorkerPool()
  ) -> [[PatternMatch]] {
    guard !range.isEmpty else { return [] }
    let mask = Self.sum(of: starts.patterns)
    // Coarse images have wider maxima, so that starts a few degrees away reach them.
    let coarse = refinements(mask, side: sides.coarse * 3 / 4, smoothing.coarse, starts.geometry, pool: pool)
    let fine = refinements(mask, side: sides.fine, smoothing.fine, starts.geometry, pool: pool)
    let count = candidates.count
    let matches = pool.map(range.count * count) { task -> PatternMatch in
      let (index, candidate) = (range.lowerBound + task / count, task % count)
      let near = Self.refined(starts.matches[candidate][index], of: starts.patterns[index], coarse[candidate])
      let distinct = Self.distinct(near).prefix(refinedCounts.fine)
      return Self.refined(distinct, of: starts.patterns[index], fine[candidate])[0]
    }
    return range.indices.map { index in
      let first = (index - range.lowerBound) * count
      return Array(matches[first..<first + count])
    }
  }

  /// The refinement of each candidate on fine images.
  func fineRefinements(
    of patterns: [GrayImage],
    _ geometry: DetectorGeometry,
    pool: WorkerPool
  ) -> [OrientationRefinement] {
    refinements(Self.sum(of: patterns), side: sides.fine, smoothing.fine, geometry, pool: pool)
  }

  private func refinements(
    _ mask: GrayImage,
    side: Int,
    _ smoothing: Double,
    _ geometry: DetectorGeometry,
    pool: WorkerPool
  ) -> [OrientationRefinement] {
    let filter = Self.filter(mask, largestSide: side)
    return smoothed.projectors(by: smoothing, filter, geometry, pool: pool).map { projector in
      var refinement = OrientationRefinement(projector, filter: filter)
      refinement.iterations = iterations
      return refinement
    }
  }

  /// Refined matches, the best first.
  private static func refined(
    _ starts: some Sequence<PatternMatch>,
    of pattern: GrayImage,
    _ refinement: OrientationRefinement
  ) -> [PatternMatch] {
    let measured = refinement.filter(pattern)
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
