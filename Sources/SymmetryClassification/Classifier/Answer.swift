import Imaging
import NeuralNetworks

/// What a classifier says of one image, or of all images of one crystal.
public struct Answer: Sendable {
  /// Which patterns of a crystal gave the answer.
  public struct Fused: Sendable, Hashable {
    /// How many patterns count.
    public var patterns: Int
    /// How many images do not, since they are no patterns.
    public var leftOut: Int

    /// Creates the counts.
    public init(patterns: Int, leftOut: Int) {
      self.patterns = patterns
      self.leftOut = leftOut
    }
  }

  /// The file, or the folder of the crystal's patterns, as it was named.
  public var file: String
  /// A probability for each class in the classifier's order, of sum 1.
  public var probabilities: [Float]
  /// What was changed in reading the file: colour, alpha.
  public var notes: [ConversionNote]
  /// True where all pixels are equal, so that the answer says nothing of any pattern.
  public var isBlank: Bool
  /// How unlike a pattern the image is: above 1 it is taken for none; nil where the model cannot tell.
  public var novelty: Float?
  /// Which patterns gave the answer, where it is that of several.
  public var fused: Fused?

  /// Creates an answer.
  public init(
    file: String,
    probabilities: [Float],
    notes: [ConversionNote] = [],
    isBlank: Bool = false,
    novelty: Float? = nil,
    fused: Fused? = nil
  ) {
    self.file = file
    self.probabilities = probabilities
    self.notes = notes
    self.isBlank = isBlank
    self.novelty = novelty
    self.fused = fused
  }

  /// False where the image, or each of several, is no diffraction pattern.
  public var isPattern: Bool { fused.map { $0.patterns > 0 } ?? (!isBlank && novelty ?? 0 <= 1) }

  /// The classes from the most probable to the least, by their numbers.
  public var ranking: [Int] {
    probabilities.indices.sorted {
      (probabilities[$0], -$0) > (probabilities[$1], -$1)
    }
  }
}

/// Why a file has no answer.
public enum AnswerError: Error, Sendable, CustomStringConvertible {
  /// The file is no image that can be read.
  case unreadable(PNGError)
  /// The network's outputs are not finite, as those of a damaged model may be.
  case notFinite(file: String)

  /// One sentence.
  public var description: String {
    switch self {
    case .unreadable(let error): "\(error)"
    case .notFinite(let file):
      "\(file): the network's outputs are not finite numbers; the model may be damaged"
    }
  }
}

/// What is kept of a file that was classified.
private struct LoadedFile {
  let notes: [ConversionNote]
  let isBlank: Bool
  let statistics: PatternStatistics?
}

extension Classifier {
  /// Answers for PNG files, decoding them on the predictor's threads.
  ///
  /// - Parameters:
  ///   - files: the paths; each gets an answer or the reason why there is none.
  ///   - predictor: `predictor(threads:)` of this classifier.
  /// - Returns: in the order of the files.
  public func answers(
    for files: [String],
    by predictor: ClassifierPredictor
  )
    -> [Result<Answer, AnswerError>]
  {
    let preprocessing = preprocessing
    let outputs = predictor.outputs(count: files.count) {
      (index, input) -> Result<LoadedFile, PNGError> in
      do throws(PNGError) {
        let decoded = try PNG.read(files[index])
        let pixels = preprocessing(decoded.image)
        input.copy(pixels)
        let first = decoded.image.pixels[0]
        return .success(
          LoadedFile(
            notes: decoded.notes,
            isBlank: decoded.image.pixels.allSatisfy { $0 == first },
            statistics: novelty == nil ? nil : PatternStatistics(input: pixels)
          )
        )
      } catch {
        // The network runs on a blank image in its place; nobody sees what it says of it.
        input.fill(0)
        return .failure(error)
      }
    }
    return outputs.indices.map { index in
      switch outputs[index].extra {
      case .failure(let error): return .failure(.unreadable(error))
      case .success(let file):
        let probabilities = probabilities(of: outputs[index].output.logits)
        guard probabilities.allSatisfy(\.isFinite) else {
          return .failure(.notFinite(file: files[index]))
        }
        return .success(
          Answer(
            file: files[index],
            probabilities: probabilities,
            notes: file.notes,
            isBlank: file.isBlank,
            novelty: novelty(of: outputs[index].output, file.statistics)
          )
        )
      }
    }
  }
}
