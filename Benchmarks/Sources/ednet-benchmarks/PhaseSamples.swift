import Crystallography
import Diffraction
import Foundation
import Imaging
import RandomNumbers
import SymmetryClassification
import Workers

/// Crystals with ednet's master patterns to match with, and others or the same to simulate patterns from.
struct PhaseSamples {
  let names: [String]
  let candidates: [PhaseCandidate]
  /// The crystals with ednet's master patterns, for a network.
  let phases: [PhaseNetworkTraining.Phase]
  private let simulators: [KikuchiSimulator]

  static let geometry = DetectorGeometry(width: 80, height: 60, patternCenter: [0.5, 0.25, 0.65])
  static let voltage = 20.0

  /// Reads the crystals of a folder: pairs of a CIF and EMsoft's master pattern, as `<name>.cif` and `<name>.png`.
  init(emsoft folder: String, pool: WorkerPool) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".cif") }
      .map { String($0.dropLast(4)) }.sorted()
    try self.init(structures: names.map { "\(folder)/\($0).cif" }, pool: pool) { name, _ in
      try EMsoftMasterPattern.read("\(folder)/\(name).png")
    }
  }

  /// Reads CIF files, whose patterns are ednet's own.
  init(structures: [String], pool: WorkerPool) throws { try self.init(structures: structures, pool: pool) { $1 } }

  /// Reads CIF files.
  ///
  /// `source` is a function from a name and ednet's master pattern to the one that patterns are simulated from.
  private init(
    structures: [String],
    pool: WorkerPool,
    _ source: (String, MasterPattern) throws -> MasterPattern
  ) throws {
    let cache = MasterPatternCache(folder: NSTemporaryDirectory() + "ednet-benchmark-masters")
    var (names, candidates, simulators) = ([String](), [PhaseCandidate](), [KikuchiSimulator]())
    var phases: [PhaseNetworkTraining.Phase] = []
    for path in structures {
      let name = String(path.split(separator: "/").last?.dropLast(4) ?? "")
      let crystal = try CIF(path: path).crystal
      let symmetry = try CrystalSymmetry(of: crystal)
      let simulator = MasterPatternSimulator(
        acceleratingVoltage: Self.voltage,
        size: 301,
        minimumSpacing: TwoBeamParameterRanges.minimumSpacing(primitiveVolume: symmetry.primitive.cell.volume)
      )
      let file = cache.masterPattern(of: crystal, symmetry: symmetry, simulator: simulator, pool: pool).file
      names.append(name)
      candidates.append(
        PhaseCandidate(
          name: name,
          projector: KikuchiProjector(file.masterPattern),
          rotations: symmetry.rotations(in: crystal.cell)
        )
      )
      let structure = LabeledStructure(crystal, symmetry: symmetry, name: name)
      phases.append(PhaseNetworkTraining.Phase(structure, file.masterPattern))
      simulators.append(KikuchiSimulator(try source(name, file.masterPattern)))
    }
    (self.names, self.candidates, self.phases, self.simulators) = (names, candidates, phases, simulators)
  }

  /// The orientation of a numbered pattern.
  static func orientation(_ number: Int) -> Orientation {
    var generator = KeyedGenerator(1, number)
    return Orientation(uniformlyUsing: &generator)
  }

  /// Patterns of all phases in the orientations of their numbers, `count` of each phase after the other.
  func patterns(_ count: Int, dose: Float, contrast: Float, pool: WorkerPool) -> [GrayImage] {
    pool.map(names.count * count) { number in
      pattern(number / count, Self.orientation(number), number: number, dose: dose, contrast: contrast)
    }
  }

  /// A pattern of a phase; the number determines its noise.
  func pattern(
    _ phase: Int,
    _ orientation: Orientation,
    number: Int,
    dose: Float,
    contrast: Float
  ) -> GrayImage {
    simulators[phase].pattern(
      EBSDParameters(
        orientation: orientation,
        geometry: Self.geometry,
        camera: EBSDCamera(contrast: contrast, dose: dose),
        noiseSeed: UInt64(number)
      ),
      bitDepth: .sixteen
    )
  }
}

/// The answers of a matching whose truth is known.
struct PhaseCounts {
  private(set) var right = 0, wrong = 0, ambiguous = 0, none = 0, first = 0, total = 0

  /// Counts an answer.
  mutating func add(_ matches: [PatternMatch], truth: Int) {
    let scores = matches.map(\.score)
    total += 1
    if scores.max() == scores[truth] { first += 1 }
    switch PhaseDecision(scores: scores) {
    case .phase(truth): right += 1
    case .phase: wrong += 1
    case .ambiguous: ambiguous += 1
    case .none: none += 1
    }
  }

  static let header = "right | wrong | cannot be distinguished | none | right first | of"
  /// The cells of a table.
  var text: String { "\(right) | \(wrong) | \(ambiguous) | \(none) | \(first) | \(total)" }
}
