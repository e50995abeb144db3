import Foundation
import NeuralNetworks
import SampleSupport

/// One recording of a spoken digit: `DIGIT_SPEAKER_INDEX.wav`.
struct Utterance: Sendable {
  let digit: Int
  let speaker: String
  /// The number among the recordings of this digit by this speaker.
  let index: Int
  /// The bands of the first frame, then those of the second, and so on.
  var features: [Float]

  /// Digit, speaker and index of a file name; nil for another name.
  static func parse(_ name: String) -> (digit: Int, speaker: String, index: Int)? {
    guard name.hasSuffix(".wav") else { return nil }
    let parts = name.dropLast(4).split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 3, let digit = Int(parts[0]), (0...9).contains(digit), !parts[1].isEmpty,
      let index = Int(parts[2]), index >= 0
    else { return nil }
    return (digit, String(parts[1]), index)
  }
}

/// The Free Spoken Digit Dataset.
enum Utterances {
  /// The bands of a frame.
  static let bands = 40

  /// Reads all recordings of a folder, in the order of their names.
  ///
  /// - Throws: `SampleError` for a missing or empty folder, and for a file of another form.
  static func load(_ folder: URL) throws -> [Utterance] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      throw SampleError(
        "there is no folder \(folder.path): download the Free Spoken Digit Dataset "
          + "(github.com/Jakobovski/free-spoken-digit-dataset) and give its folder \"recordings\" with --data"
      )
    }
    var transforms: [Int: LogMel] = [:]
    let utterances = try names.sorted().compactMap { name -> Utterance? in
      guard let (digit, speaker, index) = Utterance.parse(name) else { return nil }
      let file = try WAVFile(contentsOf: folder.appending(path: name))
      let transform = transforms[file.rate] ?? LogMel(rate: file.rate, bands: bands)
      transforms[file.rate] = transform
      return Utterance(digit: digit, speaker: speaker, index: index, features: transform(file.samples))
    }
    guard transforms.count <= 1 else {
      throw SampleError("\(folder.path): the recordings have different sampling rates; convert them to one")
    }
    guard !utterances.isEmpty else {
      throw SampleError("\(folder.path): no file is named like 7_jackson_32.wav (digit, speaker, index)")
    }
    return utterances
  }
}

/// The mean and deviation of each feature over training sequences.
struct Standardization {
  private let means: [Float], factors: [Float]

  /// Takes them from sequences, step after step.
  init(of sequences: [[Float]], features: Int) {
    var (sums, squares) = ([Double](repeating: 0, count: features), [Double](repeating: 0, count: features))
    var count = 0.0
    for sequence in sequences {
      count += Double(sequence.count / features)
      for (i, value) in sequence.enumerated() {
        sums[i % features] += Double(value)
        squares[i % features] += Double(value) * Double(value)
      }
    }
    means = sums.map { Float($0 / count) }
    factors = zip(sums, squares).map { sum, square in
      let variance = square / count - (sum / count) * (sum / count)
      return Float(1 / max(variance, 1e-6).squareRoot())
    }
  }

  /// A sequence with features of mean 0 and deviation 1 in the training sequences.
  func callAsFunction(_ sequence: [Float]) -> [Float] {
    sequence.enumerated().map { ($1 - means[$0 % means.count]) * factors[$0 % means.count] }
  }
}
