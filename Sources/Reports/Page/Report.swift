import Foundation
import Imaging
import NeuralNetworks
import SymmetryClassification

/// What a person wants to know of a model and of the patterns that it was judged on, as one page.
public struct Report: Sendable {
  /// A name and what it is.
  public struct Fact: Sendable {
    let name: String
    let value: String

    /// Creates a fact.
    public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
  }

  /// How many patterns and specimens of a class there are, part by part.
  public struct ClassCount: Sendable {
    let name: String
    let specimens: Int
    let patterns: [Int]

    /// Creates the counts of a class.
    public init(name: String, specimens: Int, patterns: [Int]) {
      (self.name, self.specimens, self.patterns) = (name, specimens, patterns)
    }
  }

  /// A pattern after a step on its way to the network.
  public struct Step: Sendable {
    let name: String
    let image: GrayImage

    /// Creates a step.
    public init(name: String, image: GrayImage) { (self.name, self.image) = (name, image) }
  }

  /// A confident error, and what the network looked at.
  public struct Attention: Sendable {
    /// Which prediction of the evaluation.
    let prediction: Int
    let image: GrayImage
    /// The heat map of the class that was answered.
    let heatMap: GradCAM.HeatMap?

    /// Creates an entry of the gallery.
    public init(prediction: Int, image: GrayImage, heatMap: GradCAM.HeatMap?) {
      (self.prediction, self.image, self.heatMap) = (prediction, image, heatMap)
    }
  }

  /// What stands above all.
  public var title: String
  /// Which patterns the numbers are of, as a sentence without its full stop.
  public var subject: String
  /// The numbers.
  public var evaluation: Evaluation
  /// What training brought, epoch after epoch; empty where the report is of no training.
  public var history: [EpochRecord] = []
  /// The names of the parts in `counts`.
  public var parts: [String] = []
  /// The data, class by class.
  public var counts: [ClassCount] = []
  /// An example, step by step.
  public var steps: [Step] = []
  /// The most confident errors.
  public var gallery: [Attention] = []
  /// Small pictures of predictions, by their number.
  public var thumbnails: [Int: GrayImage] = [:]
  /// The table of the network.
  public var network: String?
  /// Versions, seeds, times.
  public var facts: [Fact] = []
  /// All options, as JSON.
  public var options: String?

  /// Creates a report with the numbers alone.
  public init(title: String, subject: String, evaluation: Evaluation) {
    (self.title, self.subject, self.evaluation) = (title, subject, evaluation)
  }

  /// The patterns of which a report should show small pictures: some of each cell of the confusion matrix.
  ///
  /// - Parameters:
  ///   - evaluation: the numbers.
  ///   - perCell: of each cell at most so many, errors first where there are more cells than room.
  ///   - limit: at most so many in all.
  /// - Returns: numbers of predictions.
  public static func examples(
    of evaluation: Evaluation,
    perCell: Int = 6,
    limit: Int = 400
  ) -> [Int] {
    var taken: [[Int]: Int] = [:]
    let order = evaluation.predictions.indices.sorted { first, second in
      let (a, b) = (evaluation.predictions[first], evaluation.predictions[second])
      let (aIsRight, bIsRight) = (a.trueClass == a.predictedClass, b.trueClass == b.predictedClass)
      return aIsRight != bIsRight ? bIsRight : first < second
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

  /// The errors of the greatest probability, at most so many.
  public static func confidentErrors(of evaluation: Evaluation, count: Int = 12) -> [Int] {
    let wrong = evaluation.predictions.indices.filter {
      evaluation.predictions[$0].trueClass != evaluation.predictions[$0].predictedClass
    }
    return Array(
      wrong.sorted {
        let (a, b) = (evaluation.predictions[$0], evaluation.predictions[$1])
        let (p, q) = (a.probabilities[a.predictedClass], b.probabilities[b.predictedClass])
        return p != q ? p > q : $0 < $1
      }.prefix(count)
    )
  }
}
