import Crystallography
import Diffraction
import Foundation
import Imaging
import SymmetryClassification
import Workers

/// Identifies the phase of each pattern among candidates, by matching with simulated patterns.
///
/// The candidates' dynamical master patterns are simulated once and kept. Patterns of one detector share its pattern
/// centre, which is searched or fitted if asked for. Finished parts are kept, so that an interrupted run continues and
/// ends with the same bits.
public struct PhasePipeline: Sendable {
  /// The settings.
  public var configuration: PhaseConfiguration
  /// The number of patterns after which a run can be interrupted.
  var partSize = 64
  /// The numbers of refined orientations of a candidate; nil for those of the matching.
  var refinedCounts: (coarse: Int, fine: Int)?

  /// Creates a pipeline.
  public init(_ configuration: PhaseConfiguration) { self.configuration = configuration }

  /// The number of patterns by which a pattern centre is fitted.
  private static let sampled = 12

  /// Identifies the phases.
  ///
  /// - Parameter observer: an observer of progress, notes and warnings.
  /// - Returns: the answers.
  /// - Throws: `PipelineError` and the errors of the other modules, each of one sentence.
  public func run(observer: any PipelineObserver = SilentObserver()) throws -> PhaseResult {
    try configuration.validate()
    let pool = WorkerPool(threads: configuration.threads)
    let images = try PhaseImages(configuration, observer: observer)
    guard !images.references.isEmpty else {
      throw PipelineError(images.unreadable.first?.reason ?? "there are no images")
    }
    let neighbours = images.grid.map(ScanNeighbours.init)
    if neighbours == nil, configuration.averagingRadius > 0 || configuration.joinsNeighbours {
      throw PipelineError("the images have no positions in a scan, so they have no neighbours; name them as x0_y0.png")
    }
    let candidates = try PhaseCandidates(configuration, voltage: images.voltage, pool: pool, observer: observer)
    let progress = try configuration.output.map {
      try PhaseProgress(output: $0, identity: configuration.identity(images, candidates.structures))
    }
    var matching = try PhaseMatching(candidates.phases, spacing: configuration.spacing)
    if let refinedCounts { matching.refinedCounts = refinedCounts }
    let run = PhaseRun(
      matching: matching,
      patterns: AveragedPatterns(images: images, averaging: averaging(neighbours), pool: pool),
      progress: progress,
      observer: observer,
      pool: pool,
      partSize: partSize
    )
    var matches = try run.matches { group in try geometry(of: group, run) }
    if configuration.joinsNeighbours, let neighbours { matches = try run.joined(matches, neighbours) }
    let points = zip(images.references, matches).map { image, matches in
      PhaseResult.Point(
        image: image,
        matches: matches,
        decision: PhaseDecision(
          scores: matches.map(\.score),
          margin: configuration.margin,
          leastScore: configuration.leastScore
        )
      )
    }
    return PhaseResult(
      candidates: candidates.structures.map(PhaseResult.Phase.init),
      points: points,
      unreadable: images.unreadable,
      grid: images.grid
    )
  }

  private func averaging(_ neighbours: ScanNeighbours?) -> (method: NonLocalAveraging, neighbours: ScanNeighbours)? {
    guard let neighbours, configuration.averagingRadius > 0 else { return nil }
    let method = NonLocalAveraging(radius: configuration.averagingRadius, strength: configuration.averagingStrength)
    return (method, neighbours)
  }

  /// The detector of a group, with its pattern centre searched or fitted where necessary.
  private func geometry(of group: PhaseImages.Group, _ run: PhaseRun) throws -> DetectorGeometry {
    var geometry = group.geometry
    if group.hasPatternCenter && !configuration.fitsPatternCenter { return geometry }
    let sample = try run.patterns(Self.evenly(Self.sampled, of: group.images), of: Set(group.images))
    let search = PatternCenterSearch()
    if !group.hasPatternCenter {
      try run.observer.receive(.note("the pattern centre is not given; searching it"))
      if let found = try search(sample, geometry: geometry, candidates: run.matching.candidates, pool: run.pool) {
        geometry.patternCenter = found.patternCenter
      }
    }
    let fit = search.fit(sample, geometry: geometry, run.matching, pool: run.pool)
    geometry.patternCenter = fit.patternCenter
    let text = [fit.patternCenter.x, fit.patternCenter.y, fit.patternCenter.z]
      .map { String(format: "%.3f", $0) }.joined(separator: ",")
    try run.observer.receive(
      .note(
        "pattern centre \(text) (Bruker's convention), fitted to \(sample.count) patterns, mean correlation "
          + String(format: "%.3f", fit.score)
      )
    )
    return geometry
  }

  /// Elements of an array at even distances, at most `count`.
  private static func evenly(_ count: Int, of numbers: [Int]) -> [Int] {
    let count = min(count, numbers.count)
    return (0..<count).map { numbers[$0 * numbers.count / count] }
  }
}
