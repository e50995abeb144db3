import Foundation
import Imaging
import NeuralNetworks
import SymmetryClassification

/// A report on a model and on the patterns that it was evaluated on, as a single HTML page.
public struct Report: Sendable {
  /// A named value.
  public struct Fact: Sendable {
    let name: String
    let value: String

    /// Creates a fact.
    public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
  }

  /// The numbers of patterns and specimens of a class, by part of the data set.
  public struct ClassCount: Sendable {
    let name: String
    let specimens: Int
    let patterns: [Int]

    /// Creates the counts of a class.
    public init(name: String, specimens: Int, patterns: [Int]) {
      (self.name, self.specimens, self.patterns) = (name, specimens, patterns)
    }
  }

  /// A pattern after a step of the preprocessing.
  public struct Step: Sendable {
    let name: String
    let image: GrayImage

    /// Creates a step.
    public init(name: String, image: GrayImage) { (self.name, self.image) = (name, image) }
  }

  /// A confident error and its class activation map.
  public struct ConfidentError: Sendable {
    /// The index of the prediction in the evaluation.
    let prediction: Int
    let image: GrayImage
    /// The class activation map of the predicted class.
    let heatMap: GradCAM.HeatMap?

    /// Creates an entry of the gallery.
    public init(prediction: Int, image: GrayImage, heatMap: GradCAM.HeatMap?) {
      (self.prediction, self.image, self.heatMap) = (prediction, image, heatMap)
    }
  }

  /// The heading of the page.
  public var title: String
  /// A sentence on the evaluated patterns, without a full stop.
  public var subject: String
  /// The evaluation.
  public var evaluation: Evaluation
  /// The history of the training; empty for a report on an evaluation only.
  public var history: [EpochRecord] = []
  /// The names of the parts in ``counts``.
  public var parts: [String] = []
  /// The numbers of patterns by class.
  public var counts: [ClassCount] = []
  /// An example pattern after each step of the preprocessing.
  public var steps: [Step] = []
  /// The most confident errors.
  public var gallery: [ConfidentError] = []
  /// Thumbnails, by the index of the prediction.
  public var thumbnails: [Int: GrayImage] = [:]
  /// The table of the network's layers.
  public var network: String?
  /// Versions, seeds, times and other facts.
  public var facts: [Fact] = []
  /// The options of the training, as JSON.
  public var options: String?

  /// Creates a report with the metrics only.
  public init(title: String, subject: String, evaluation: Evaluation) {
    (self.title, self.subject, self.evaluation) = (title, subject, evaluation)
  }

  /// Chooses the patterns that a report shows as thumbnails: some from each cell of the confusion matrix, errors first.
  ///
  /// - Parameters:
  ///   - evaluation: the evaluation.
  ///   - perCell: the greatest number per cell.
  ///   - limit: the greatest number in total.
  /// - Returns: indices of predictions.
  public static func examples(of evaluation: Evaluation, perCell: Int = 6, limit: Int = 400) -> [Int] {
    var taken: [[Int]: Int] = [:]
    let order = evaluation.predictions.indices.sorted { first, second in
      let (a, b) = (evaluation.predictions[first], evaluation.predictions[second])
      return a.isCorrect != b.isCorrect ? b.isCorrect : first < second
    }
    return Array(
      order.filter { index in
        let prediction = evaluation.predictions[index]
        let cell = [prediction.trueClass, prediction.predictedClass]
        taken[cell, default: 0] += 1
        return taken[cell, default: 0] <= perCell
      }.prefix(limit)
    )
  }

  /// Chooses the `count` errors of the greatest probability.
  ///
  /// - Returns: indices of predictions.
  public static func confidentErrors(of evaluation: Evaluation, count: Int = 12) -> [Int] {
    let wrong = evaluation.predictions.indices.filter { !evaluation.predictions[$0].isCorrect }
    return Array(
      wrong.sorted {
        let (a, b) = (evaluation.predictions[$0], evaluation.predictions[$1])
        let (p, q) = (a.probabilities[a.predictedClass], b.probabilities[b.predictedClass])
        return p != q ? p > q : $0 < $1
      }.prefix(count)
    )
  }
}
