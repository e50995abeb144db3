import Imaging
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
}
