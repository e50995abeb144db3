/// An error in the input of an evaluation.
public enum EvaluationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// There are no predictions.
  case noPredictions
  /// Two classes have the same name.
  case repeatedClass(String)
  /// The true class of a file is not an index of a class.
  case unknownClass(file: String, index: Int, classCount: Int)
  /// A file's probabilities are not one finite number of at least 0 per class with a positive sum.
  case invalidProbabilities(file: String, reason: String)
  /// These classes have no coarser class.
  case notRolledUp([String])

  /// One sentence: the cause and the remedy.
  public var description: String {
    switch self {
    case .noPredictions: "there are no predictions to evaluate; give at least one labelled pattern"
    case .repeatedClass(let name): "the class name '\(name)' occurs twice; class names must be unique"
    case .unknownClass(let file, let index, let classCount):
      "\(file): its true class has the index \(index), but there are only \(classCount) classes"
    case .invalidProbabilities(let file, let reason): "\(file): its probabilities cannot be evaluated: \(reason)"
    case .notRolledUp(let names):
      "no coarser class is given for \(names.map { "'\($0)'" }.joined(separator: ", ")); every class of the model "
        + "needs one"
    }
  }
}
