import Crystallography
import Diffraction
import Foundation
import Imaging
import SymmetryClassification
import Workers

/// Identifies the phase of each pattern among candidates, by matching with simulated patterns.
///
/// The candidates' dynamical master patterns are simulated once and kept. Patterns of one detector share its pattern
/// centre, which is searched or fitted if asked for.
public struct PhasePipeline: Sendable {
  /// The settings.
  public var configuration: PhaseConfiguration

  /// Creates a pipeline.
  public init(_ configuration: PhaseConfiguration) { self.configuration = configuration }

  /// The number of patterns in memory at a time.
  private static let chunk = 1024
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
    let candidates = try PhaseCandidates(configuration, pool: pool, observer: observer).phases
    let matching = try PhaseMatching(candidates, spacing: configuration.spacing)
    var points: [PhaseResult.Point?] = Array(repeating: nil, count: images.references.count)
    var done = 0
    for group in images.groups {
      let geometry = try geometry(of: group, images, matching, pool: pool, observer: observer)
      for start in stride(from: 0, to: group.images.count, by: Self.chunk) {
        guard !observer.isInterrupted else { throw PipelineError("interrupted") }
        let part = Array(group.images[start..<min(start + Self.chunk, group.images.count)])
        let matches = matching.matches(of: try part.map(images.image), geometry: geometry, pool: pool)
        for (number, matches) in zip(part, matches) {
          points[number] = PhaseResult.Point(
            image: images.references[number],
            matches: matches,
            decision: PhaseDecision(
              scores: matches.map(\.score),
              margin: configuration.margin,
              leastScore: configuration.leastScore
            )
          )
        }
        done += part.count
        try observer.receive(.matched(done, of: images.references.count))
      }
    }
    return PhaseResult(phases: candidates.map(\.name), points: points.compactMap(\.self), unreadable: images.unreadable)
  }

  /// The detector of a group, with its pattern centre searched or fitted where necessary.
  private func geometry(
    of group: PhaseImages.Group,
    _ images: PhaseImages,
    _ matching: PhaseMatching,
    pool: WorkerPool,
    observer: any PipelineObserver
  ) throws -> DetectorGeometry {
    var geometry = group.geometry
    if group.hasPatternCenter && !configuration.fitsPatternCenter { return geometry }
    let sample = try Self.evenly(Self.sampled, of: group.images).map(images.image)
    let search = PatternCenterSearch()
    if !group.hasPatternCenter {
      try observer.receive(.note("the pattern centre is not given; searching it"))
      if let found = try search(sample, geometry: geometry, candidates: matching.candidates, pool: pool) {
        geometry.patternCenter = found.patternCenter
      }
    }
    let fit = search.fit(sample, geometry: geometry, matching, pool: pool)
    geometry.patternCenter = fit.patternCenter
    let text = [fit.patternCenter.x, fit.patternCenter.y, fit.patternCenter.z]
      .map { String(format: "%.3f", $0) }.joined(separator: ",")
    try observer.receive(
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
