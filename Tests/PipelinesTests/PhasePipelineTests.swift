import Crystallography
import Diffraction
import Foundation
import Imaging
import SymmetryClassification
import TestSupport
import Testing

@testable import Pipelines

@Suite struct PhasePipelineTests {
  private static let candidates = Project.root.appending(path: "Samples/experimental/candidates").path

  /// Asks for the end after a number of parts.
  private final class Interrupter: PipelineObserver {
    private var partsLeft: Int
    init(after parts: Int) { partsLeft = parts }
    var isInterrupted: Bool {
      partsLeft -= 1
      return partsLeft < 0
    }
    func receive(_ event: PipelineEvent) {}
  }

  /// A scan of three patterns of silicon, reduced for tests without optimisation.
  private static func scan() throws -> String {
    let folder = NSTemporaryDirectory() + "ednet-phases-\(UUID())"
    try FileManager.default.createDirectory(atPath: folder + "/scan", withIntermediateDirectories: true)
    for (number, name) in ["in", "out5mm", "out10mm"].enumerated() {
      let path = Project.root.appending(path: "Samples/experimental/cF/silicon/\(name).png").path
      let image = try ImageFormats.read(path).image.resized(width: 60, height: 60)
      try OutputFile.write(PNG.encode(image, bitDepth: .sixteen), to: "\(folder)/scan/x\(number)_y0.png")
    }
    return folder
  }

  private static func pipeline(_ folder: String, spacing: Double = 20) -> PhasePipeline {
    var configuration = PhaseConfiguration(
      patterns: (0..<3).map { "\(folder)/scan/x\($0)_y0.png" },
      structures: ["silicon", "iron"].map { "\(candidates)/\($0).cif" }
    )
    (configuration.masterSize, configuration.spacing, configuration.threads) = (61, spacing, 2)
    configuration.patternCenter = [0.52, 0.157, 0.6]
    configuration.cache = folder + "/masters"
    configuration.output = folder + "/answers"
    var pipeline = PhasePipeline(configuration)
    pipeline.partSize = 1
    (pipeline.refinedCounts, pipeline.comparesCandidates) = ((1, 1), false)
    return pipeline
  }

  @Test func anInterruptedRunEndsWithTheSameBits() throws {
    let folder = try Self.scan()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // Candidates ask once each before the parts do.
    let error = #expect(throws: PipelineError.self) {
      _ = try Self.pipeline(folder).run(observer: Interrupter(after: 2 + 2))
    }
    #expect("\(try #require(error))" == "interrupted; the same command continues from here")
    let kept = try FileManager.default.contentsOfDirectory(atPath: folder + "/answers/unfinished").sorted()
    #expect(kept == ["0.json", "1.json", "detectors.json", "run.json"])

    let changed = #expect(throws: PipelineError.self) { _ = try Self.pipeline(folder, spacing: 25).run() }
    #expect("\(try #require(changed))".contains("another --spacing (20.0, now 25.0)"))

    let resumed = try Self.pipeline(folder).run()
    let written = try resumed.write(to: folder + "/answers")
    #expect(!FileManager.default.fileExists(atPath: folder + "/answers/unfinished"))
    #expect(
      written.map { String($0.split(separator: ".").last ?? "") }.sorted()
        == ["ang", "csv", "ctf", "h5", "pdf", "pdf", "pdf", "png", "png", "png", "svg", "svg", "svg"]
    )
    let whole = try Self.pipeline(folder).run()
    #expect(resumed.points.map(\.matches) == whole.points.map(\.matches))
    #expect(whole.candidates.map(\.crystal.spaceGroupNumber) == [227, 229])
    #expect(whole.candidates.allSatisfy { $0.sector?.laueClass == .mBar3M })
  }

  /// Alone, with neighbours, and resumed; each process has its own observer.
  @Test(arguments: [2, 3]) func severalProcessesGiveTheAnswersOfOne(count: Int) throws {
    let folder = try Self.scan()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var pipeline = Self.pipeline(folder)
    pipeline.configuration.output = nil
    pipeline.configuration.threads = 1
    let alone = try pipeline.run()
    let shared = { [pipeline] (change: @escaping @Sendable (inout PhasePipeline) -> Void) in
      try ThreadsAsProcesses.run(count) { group in
        var own = pipeline
        own.processes = group
        change(&own)
        return try own.run().points
      }.map { try $0.get() }
    }
    for points in try shared({ _ in }) {
      #expect(points.map(\.matches) == alone.points.map(\.matches))
      #expect(points.map(\.decision) == alone.points.map(\.decision))
    }

    pipeline.configuration.joinsNeighbours = true
    let joined = try pipeline.run()
    for points in try shared({ $0.configuration.joinsNeighbours = true }) {
      #expect(points.map(\.matches) == joined.points.map(\.matches))
    }

    // One process leaves a part, and several continue.
    #expect(throws: PipelineError.self) { _ = try Self.pipeline(folder).run(observer: Interrupter(after: 2 + 1)) }
    for points in try shared({ $0.configuration.output = folder + "/answers" }) {
      #expect(points.map(\.matches) == alone.points.map(\.matches))
    }
  }

  /// A network of silicon and iron that has hardly been trained.
  private static func network(_ folder: String) throws -> String {
    let phases = try ["silicon", "iron"].map { name in
      let structure = try LabeledStructure(path: "\(candidates)/\(name).cif")
      let beam = ElectronBeam(acceleratingVoltage: 20)
      let bands = TwoBeamBands(of: structure.crystal, beam: beam, minimumSpacing: 1, count: 20)
      return PhaseNetworkTraining.Phase(structure, bands.masterPattern(size: 61))
    }
    let detector = DetectorGeometry(width: 60, height: 60, patternCenter: [0.52, 0.157, 0.6])
    var training = try PhaseNetworkTraining(phases, voltage: 20, detectors: [detector], sample: [])
    (training.patterns, training.validationPatterns) = (8, 8)
    let path = folder + "/network.safetensors"
    try training.classifier()?.write(to: path)
    return path
  }

  @Test func aNetworkProposesAndMatchingDecidesWhereItIsNotSure() throws {
    let folder = try Self.scan()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var pipeline = Self.pipeline(folder)
    pipeline.configuration.network = try Self.network(folder)
    pipeline.configuration.output = nil
    let result = try pipeline.run()
    // The sample that checks the network has all three patterns.
    #expect(result.points.allSatisfy { $0.matches.count == 2 && $0.probabilities?.count == 3 })
    #expect(result.check != nil)
    let records = try CSV.records(Array(result.table().utf8)).map(\.fields)
    #expect(records[0].suffix(4) == ["probability"] + ["silicon", "iron", "none of these"].map { "probability \($0)" })
    #expect(Set(records.map(\.count)).count == 1)

    pipeline.configuration.method = .matching
    pipeline.configuration.network = nil
    let matched = try pipeline.run()
    #expect(matched.points.map(\.decision) == result.points.map(\.decision) && matched.check == nil)
  }

  @Test func severalProcessesShareTheAnswersOfANetwork() throws {
    let folder = try Self.scan()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var pipeline = Self.pipeline(folder)
    pipeline.configuration.network = try Self.network(folder)
    (pipeline.configuration.output, pipeline.configuration.threads) = (nil, 1)
    let alone = try pipeline.run()
    let results = ThreadsAsProcesses.run(2) { [pipeline] group in
      var own = pipeline
      own.processes = group
      return try own.run()
    }
    for result in results {
      let shared = try result.get()
      #expect(shared.points.map(\.probabilities) == alone.points.map(\.probabilities))
      #expect(shared.points.map(\.matches) == alone.points.map(\.matches))
      #expect(shared.check == alone.check)
    }
  }

  @Test func aNetworkOfOtherCandidatesIsRefused() throws {
    let folder = try Self.scan()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var pipeline = Self.pipeline(folder)
    pipeline.configuration.network = try Self.network(folder)
    pipeline.configuration.output = nil
    pipeline.configuration.structures.reverse()
    let error = #expect(throws: PipelineError.self) { _ = try pipeline.run() }
    #expect("\(try #require(error))".contains("but the candidates are iron, silicon"))
    pipeline.configuration.joinsNeighbours = true
    let refused = #expect(throws: PipelineError.self) { _ = try pipeline.run() }
    #expect("\(try #require(refused))".contains("which only --method matching finds"))
  }

  @Test func neighboursNeedPositions() throws {
    let folder = try Self.scan()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var pipeline = Self.pipeline(folder)
    try FileManager.default.moveItem(atPath: "\(folder)/scan/x2_y0.png", toPath: "\(folder)/scan/last.png")
    pipeline.configuration.patterns[2] = "\(folder)/scan/last.png"
    pipeline.configuration.joinsNeighbours = true
    let error = #expect(throws: PipelineError.self) { _ = try pipeline.run() }
    #expect("\(try #require(error))".contains("they have no neighbours"))
  }

  @Test func neighboursAreAveragedAndJoined() throws {
    let folder = try Self.scan()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var pipeline = Self.pipeline(folder)
    pipeline.configuration.output = nil
    let alone = try pipeline.run()
    pipeline.configuration.averagingRadius = 1
    // So strong that even the wafer at another distance counts.
    pipeline.configuration.averagingStrength = 20
    let averaged = try pipeline.run()
    #expect(averaged.points.map(\.matches) != alone.points.map(\.matches))
  }

  @Test func neighboursOfOneCrystalShareTheirScores() throws {
    let folder = try Self.scan()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var pipeline = Self.pipeline(folder)
    pipeline.configuration.output = nil
    // The same pattern twice, once with other grain.
    let paths = Array(pipeline.configuration.patterns.prefix(2))
    var image = try ImageFormats.read(paths[0]).image
    for pixel in image.pixels.indices { image.pixels[pixel] *= 1 + 0.02 * sin(Float(7 * pixel)) }
    try OutputFile.write(PNG.encode(image, bitDepth: .sixteen), to: paths[1])
    pipeline.configuration.patterns = paths
    let alone = try pipeline.run().points.map { $0.matches.map(\.score) }
    pipeline.configuration.joinsNeighbours = true
    let joined = try pipeline.run().points.map { $0.matches.map(\.score) }
    #expect(alone[0] != alone[1] && joined[0] == joined[1])
    // Orientations of the neighbour can only improve the scores that are averaged.
    #expect(zip(joined[0], zip(alone[0], alone[1])).allSatisfy { $0 >= ($1.0 + $1.1) / 2 - 1e-6 })
  }
}
