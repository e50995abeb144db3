/// Why predictions cannot be evaluated.
public enum EvaluationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// There is nothing to evaluate.
  case noPredictions
  /// Two classes have one name.
  case repeatedClass(String)
  /// The true class of a file is not an index into the classes.
  case unknownClass(file: String, index: Int, classCount: Int)
  /// A file's probabilities are not one finite number of at least 0 a class, with a positive sum.
  case invalidProbabilities(file: String, reason: String)
  /// A coarser class is not given for these classes.
  case notRolledUp([String])

  /// The error in one sentence, with what to do.
  public var description: String {
    switch self {
    case .noPredictions:
      "there are no predictions to evaluate: give at least one labelled pattern"
    case .repeatedClass(let name):
      "the class name '\(name)' stands twice in the list of classes: names must differ"
    case .unknownClass(let file, let index, let classCount):
      "\(file): its true class has the index \(index), but there are \(classCount) classes"
    case .invalidProbabilities(let file, let reason):
      "\(file): its probabilities cannot be evaluated: \(reason)"
    case .notRolledUp(let names):
      "no coarser class is given for \(names.map { "'\($0)'" }.joined(separator: ", ")): every class "
        + "of the model must have one"
    }
  }
}
