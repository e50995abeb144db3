/// The verdicts for the images of a scan, in the order in which they were added.
///
/// It keeps 24 bytes an image, besides the names.
public struct ScanMap: Sendable {
  private var verdicts: [Verdict?] = []
  private var probabilities: [Float?] = []
  private let keepsNames: Bool

  /// The files of the images; empty if they are not kept.
  public private(set) var files: [String] = []

  /// Creates a map without images.
  ///
  /// - Parameter keepsNames: false if the names of the images are not needed to arrange them.
  public init(keepsNames: Bool = true) { self.keepsNames = keepsNames }

  /// Adds the verdict for an image.
  public mutating func add(_ image: FilePrediction, _ verdict: Verdict) {
    let prediction = image.prediction
    add(image.file, verdict, prediction.isPattern ? prediction.probabilities.max() : nil)
  }

  /// Adds a file without a pattern, so that its position is not measured.
  public mutating func add(unreadable file: String) { add(file, nil, nil) }

  private mutating func add(_ file: String, _ verdict: Verdict?, _ probability: Float?) {
    if keepsNames { files.append(file) }
    verdicts.append(verdict)
    probabilities.append(probability)
  }

  /// The verdict at each position of a grid of the files, row by row; nil without a measured pattern.
  public func verdicts(on grid: ScanGrid) -> [Verdict?] { grid.files.map { $0.flatMap { verdicts[$0] } } }

  /// The probability of the most probable class at each position, row by row; nil if there is no pattern.
  public func probabilities(on grid: ScanGrid) -> [Float?] { grid.files.map { $0.flatMap { probabilities[$0] } } }
}
