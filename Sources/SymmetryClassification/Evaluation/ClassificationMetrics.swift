import Foundation

/// The main metrics of a classifier on labelled examples.
///
/// Absent classes and divisions by zero follow scikit-learn 1.9, whose functions are named with each metric.
public struct ClassificationScores: Sendable, Hashable {
  /// The fraction of examples whose predicted class is the true one (`accuracy_score`).
  public let accuracy: Double
  /// The mean recall of the classes that occur among the true ones (`balanced_accuracy_score`).
  public let balancedAccuracy: Double
  /// The fraction of examples whose true class is among the two most probable (`top_k_accuracy_score`).
  public let top2: Double
  /// The mean F1 of the classes that occur among the true or the predicted ones.
  ///
  /// `f1_score(average="macro", zero_division=0)`: a class that is either predicted or true, but not both, counts as 0;
  /// a class that is neither does not count.
  public let macroF1: Double
  /// The Matthews correlation coefficient for several classes (`matthews_corrcoef`), −1 to 1.
  ///
  /// R_K of Gorodkin, Comput. Biol. Chem. 28, 367 (2004); 0 if all examples, or all predictions, have the same class.
  public let mcc: Double

  /// Computes the scores of a confusion matrix and the number of examples among the top two; all are 0 for no examples.
  ///
  /// In a bootstrap resample, a class of the `population` that was not drawn does not count in `macroF1` even if it is
  /// predicted: its absence is an accident of the draw, not an error of the classifier.
  init(_ confusion: ConfusionMatrix, top2Count: Int, population: [Int]? = nil) {
    let n = confusion.classCount
    let counts = confusion.counts
    var support = [Int](repeating: 0, count: n)
    var predicted = [Int](repeating: 0, count: n)
    for row in 0..<n {
      var sum = 0
      for column in 0..<n {
        let value = counts[row * n + column]
        sum += value
        predicted[column] += value
      }
      support[row] = sum
    }
    var total = 0.0
    var correct = 0.0
    var recallSum = 0.0
    var f1Sum = 0.0
    var trueClasses = 0
    var seenClasses = 0
    var dot = 0.0
    var supportSquares = 0.0
    var predictedSquares = 0.0
    for k in 0..<n {
      let (t, p, c) = (Double(support[k]), Double(predicted[k]), Double(counts[k * n + k]))
      total += t
      correct += c
      dot += t * p
      supportSquares += t * t
      predictedSquares += p * p
      if t > 0 {
        trueClasses += 1
        recallSum += c / t
      }
      let isUndrawn = t == 0 && population?[k] ?? 0 > 0
      if t + p > 0 && !isUndrawn {
        seenClasses += 1
        f1Sum += 2 * c / (t + p)
      }
    }
    accuracy = total > 0 ? correct / total : 0
    balancedAccuracy = trueClasses > 0 ? recallSum / Double(trueClasses) : 0
    top2 = total > 0 ? Double(top2Count) / total : 0
    macroF1 = seenClasses > 0 ? f1Sum / Double(seenClasses) : 0
    let variances = (total * total - supportSquares) * (total * total - predictedSquares)
    mcc = variances > 0 ? (correct * total - dot) / variances.squareRoot() : 0
  }
}

/// Precision, recall, F1 and support of one class; a fraction with a denominator of 0 is 0.
///
/// `precision_recall_fscore_support(labels=all classes, zero_division=0)` of scikit-learn.
public struct ClassMetrics: Sendable, Hashable {
  /// The name of the class.
  public let name: String
  /// The fraction of the examples classified as the class that belong to it.
  public let precision: Double
  /// The fraction of the class's examples that were classified as it.
  public let recall: Double
  /// The harmonic mean of precision and recall.
  public let f1: Double
  /// The number of examples of the class.
  public let support: Int
  /// The number of examples that were classified as the class.
  public let predicted: Int
}

/// The metrics of a classifier on labelled patterns or specimens.
public struct ClassificationMetrics: Sendable, Hashable {
  /// The main metrics.
  public let scores: ClassificationScores
  /// The confusion matrix.
  public let confusion: ConfusionMatrix
  /// The metrics of each class.
  public let perClass: [ClassMetrics]
  /// The number of examples.
  public let count: Int

  /// The indices of the classes that occur among the true or predicted ones.
  package var seenClasses: [Int] { perClass.indices.filter { perClass[$0].support > 0 || perClass[$0].predicted > 0 } }

  /// Computes the metrics of examples, given by the true class and the probability of each class or its logarithm.
  init<Probability: Comparable>(
    classes: [String],
    examples: some Sequence<(trueClass: Int, probabilities: [Probability])>
  ) {
    var confusion = ConfusionMatrix(classCount: classes.count)
    var top2Count = 0
    for example in examples {
      confusion[example.trueClass, example.probabilities.mostProbable] += 1
      if example.probabilities.rank(of: example.trueClass) < 2 { top2Count += 1 }
    }
    let (support, predicted) = (confusion.support, confusion.predictedCounts)
    self.confusion = confusion
    count = confusion.count
    scores = ClassificationScores(confusion, top2Count: top2Count)
    perClass = classes.indices.map { k in
      let correct = Double(confusion[k, k])
      return ClassMetrics(
        name: classes[k],
        precision: predicted[k] > 0 ? correct / Double(predicted[k]) : 0,
        recall: support[k] > 0 ? correct / Double(support[k]) : 0,
        f1: support[k] + predicted[k] > 0 ? 2 * correct / Double(support[k] + predicted[k]) : 0,
        support: support[k],
        predicted: predicted[k]
      )
    }
  }
}

extension Array where Element: Comparable {
  /// The index of the greatest element, the first of equals.
  var mostProbable: Int {
    var best = 0
    for index in indices where self[index] > self[best] { best = index }
    return best
  }

  /// The position of an element when all are sorted from the greatest to the least.
  func rank(of index: Int) -> Int {
    var rank = 0
    for other in indices where self[other] > self[index] || (self[other] == self[index] && other < index) { rank += 1 }
    return rank
  }
}

extension ClassificationMetrics {
  /// A remark if all examples are correct or all are wrong, in which case a bootstrap gives an interval of zero width.
  ///
  /// The bound is that of ``BinomialInterval``.
  var unanimityNotes: [String] {
    guard count > 0, scores.accuracy == 0 || scores.accuracy == 1 else { return [] }
    let bound = BinomialInterval(count, of: count).lower
    let share = Int((100 * (scores.accuracy == 1 ? bound : 1 - bound)).rounded())
    return [
      scores.accuracy == 1
        ? "all \(count) specimens are correct, so that the bootstrap interval has no width; the accuracy over "
          + "specimens is at least \(share) % with 95 % confidence"
        : "all \(count) specimens are wrong, so that the bootstrap interval has no width; the accuracy over "
          + "specimens is at most \(share) % with 95 % confidence"
    ]
  }
}
