import ArgumentParser
import Diffraction
import Files
import NeuralNetworks
import Pipelines
import SymmetryClassification

/// `ednet phases`.
struct Phases: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find out which of your candidate phases is where.",
    discussion: """
      Simulates dynamical EBSD patterns of the candidates in all orientations, and finds for each of your \
      patterns the phase and the orientation that fit best. Where two candidates fit alike, the answer names \
      both.

      The voltage, the pattern centre and the tilts of an image are those of its row in patterns.csv, if a column \
      has them (voltage, pattern_center_x, _y and _z with pattern_center_convention, sample_tilt, detector_tilt); \
      else those of the options; else those of the scan file. If none has them, the pattern centre is searched, and \
      20 kV, a sample tilt of 70° and a detector tilt of 0° are assumed.

        ednet phases scan/ ferrite.cif austenite.cif --pattern-centre 0.43,0.21,0.50 --output phases/
        ednet phases pattern.png candidates/
      """
  )

  @Argument(help: "An image, a scan file, or a folder of them.", completion: .file()) var patterns: String

  @Argument(help: "CIF files of the candidates, and folders of them.", completion: .file(extensions: ["cif"]))
  var structures: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write phases.csv, and maps of a scan, into a folder; there an interrupted run continues.",
      valueName: "folder"
    )
  ) var output: String?

  @Option(
    name: [.customLong("pattern-centre"), .customLong("pattern-center")],
    help: ArgumentHelp("The pattern centre, such as 0.5,0.2,0.6.", valueName: "x,y,z")
  ) var patternCenter: PatternCenter?

  @Option(help: "The convention of the pattern centre.") var convention = PatternCenterConvention.bruker

  @Flag(
    name: [.customLong("fit-pattern-centre"), .customLong("fit-pattern-center")],
    help: "Fit the known pattern centre to the patterns."
  ) var fitsPatternCenter = false

  @Option(help: ArgumentHelp("The accelerating voltage.", valueName: "kV")) var voltage: Double?

  @Option(help: ArgumentHelp("The angle between the sample surface and the horizontal.", valueName: "degrees"))
  var sampleTilt: Double?

  @Option(help: ArgumentHelp("The tilt of the detector, positive if it looks down.", valueName: "degrees"))
  var detectorTilt: Double?

  @Option(help: ArgumentHelp("The least difference to the second candidate.", valueName: "correlation"))
  var margin = PhaseDecision.margin

  @Option(help: ArgumentHelp("The correlation that a candidate needs.", valueName: "correlation"))
  var leastScore = PhaseDecision.leastScore

  @Option(
    help: ArgumentHelp("The angle between orientations that are compared before refinement.", valueName: "degrees")
  )
  var spacing = 4.0

  @Option(help: ArgumentHelp("The number of rows of the master patterns; odd.", valueName: "n")) var masterSize = 301

  @Option(help: ArgumentHelp("The folder of kept master patterns.", valueName: "folder")) var cache = "master-patterns"

  @Flag(help: "Keep no master patterns.") var noCache = false

  @Option(
    name: [.customLong("average-neighbours"), .customLong("average-neighbors")],
    help: ArgumentHelp(
      "Average each pattern of a scan with like ones up to this distance along rows and columns; 0 for none.",
      valueName: "positions"
    )
  ) var averagingRadius = 0

  @Option(
    help: ArgumentHelp(
      "The strength of the averaging: greater values admit less similar patterns.",
      valueName: "strength"
    )
  ) var averagingStrength: Float = 0.7

  @Flag(
    name: [.customLong("join-neighbours"), .customLong("join-neighbors")],
    help: "Join the answers of neighbours in a scan that have one orientation."
  ) var joinsNeighbours = false

  @Option(
    help: ArgumentHelp(
      "The distance between neighbouring positions of the scan in micrometres, for the maps.",
      valueName: "µm"
    )
  ) var step: Double?

  @Option(
    help: ArgumentHelp(
      "matching compares each pattern with all candidates; with network, a network trained on simulated patterns of "
        + "the candidates classifies all patterns, and matching checks 100 of them and decides where the network is "
        + "not sure; automatic chooses network from 2,000 patterns on."
    )
  ) var method = PhaseConfiguration.Method.automatic

  @Option(
    help: ArgumentHelp(
      "Use a network that was trained before for these candidates, the file network.safetensors of its results.",
      valueName: "file"
    ),
    completion: .file()
  ) var network: String?

  @Option(help: ArgumentHelp("The number of simulated patterns that a network is trained on.", valueName: "n"))
  var trainingPatterns = PhaseConfiguration(patterns: [], structures: []).trainingPatterns

  @Option(
    help: ArgumentHelp("The probability below which matching decides instead of the network.", valueName: "0...1")
  )
  var leastProbability = PhaseConfiguration(patterns: [], structures: []).leastProbability

  @OptionGroup var staticBackground: StaticBackgroundOption

  @OptionGroup var threadsOption: ThreadsOption

  @Flag(name: .shortAndLong, help: "Print the answers only.") var quiet = false

  func validate() throws {
    if structures.isEmpty { throw ValidationError("Name at least one candidate, as a CIF file.") }
    try ValidationError.checking { try settings(of: []).validate() }
    if let step, !(step > 0 && step.isFinite) { throw ValidationError("--step must be a length above 0 µm.") }
  }

  func run() throws { try Processes.run(identify) }

  /// Identifies the phases, together with the other processes of a group, which all call it.
  func identify(_ processes: any ProcessGroup) throws {
    let isFirst = processes.rank == 0
    var files = PatternFiles([patterns])
    let paths = files.list()
    if isFirst { for remark in files.remarks { StandardError.warning(remark) } }
    Interruption.listen()
    defer { Interruption.stopListening() }
    if let output, isFirst { try OutputFile.makeFolder(output) }
    let result = try PhasePipeline(settings(of: paths), processes: processes)
      .run(observer: Processes.observer(processes, TerminalObserver(quiet: quiet)))
    guard isFirst else { return }
    for (_, reason) in result.unreadable { StandardError.write("error: \(reason)\n") }
    StandardOutput.write(result.text())
    if let output {
      let step = try result.grid?.step(given: step)
      if result.grid != nil, step == nil {
        StandardError.warning(
          "the step of the scan is not known, so x and y count positions as if they were 1 µm apart; give --step"
        )
      }
      for path in try result.write(to: output, step: step) where !quiet { StandardError.note("wrote \(path)") }
    }
    if !result.unreadable.isEmpty { throw ExitCode.failure }
  }

  private func settings(of patterns: [String]) -> PhaseConfiguration {
    var settings = PhaseConfiguration(patterns: patterns, structures: structures)
    (settings.voltage, settings.sampleTilt, settings.detectorTilt) = (voltage, sampleTilt, detectorTilt)
    (settings.patternCenter, settings.convention) = (patternCenter?.vector, convention)
    settings.fitsPatternCenter = fitsPatternCenter
    (settings.margin, settings.leastScore) = (margin, leastScore)
    settings.spacing = spacing
    (settings.averagingRadius, settings.averagingStrength) = (averagingRadius, averagingStrength)
    (settings.joinsNeighbours, settings.output) = (joinsNeighbours, output)
    (settings.masterSize, settings.cache) = (masterSize, noCache ? nil : cache)
    (settings.method, settings.network) = (method, network)
    (settings.trainingPatterns, settings.leastProbability) = (trainingPatterns, leastProbability)
    settings.staticBackground = staticBackground.source
    settings.threads = threadsOption.threads
    return settings
  }
}

extension PhaseConfiguration.Method: ExpressibleByArgument {}
