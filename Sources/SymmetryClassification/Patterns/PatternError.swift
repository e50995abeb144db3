/// The error of an unusable folder of patterns: the folder, the cause, and the remedy.
///
/// The first value of each case is the root of the folder.
public enum PatternError: Error, Sendable, Hashable, CustomStringConvertible {
  /// There is no such folder.
  case missing(String)
  /// The path does not lead to a folder.
  case notAFolder(String)
  /// The folder cannot be listed.
  case unlistable(String, reason: String)
  /// The folder has no image.
  case noImages(String)
  /// Images are in place of class folders, in the folder `at` from the root (empty for the root).
  case imagesWithoutClass(String, at: String, count: Int, example: String)
  /// Folders that fix the split are mixed with class folders.
  case splitBesideClasses(String, split: [String], classes: [String])
  /// Classes whose folders hold no image, or none that can be read.
  case emptyClasses(String, [String])
  /// All images have the same class.
  case singleClass(String, String)
  /// The split by hand has no training images.
  case noTrainingImages(String)
  /// Classes of the validation or test part that the training part lacks.
  case classesNotInTraining(String, [String])
  /// All files that cannot be read.
  case unreadable(String, [UnreadableFile])
  /// `patterns.csv` is invalid.
  case badTable(String, line: Int, reason: String)
  /// Files with the same bytes in two parts of the split.
  case duplicatesAcrossParts(String, [DuplicatePair])
  /// Files with the same bytes in two classes.
  case duplicatesAcrossClasses(String, [DuplicatePair])
  /// Fractions for validation and test that leave nothing to train on or are not between 0 and 1.
  case invalidFractions(validation: Double, test: Double)

  /// The error and its remedy, with one line for each file.
  public var description: String {
    switch self {
    case .missing(let root): root.isEmpty ? "the name of the folder is empty" : "\(root): there is no such folder"
    case .notAFolder(let root): "\(root): is a file: give the folder that holds the class folders"
    case .unlistable(let root, let reason): "\(root): the folder cannot be listed: \(reason)"
    case .noImages(let root): "\(root): holds no images: expected <class>/<specimen>/<image> or <class>/<image>"
    case .imagesWithoutClass(let root, let folder, let count, let example):
      "\(root): \(count) image\(count == 1 ? "" : "s") (such as \(example)) directly in "
        + "\(folder.isEmpty ? "it" : folder) and not in a class folder: put each into a folder named "
        + "after its class"
    case .splitBesideClasses(let root, let split, let classes):
      "\(root): \(listed(split)) would fix the split, but \(listed(classes)) "
        + "stand\(classes.count == 1 ? "s" : "") beside: put all class folders into train/, val/ or "
        + "test/, or rename the former"
    case .emptyClasses(let root, let names):
      "\(root): no image that can be read in the class folder\(names.count == 1 ? "" : "s") "
        + "\(listed(names)): add images, or remove the folder\(names.count == 1 ? "" : "s")"
    case .singleClass(let root, let name):
      "\(root): all images have the class '\(name)': a classifier needs at least two classes"
    case .noTrainingImages(let root):
      "\(root): has folders for validation or test and no images in train/: add train/<class>/"
    case .classesNotInTraining(let root, let names):
      "\(root): validation or test has the class\(names.count == 1 ? "" : "es") \(listed(names)), "
        + "which train/ lacks: add training images or remove \(names.count == 1 ? "it" : "them")"
    case .unreadable(let root, let files):
      "\(root): \(files.count) file\(files.count == 1 ? "" : "s") cannot be read (repair or remove "
        + "\(files.count == 1 ? "it" : "them"), or skip \(files.count == 1 ? "it" : "them") with --skip-bad):"
        + lines(files)
    case .badTable(let root, let line, let reason): "\(root)/patterns.csv, line \(line): \(reason)"
    case .duplicatesAcrossParts(let root, let pairs):
      "\(root): the same image is in two parts of the split, so that validation or test would ask what "
        + "training has shown (remove one of each pair):" + lines(pairs)
    case .duplicatesAcrossClasses(let root, let pairs):
      "\(root): the same image is in two classes, so that one label is wrong (remove one of each pair):" + lines(pairs)
    case .invalidFractions(let validation, let test):
      "the fractions \(validation) for validation and \(test) for test must be at least 0 and together less than 1"
    }
  }

  private func listed(_ names: [String]) -> String { names.map { "'\($0)'" }.joined(separator: ", ") }

  private func lines(_ items: [some CustomStringConvertible]) -> String {
    items.map { "\n  \($0.description)" }.joined()
  }
}
