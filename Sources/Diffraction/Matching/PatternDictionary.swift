import COpenBLAS
import Crystallography
import Imaging
import Workers

/// Dictionary indexing: compares patterns with the simulated patterns of many orientations.
///
/// Y. H. Chen et al., Microsc. Microanal. 21, 739 (2015). The simulated patterns are not kept; each is compared with
/// all patterns at once, so that memory does not grow with the number of orientations.
public struct PatternDictionary: Sendable {
  /// The source of simulated patterns.
  public let projector: any PatternProjecting
  /// The orientations.
  public let grid: OrientationGrid
  /// The treatment of both kinds of patterns.
  public let filter: MatchedFilter

  /// Creates a dictionary; nothing is simulated yet.
  public init(_ projector: any PatternProjecting, grid: OrientationGrid, filter: MatchedFilter) {
    (self.projector, self.grid, self.filter) = (projector, grid, filter)
  }

  private static let blockSize = 128

  /// The best orientations of each pattern, by decreasing score.
  ///
  /// - Parameters:
  ///   - patterns: the patterns, as the filter returns them.
  ///   - geometry: the detector of all of them.
  ///   - count: the number of orientations of each pattern.
  ///   - pool: the workers; the result does not depend on their number.
  /// - Returns: the matches of each pattern.
  public func matches(
    of patterns: [[Float]],
    geometry: DetectorGeometry,
    count: Int = 1,
    pool: WorkerPool = WorkerPool()
  ) -> [[PatternMatch]] {
    let pixels = filter.width * filter.height
    precondition(patterns.allSatisfy { $0.count == pixels }, "patterns have the size of the filter")
    let measured = patterns.flatMap(\.self)
    let orientations = grid.orientations
    let blocks = (orientations.count + Self.blockSize - 1) / Self.blockSize
    let found = pool.map(blocks) { block -> [[Candidate]] in
      let range = block * Self.blockSize..<min((block + 1) * Self.blockSize, orientations.count)
      var simulated: [Float] = []
      simulated.reserveCapacity(range.count * pixels)
      for index in range { simulated += filter(projector, orientations[index], on: geometry) }
      let scores = Self.products(measured, simulated, pixels: pixels)
      return patterns.indices.map { pattern in
        let row = scores[pattern * range.count..<(pattern + 1) * range.count]
        return Self.best(count, of: zip(range, row).map { Candidate(orientation: $0, score: $1) })
      }
    }
    return patterns.indices.map { pattern in
      Self.best(count, of: found.flatMap { $0[pattern] }).map {
        PatternMatch(orientation: orientations[$0.orientation], geometry: geometry, score: $0.score)
      }
    }
  }

  private struct Candidate {
    let orientation: Int
    let score: Float
  }

  private static func best(_ count: Int, of candidates: [Candidate]) -> [Candidate] {
    guard count > 1 else {
      return candidates.max { $0.score != $1.score ? $0.score < $1.score : $0.orientation > $1.orientation }
        .map { [$0] } ?? []
    }
    let sorted = candidates.sorted { $0.score != $1.score ? $0.score > $1.score : $0.orientation < $1.orientation }
    return Array(sorted.prefix(count))
  }

  /// The scalar products of all rows of two matrices.
  private static func products(_ first: [Float], _ second: [Float], pixels: Int) -> [Float] {
    let (rows, columns) = (first.count / pixels, second.count / pixels)
    var result = [Float](repeating: 0, count: rows * columns)
    unsafe ednet_sgemm(
      EDNET_PLAIN,
      EDNET_TRANSPOSED,
      Int32(rows),
      Int32(columns),
      Int32(pixels),
      1,
      first,
      Int32(pixels),
      second,
      Int32(pixels),
      0,
      &result,
      Int32(columns)
    )
    return result
  }
}
