import ArgumentParser
import Figures
import NeuralNetworks
import Pipelines
import Reports
import SymmetryClassification

extension SymmetryLevel: ExpressibleByArgument {}
extension EvaluationPipeline.Part: ExpressibleByArgument {}

/// `ednet evaluate`.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a model on a folder of labelled patterns.",
    discussion: """
      The folder has the same layout as for 'ednet train'. Patterns of the model's training set are \
      excluded (split.csv beside the model lists them), and so are those of its validation set \
      unless there are no others; of a folder with train/, val/ and test/ only test/ is used. \
      --part changes that. All numbers have 95 % intervals from a bootstrap over specimens.

        ednet evaluate patterns/ --model run/model.safetensors
        ednet evaluate patterns/ --by lattice-system --format json
        ednet evaluate patterns/ --report report.html --figures figures
      """
  )

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, csv }

  @Argument(help: "The folder of patterns.", completion: .directory) var patterns: String

  @OptionGroup var modelOption: ModelOption

  @OptionGroup var precisionOption: PrecisionOption

  @OptionGroup var staticBackground: StaticBackgroundOption

  @Option(help: "Compare at a coarser level: lattice-system, bravais, crystal-system, laue or point-group.") var by:
    SymmetryLevel?

  @Option(help: "The patterns to evaluate: unseen, all, training, validation or test.") var part = EvaluationPipeline
    .Part.unseen

  @Option(help: "The output format: text, json (one object) or csv (the metrics).") var format = Format.text

  @Option(help: ArgumentHelp("Also write the confusion matrix, as .csv, .png, .svg or .pdf.", valueName: "file"))
  var confusion: String?

  @Option(help: ArgumentHelp("Also write a report, as .html.", valueName: "file")) var report: String?

  @Option(
    help: ArgumentHelp("Also write figures into a folder, each as PNG (300 dpi), SVG and PDF.", valueName: "folder")
  ) var figures: String?

  @Flag(help: "Skip unreadable files.") var skipBad = false

  @Option(help: ArgumentHelp("The seed of the bootstrap.", valueName: "n")) var seed = 1

  @OptionGroup var acceptance: RejectionOptions

  @OptionGroup var threadsOption: ThreadsOption

  @Flag(name: .shortAndLong, help: "Print no notes on the model and the patterns.") var quiet = false

  func validate() throws {
    if let confusion, !confusion.lowercased().hasSuffix(".csv") {
      try ValidationError.checking { try FigureFiles.format(of: confusion, or: [".csv"]) }
    }
    if by != nil && acceptance.errorRate != nil {
      throw ValidationError("--error-rate applies to the model's own classes only; use --reject-below with --by.")
    }
  }

  func run() throws { try Processes.run(evaluate) }

  /// Evaluates, together with the other processes of a group, which all call it.
  func evaluate(_ processes: any ProcessGroup) throws {
    let isQuiet = quiet || processes.rank > 0
    let figureFormat = confusion.flatMap { FigureFormat(path: $0) }
    let classifier = try modelOption.load(precisionOption.precision, quiet: isQuiet)
    _ = try acceptance.rule(of: modelOption.file, classifier, fused: false, quiet: isQuiet)
    let outcome = try pipeline(processes).evaluate(
      classifier,
      at: modelOption.file.path,
      observer: Processes.observer(processes, TerminalObserver(quiet: quiet))
    )
    guard processes.rank == 0 else { return }
    let evaluation = outcome.evaluation
    switch format {
    case .text: StandardOutput.write(evaluation.text())
    case .json: StandardOutput.write(try evaluation.json() + "\n")
    case .csv: StandardOutput.write(evaluation.metricsCSV())
    }
    let drawsNames = figures != nil || figureFormat != nil
    if drawsNames, let warning = FigureFiles.warning(on: evaluation.classes) { StandardError.warning(warning) }
    if let confusion {
      if figureFormat == nil {
        try OutputFile.write(Array(evaluation.confusionCSV().utf8), to: confusion)
      } else {
        try FigureFiles.write(FigureFiles.confusion(evaluation), to: confusion)
      }
    }
    if let figures {
      try OutputFile.makeFolder(figures)
      for figure in try FigureFiles.all(evaluation) {
        try OutputFile.write(figure.bytes, to: "\(figures)/\(figure.name)")
      }
    }
    if let report { try OutputFile.write(Array(outcome.report().utf8), to: report) }
  }

  private func pipeline(_ processes: any ProcessGroup) -> EvaluationPipeline {
    var pipeline = EvaluationPipeline(patterns: patterns, processes: processes)
    (pipeline.part, pipeline.level, pipeline.seed) = (part, by, seed)
    (pipeline.requirement, pipeline.skipsUnreadable) = (acceptance.requirement, skipBad)
    (pipeline.staticBackground, pipeline.threads) = (staticBackground.source, threadsOption.threads)
    return pipeline
  }
}
