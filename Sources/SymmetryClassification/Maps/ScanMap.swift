/// The verdicts for the images of a scan, in the order in which they were added.
public struct ScanMap: Sendable {
  private var entries: [(file: String, verdict: Verdict?, probability: Float?)] = []

  /// Creates a map without images.
  public init() {}

  /// The files of the images.
  public var files: [String] { entries.map(\.file) }

  /// Adds the verdict for an image.
  public mutating func add(_ image: FilePrediction, _ verdict: Verdict) {
    let prediction = image.prediction
    let probability = prediction.isPattern ? prediction.probabilities.max() : nil
    entries.append((image.file, verdict, probability))
  }

  /// Adds a file without a pattern, so that its position is not measured.
  public mutating func add(unreadable file: String) { entries.append((file, nil, nil)) }

  /// The verdict at each position of a grid of the files, row by row; nil without a measured pattern.
  public func verdicts(on grid: ScanGrid) -> [Verdict?] { grid.files.map { $0.flatMap { entries[$0].verdict } } }

  /// The probability of the most probable class at each position, row by row; nil if there is no pattern.
  public func probabilities(on grid: ScanGrid) -> [Float?] { grid.files.map { $0.flatMap { entries[$0].probability } } }
}
