import Imaging
import NeuralNetworks
import Reports
import SymmetryClassification

enum Examples {
  /// Forty patterns of three classes, eight of them wrong.
  static func evaluation(classes: [String] = ["cF", "cI", "hP"]) throws -> Evaluation {
    let predictions = (0..<40).map { number in
      let truth = number % 3
      let answer = number % 5 == 0 ? (truth + 1) % 3 : truth
      var probabilities = [Float](repeating: 0.05 + 0.001 * Float(number % 4), count: 3)
      probabilities[answer] = 0.6 + 0.009 * Float(number)
      return PatternPrediction(
        file: "\(classes[truth])/s\(number % 6)/\(number).png",
        specimen: "s\(number % 6)",
        trueClass: truth,
        probabilities: probabilities
      )
    }
    return try Evaluation(classes: classes, predictions: predictions, seed: 1, resamples: 50)
  }

  static func image(_ number: Int) -> GrayImage {
    var image = GrayImage(width: 12, height: 12)
    image.pixels = (0..<144).map { Float(($0 * (number + 3)) % 251) }
    return image
  }

  /// Thirty epochs with falling losses and rising accuracies.
  static let history: [EpochRecord] = (1...30).map { (epoch: Int) -> EpochRecord in
    let share = 1 / Float(epoch)
    return EpochRecord(
      epoch: epoch,
      learningRate: 0.001,
      trainingLoss: 2 * share,
      trainingAccuracy: 1 - share,
      validationLoss: 2.2 * share,
      validationAccuracy: 0.9 - 0.8 * share,
      seconds: 1,
      examplesPerSecond: 100
    )
  }

  /// A report with every section.
  static func report(classes: [String] = ["cF", "cI", "hP"]) throws -> Report {
    let evaluation = try evaluation(classes: classes)
    var report = Report(title: "A & B", subject: "40 patterns", evaluation: evaluation)
    report.history = (1...4).map {
      EpochRecord(
        epoch: $0,
        learningRate: 0.01,
        trainingLoss: 1 / Float($0),
        trainingAccuracy: 0.5,
        validationLoss: nil,
        validationAccuracy: nil,
        seconds: 1,
        examplesPerSecond: 10
      )
    }
    report.parts = ["training", "test"]
    report.counts = classes.map { .init(name: $0, specimens: 2, patterns: [5, 8]) }
    report.steps = [.init(name: "as it is", image: image(0))]
    report.gallery = Report.confidentErrors(of: evaluation).map {
      .init(
        prediction: $0,
        image: image($0),
        heatMap: .init(width: 2, height: 2, values: [0, 0.5, 1, 0])
      )
    }
    for number in Report.examples(of: evaluation) {
      report.thumbnails[number] = image(number)
    }
    report.network = "layer  output"
    report.facts = [.init("seed", "1")]
    report.options = "{}"
    return report
  }
}
