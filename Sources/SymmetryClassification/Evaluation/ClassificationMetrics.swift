import Foundation

/// The headline numbers of a classifier on labelled examples.
///
/// Absent classes and divisions by zero follow scikit-learn 1.9, whose functions are named at each.
public struct ClassificationScores: Sendable, Hashable {
  /// The fraction of examples whose predicted class is the true one (`accuracy_score`).
  public let accuracy: Double
  /// The mean recall of the classes that occur among the true ones (`balanced_accuracy_score`).
  public let balancedAccuracy: Double
  /// The fraction of examples whose true class is among the two most probable
  /// (`top_k_accuracy_score`).
  public let top2: Double
  /// The mean F1 of the classes that occur among the true or the predicted ones.
  ///
  /// `f1_score(average="macro", zero_division=0)`: a class that is predicted but never true, or
  /// true but never predicted, counts with 0; a class that is neither does not count.
  public let macroF1: Double
  /// The Matthews correlation coefficient of several classes (`matthews_corrcoef`), from -1 to 1.
  ///
  /// R_K of Gorodkin, Comput. Biol. Chem. 28, 367 (2004); 0 where all examples are of one class, or
  /// all are taken for one.
  public let mcc: Double

  /// Computes the scores of a confusion matrix, which does not hold the `top2Hits`; all 0 if it is
  /// empty.
  ///
  /// In a resample a class of the `population` that was not drawn does not count in `macroF1`, whatever is taken for
  /// it: that it is absent is an accident of the drawing, not an error of the classifier.
  init(_ confusion: ConfusionMatrix, top2Hits: Int, population: [Int]? = nil) {
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
      let (t, p, hit) = (Double(support[k]), Double(predicted[k]), Double(counts[k * n + k]))
      total += t
      correct += hit
      dot += t * p
      supportSquares += t * t
      predictedSquares += p * p
      if t > 0 {
        trueClasses += 1
        recallSum += hit / t
      }
      let isUndrawn = t == 0 && population?[k] ?? 0 > 0
      if t + p > 0 && !isUndrawn {
        seenClasses += 1
        f1Sum += 2 * hit / (t + p)
      }
    }
    accuracy = total > 0 ? correct / total : 0
    balancedAccuracy = trueClasses > 0 ? recallSum / Double(trueClasses) : 0
    top2 = total > 0 ? Double(top2Hits) / total : 0
    macroF1 = seenClasses > 0 ? f1Sum / Double(seenClasses) : 0
    let variances = (total * total - supportSquares) * (total * total - predictedSquares)
    mcc = variances > 0 ? (correct * total - dot) / variances.squareRoot() : 0
  }
}

/// Precision, recall, F1 and support of one class; a fraction with nothing to divide by is 0.
///
/// `precision_recall_fscore_support(labels=all classes, zero_division=0)` of scikit-learn.
public struct ClassMetrics: Sendable, Hashable {
  /// The class's name.
  public let name: String
  /// The fraction of the examples taken for the class that are of it.
  public let precision: Double
  /// The fraction of the class's examples that were taken for it.
  public let recall: Double
  /// The harmonic mean of precision and recall.
  public let f1: Double
  /// The number of examples of the class.
  public let support: Int
  /// The number of examples that were taken for the class.
  public let predicted: Int
}

/// All that is counted of a classifier on labelled examples, be they patterns or specimens.
public struct ClassificationMetrics: Sendable, Hashable {
  /// The headline numbers.
  public let scores: ClassificationScores
  /// Rows true, columns predicted.
  public let confusion: ConfusionMatrix
  /// One entry a class, in the order of the classes.
  public let perClass: [ClassMetrics]
  /// The number of examples.
  public let count: Int

  /// The classes that are true or predicted somewhere, by their numbers.
  package var seenClasses: [Int] {
    perClass.indices.filter { perClass[$0].support > 0 || perClass[$0].predicted > 0 }
  }

  /// Counts examples given as true class and probability (or its logarithm) of each of the
  /// `classes`.
  init<Probability: Comparable>(
    classes: [String],
    examples: some Sequence<(trueClass: Int, probabilities: [Probability])>
  ) {
    var confusion = ConfusionMatrix(classCount: classes.count)
    var top2Hits = 0
    for example in examples {
      confusion[example.trueClass, example.probabilities.mostProbable] += 1
      if example.probabilities.rank(of: example.trueClass) < 2 { top2Hits += 1 }
    }
    let (support, predicted) = (confusion.support, confusion.predictedCounts)
    self.confusion = confusion
    count = confusion.count
    scores = ClassificationScores(confusion, top2Hits: top2Hits)
    perClass = classes.indices.map { k in
      let hit = Double(confusion[k, k])
      return ClassMetrics(
        name: classes[k],
        precision: predicted[k] > 0 ? hit / Double(predicted[k]) : 0,
        recall: support[k] > 0 ? hit / Double(support[k]) : 0,
        f1: support[k] + predicted[k] > 0 ? 2 * hit / Double(support[k] + predicted[k]) : 0,
        support: support[k],
        predicted: predicted[k]
      )
    }
  }
}

extension Array where Element: Comparable {
  /// The index of the greatest probability, the first of equals.
  var mostProbable: Int {
    var best = 0
    for index in indices where self[index] > self[best] { best = index }
    return best
  }

  /// How many classes come before class `index` when they are sorted by falling probability.
  func rank(of index: Int) -> Int {
    var rank = 0
    for other in indices
    where self[other] > self[index] || (self[other] == self[index] && other < index) {
      rank += 1
    }
    return rank
  }
}

extension ClassificationMetrics {
  /// What an interval without width hides: a bootstrap of specimens that all agree sees no variation.
  ///
  /// The bound is that of Clopper and Pearson, Biometrika 26, 404 (1934): with n of n right, a share p of all
  /// specimens can be right as long as pⁿ is at least 2.5 %.
  var unanimityNotes: [String] {
    guard count > 0, scores.accuracy == 0 || scores.accuracy == 1 else { return [] }
    let bound = pow(0.025, 1 / Double(count))
    let share = Int((100 * (scores.accuracy == 1 ? bound : 1 - bound)).rounded())
    return [
      scores.accuracy == 1
        ? "all \(count) specimens are right, which the bootstrap takes for certainty: of all such specimens, "
          + "\(share) % or more are (95 % confidence)"
        : "all \(count) specimens are wrong, which the bootstrap takes for certainty: of all such specimens, "
          + "\(share) % or fewer are right (95 % confidence)"
    ]
  }
}
