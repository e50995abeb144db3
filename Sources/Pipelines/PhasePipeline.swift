import Crystallography
import Diffraction
import Foundation
import Imaging
import NeuralNetworks
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
  /// False to leave out the comparison of candidates with each other.
  var comparesCandidates = true

  /// The processes that share the work; each runs the pipeline and gets the answers.
  public var processes: any ProcessGroup

  /// Creates a pipeline.
  public init(_ configuration: PhaseConfiguration, processes: any ProcessGroup = SingleProcess()) {
    (self.configuration, self.processes) = (configuration, processes)
  }

  /// The number of patterns by which a pattern centre is fitted.
  private static let sampled = 12
  /// The number of patterns below which a fitted pattern centre is uncertain.
  private static let fewPatterns = 3

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
    let candidates = try PhaseCandidates(
      configuration,
      voltage: images.voltage,
      pool: pool,
      processes: processes,
      observer: observer
    )
    let progress = try configuration.output.map {
      try PhaseProgress(
        output: $0,
        identity: configuration.identity(images, candidates.structures),
        processes: processes
      )
    }
    var matching = try PhaseMatching(candidates.phases, spacing: configuration.spacing)
    if let refinedCounts { matching.refinedCounts = refinedCounts }
    let run = PhaseRun(
      matching: matching,
      patterns: AveragedPatterns(images: images, averaging: averaging(neighbours), pool: pool),
      progress: progress,
      observer: observer,
      pool: pool,
      processes: processes,
      partSize: partSize
    )
    let detectors = try processes.sharing {
      let detectors = try progress?.detectors() ?? images.groups.map { try geometry(of: $0, run) }
      try progress?.keep(detectors)
      return detectors
    }
    let alike = try processes.sharing { try self.alike(candidates, detectors, run) }
    func result(_ points: [PhaseResult.Point], _ check: PhaseResult.NetworkCheck? = nil) -> PhaseResult {
      PhaseResult(
        candidates: candidates.structures.map(PhaseResult.Phase.init),
        points: points,
        unreadable: images.unreadable,
        check: check,
        grid: images.grid
      )
    }
    if usesNetwork(images.references.count) {
      let network = PhaseNetwork(configuration: configuration, candidates: candidates, detectors: detectors, run: run)
      let (points, check) = try proposed(by: network, alike: alike)
      return result(points, check)
    }
    var matches = try run.matches(on: detectors)
    if configuration.joinsNeighbours, let neighbours { matches = try run.joined(matches, neighbours) }
    return result(
      zip(images.references, matches).map { PhaseResult.Point(image: $0, matches: $1, decision: decision($1)) }
    )
  }

  /// True if a network classifies images of this number.
  private func usesNetwork(_ count: Int) -> Bool {
    switch configuration.method {
    case .matching: false
    case .network: true
    case .automatic:
      configuration.network != nil
        || count >= PhaseConfiguration.manyPatterns && !configuration.joinsNeighbours
    }
  }

  /// The decision of matching.
  private func decision(_ matches: [PatternMatch]) -> PhaseDecision {
    PhaseDecision(
      scores: matches.map(\.score),
      margin: configuration.margin,
      leastScore: configuration.leastScore
    )
  }

  /// The answers of a network, checked by matching a sample of the patterns, and those of matching where the network is
  /// not sure of a phase.
  private func proposed(
    by network: PhaseNetwork,
    alike: [[Int]]
  ) throws -> (points: [PhaseResult.Point], check: PhaseResult.NetworkCheck) {
    let references = network.run.patterns.images.references
    let sample = Set(Self.evenly(Self.checked, of: Array(references.indices)))
    let classifier = try network.classifier { try network.run.patterns(of: sample) }
    let answers = try network.answers(of: classifier)
    let proposals = answers.map { $0.decision(least: configuration.leastProbability, alike: alike) }
    let unsure = proposals.indices.filter { proposals[$0] == nil }
    let matches = try network.run.matches(on: network.detectors, of: sample.union(unsure))
    let points = references.indices.map { index in
      PhaseResult.Point(
        image: references[index],
        matches: matches[index],
        probabilities: answers[index].probabilities,
        decision: matches[index].isEmpty ? proposals[index] ?? .none : decision(matches[index])
      )
    }
    let compared = sample.filter { index in
      if case .phase = points[index].decision, case .phase? = proposals[index] { true } else { false }
    }
    let check = PhaseResult.NetworkCheck(
      compared: compared.count,
      agreed: compared.count { points[$0].decision == proposals[$0] }
    )
    if Double(check.agreed) < Self.leastAgreement * Double(check.compared) {
      try network.run.observer.receive(
        .warning(
          "the network contradicts matching on \(check.compared - check.agreed) of \(check.compared) patterns, so its "
            + "answers are not reliable here; use --method matching, or train a network on these patterns"
        )
      )
    }
    return (points, check)
  }

  /// The spacing in degrees of the orientations by which candidates are compared with each other.
  private static let similaritySpacing = 7.0
  /// The number of patterns by which matching checks a network.
  private static let checked = 100
  /// The share of these patterns below which a network's answers are not reliable.
  private static let leastAgreement = 0.9

  /// For each candidate those that look like it, which are named before anything is matched.
  private func alike(
    _ candidates: PhaseCandidates,
    _ detectors: [DetectorGeometry],
    _ run: PhaseRun
  ) throws -> [[Int]] {
    guard comparesCandidates, let detector = detectors.first else { return candidates.phases.indices.map { [$0] } }
    let similarity = try PhaseSimilarity(
      of: candidates.phases,
      on: detector,
      spacing: max(configuration.spacing, Self.similaritySpacing),
      pool: run.pool
    )
    for pair in similarity.alikePairs {
      let names = [pair.first, pair.second].map { candidates.structures[$0].name }.joined(separator: " and ")
      try run.observer.receive(
        .warning(
          String(format: "%@ look alike: their patterns without noise correlate by %.3f", names, pair.correlation)
        )
      )
    }
    return similarity.alike
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
        "pattern centre \(text) (Bruker's convention), fitted to \(sample.count) "
          + "pattern\(sample.count == 1 ? "" : "s"), mean correlation " + String(format: "%.3f", fit.score)
      )
    )
    if sample.count < Self.fewPatterns {
      try run.observer.receive(
        .warning("so few patterns hardly determine a pattern centre; state it, or add patterns of other grains")
      )
    }
    return geometry
  }

  /// Elements of an array at even distances, at most `count`.
  private static func evenly(_ count: Int, of numbers: [Int]) -> [Int] {
    let count = min(count, numbers.count)
    return (0..<count).map { numbers[$0 * numbers.count / count] }
  }
}
