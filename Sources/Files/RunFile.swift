/// The names of the files that ednet writes: those of a run, and figures.
public enum RunFile {
  /// The model.
  public static let model = "model.safetensors"
  /// The loss and accuracy of each epoch.
  public static let history = "history.csv"
  /// All options.
  public static let configuration = "config.json"
  /// The evaluation on held-out patterns.
  public static let evaluation = "evaluation.json"
  /// The confusion matrix.
  public static let confusion = "confusion.csv"
  /// The report.
  public static let report = "report.html"
  /// The folder of figures.
  public static let figures = "figures"
  /// The structures of a training on simulated patterns.
  public static let structures = "structures.csv"

  /// The figures of a run, an evaluation or a phase identification, each in a file of every format.
  public enum Figure: String, CaseIterable, Sendable {
    /// The figures.
    case confusion, reliability, coverage, curves, phases, orientations, confidence
  }

  /// The formats of a figure, as extensions of its files.
  static let figureFormats = ["png", "svg", "pdf"]

  /// Returns whether a name is that of a checkpoint.
  public static func isCheckpoint(_ name: String) -> Bool {
    name.wholeMatch(of: /checkpoint(-\d+)?\.safetensors/) != nil
  }

  /// Returns whether these are the files of a run: its options, and a model or a checkpoint.
  static func isRun(_ names: some Sequence<String>) -> Bool {
    names.contains(configuration) && names.contains { $0 == model || isCheckpoint($0) }
  }

  /// Returns whether a path leads to the folder of a run.
  static func isRun(at folder: String) -> Bool {
    // Most folders are none, and looking for one file is cheaper than listing them.
    guard FileStatus("\(folder)/\(configuration)") != nil else { return false }
    return isRun(Folder.readableNames(folder))
  }

  /// The files among names that are figures of ednet: of its names, and there in every format.
  static func figures(among names: [String]) -> Set<String> {
    let present = Set(names)
    let whole = Figure.allCases.map { figure in figureFormats.map { "\(figure.rawValue).\($0)" } }
    return Set(whole.filter(present.isSuperset).joined())
  }
}
