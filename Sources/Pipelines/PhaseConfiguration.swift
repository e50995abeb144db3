import Crystallography
import Diffraction
import SymmetryClassification

/// The settings of a phase identification.
public struct PhaseConfiguration: Sendable {
  /// The image files, in the order of the answers.
  public var patterns: [String]
  /// CIF files of the candidates, and folders of them.
  public var structures: [String]
  /// The accelerating voltage in kV; nil for that of the scan file, else ``commonVoltage``.
  ///
  /// This and the pattern centre and the tilts stand for all images whose row in `patterns.csv` states no other, and
  /// before those of the scan file.
  public var voltage: Double?
  /// The pattern centre; nil for that of the scan file, else to search it.
  public var patternCenter: Vector3?
  /// The convention of `patternCenter`.
  public var convention = PatternCenterConvention.bruker
  /// True to fit the known pattern centre to the patterns.
  public var fitsPatternCenter = false
  /// The angle between the sample surface and the horizontal in degrees; nil for that of the scan file, else 70.
  public var sampleTilt: Double?
  /// The tilt of the detector in degrees, positive if it looks down; nil for that of the scan file, else 0.
  public var detectorTilt: Double?
  /// The angle between neighbouring orientations of the dictionary in degrees.
  public var spacing = 4.0
  /// The number of rows of the master patterns; odd.
  public var masterSize = 301
  /// The folder of kept master patterns; nil to keep none.
  public var cache: String?
  /// The margin below which two candidates cannot be distinguished.
  public var margin = PhaseDecision.margin
  /// The correlation that the best candidate needs.
  public var leastScore = PhaseDecision.leastScore
  /// The radius of the square of neighbours in a scan with which patterns are averaged; 0 for none.
  public var averagingRadius = 0
  /// λ of the averaging: greater values admit less similar neighbours.
  public var averagingStrength: Float = 0.7
  /// True to join the answers of neighbours in a scan that have one orientation.
  public var joinsNeighbours = false
  /// The way to the answers.
  public var method = Method.automatic
  /// The file of a network that was trained for these candidates; nil to train one where the method asks for it.
  public var network: String?
  /// The number of simulated patterns that a network is trained on.
  public var trainingPatterns = PhaseNetworkTraining.usualPatterns
  /// The probability below which matching decides instead of the network.
  public var leastProbability: Float = 0.95
  /// The folder of the results, which also keeps the parts of an unfinished run; nil to keep none.
  public var output: String?
  /// The static background by which patterns are divided; nil for none.
  public var staticBackground: StaticBackgroundSource?
  /// The number of threads; nil for one per processor.
  public var threads: Int?

  /// The ways to the answers.
  public enum Method: String, CaseIterable, Sendable {
    /// Matching for few patterns, a network for many.
    case automatic
    /// All patterns are matched with simulated ones in all orientations.
    case matching
    /// A network classifies all patterns; matching checks some, and decides those of which the network is not sure.
    case network
  }

  /// The number of patterns from which the automatic choice is a network: matching them takes longer than training.
  static let manyPatterns = 2000
  /// The voltage in kV of images that do not state it.
  public static let commonVoltage = 20.0
  /// The voltages in kV for which master patterns are simulated.
  static let voltages = 3.0...50.0
  /// The angles of sample and detector in degrees.
  static let tilts = -180.0...180.0

  /// Creates the settings for images and candidates.
  public init(patterns: [String], structures: [String]) { (self.patterns, self.structures) = (patterns, structures) }

  /// Checks all settings that can be checked without reading a file.
  ///
  /// - Throws: `PipelineError`.
  public func validate() throws(PipelineError) {
    func check(_ condition: Bool, _ sentence: String) throws(PipelineError) {
      if !condition { throw PipelineError(sentence) }
    }
    try check(voltage.map(Self.voltages.contains) ?? true, "--voltage must be 3 to 50 kV")
    try check(
      (21...MasterPattern.largestSize).contains(masterSize) && masterSize % 2 == 1,
      "--master-size must be an odd number from 21 to \(MasterPattern.largestSize)"
    )
    try check((1...30).contains(spacing), "--spacing must be 1 to 30 degrees")
    try check((0...1).contains(margin), "--margin must be 0 to 1")
    try check((0...1).contains(leastScore), "--least-score must be 0 to 1")
    try check((1000...100_000_000).contains(trainingPatterns), "--training-patterns must be 1000 to 100000000")
    try check((0...1).contains(leastProbability), "--least-probability must be 0 to 1")
    try check(network == nil || method != .matching, "--network needs --method network")
    try check(
      method != .network && network == nil || !joinsNeighbours,
      "--join-neighbours compares the orientations of all patterns, which only --method matching finds"
    )
    try check(sampleTilt.map(Self.tilts.contains) ?? true, "--sample-tilt must be -180 to 180 degrees")
    try check(detectorTilt.map(Self.tilts.contains) ?? true, "--detector-tilt must be -180 to 180 degrees")
    try check((0...10).contains(averagingRadius), "--average-neighbours must be 0 to 10")
    try check((0.05...20).contains(averagingStrength), "--averaging-strength must be 0.05 to 20")
  }
}
