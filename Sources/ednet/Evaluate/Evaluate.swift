import ArgumentParser
import Foundation
import Imaging
import Reports
import SymmetryClassification

extension SymmetryLevel: ExpressibleByArgument {}

/// `ednet evaluate`.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a model on a folder of labelled patterns.",
    discussion: """
      The folder is laid out as for 'ednet train'. Patterns that the model was trained on are left \
      out (the file split.csv beside the model tells them), and so are those that chose its epoch \
      where there are others; of a folder with train/, val/ and test/ only test/ counts. --part \
      chooses otherwise. Numbers come with 95 % intervals, from a \
      bootstrap over specimens.

        ednet evaluate patterns/ --model run/model.safetensors
        ednet evaluate patterns/ --by lattice-system --format json
        ednet evaluate patterns/ --report report.html --figures figures
      """
  )

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, csv }
  enum Part: String, ExpressibleByArgument, CaseIterable {
    case unseen, all, training, validation, test
  }

  @Argument(help: "The folder of patterns.", completion: .directory)
  var patterns: String

  @OptionGroup var modelOption: ModelOption

  @Option(help: "Roll classes up to lattice-system, bravais, crystal-system, laue or point-group.")
  var by: SymmetryLevel?

  @Option(help: "Which patterns count: unseen, all, training, validation or test.")
  var part = Part.unseen

  @Option(help: "How to print: text, json (one object) or csv (the metrics).")
  var format = Format.text

  @Option(
    help: ArgumentHelp(
      "Also write the confusion matrix, as .csv, .png, .svg or .pdf.",
      valueName: "file"
    )
  )
  var confusion: String?

  @Option(
    help: ArgumentHelp("Also write a page with all that is known, as .html.", valueName: "file")
  )
  var report: String?

  @Option(
    help: ArgumentHelp(
      "Also write figures into a folder, each as PNG (300 dpi), SVG and PDF.",
      valueName: "folder"
    )
  )
  var figures: String?

  @Flag(help: "Go on without files that cannot be read.")
  var skipBad = false

  @Option(help: ArgumentHelp("The seed of the bootstrap.", valueName: "n"))
  var seed = 1

  @OptionGroup var acceptance: RejectionOptions

  @OptionGroup var threadsOption: ThreadsOption

  @Flag(name: .shortAndLong, help: "Do not say which model and which patterns are used.")
  var quiet = false

  func validate() throws {
    if by != nil && acceptance.errorRate != nil {
      throw ValidationError(
        "--error-rate is known for the model's own classes only; with --by use --reject-below."
      )
    }
  }

  func run() throws {
    let figureFormat = try confusion.flatMap { path in
      path.lowercased().hasSuffix(".csv") ? nil : try FigureFiles.format(of: path, or: ".csv")
    }
    let classifier = try modelOption.file.load(quiet: quiet)
    // Before the work, which a rate that cannot be kept would make vain.
    let rule = try acceptance.rule(
      of: modelOption.file,
      classifier,
      fused: false,
      quiet: quiet
    )
    let preprocessing = classifier.preprocessing
    let scan = try PatternScan(
      PatternFolder(patterns, purpose: .evaluation),
      skipsUnreadable: skipBad,
      allowsDuplicates: true,
      threads: threadsOption.threads
    ) { try ScannedPattern($0, $1, preprocessing: preprocessing) }
    for warning in scan.notes + scan.conversionNotes { StandardError.warning(warning) }
    let table = try SplitTable(besideModel: modelOption.file.path)
    /// In which part of a training a pattern was; known by its content, whichever folder it lies in now.
    func origin(_ index: Int) -> DatasetPart? {
      table?.parts[scan.fingerprints[index]] ?? scan.entries[index].part
    }
    let indices = try selection(from: scan, isSplitKnown: table != nil, origin)
    let choosing = indices.count { origin($0) == .validation }
    if choosing > 0 && !quiet {
      StandardError.note(
        "\(choosing) of them chose the model's epoch, which makes the numbers a little kind"
      )
    }
    var evaluation = try evaluation(of: indices, scan, classifier)
    if acceptance.isGiven {
      evaluation.selectivePatterns = evaluation.selectivePrediction(ofPatternsBy: rule)
      let fused = try? DecisionRule(
        acceptance.requirement,
        calibration: classifier.calibration,
        fused: true
      )
      evaluation.selectiveSpecimens = fused.flatMap {
        evaluation.selectivePrediction(ofSpecimensBy: $0)
      }
      if fused == nil && !quiet && !evaluation.specimens.isEmpty {
        StandardError.note(
          "the model promises no such rate for fused answers, so that all of them count"
        )
      }
    }
    switch format {
    case .text: StandardOutput.write(evaluation.text())
    case .json: StandardOutput.write(try evaluation.json() + "\n")
    case .csv: StandardOutput.write(evaluation.metricsCSV())
    }
    if let confusion {
      if figureFormat == nil {
        try OutputFile.write(Array(evaluation.confusionCSV().utf8), to: confusion)
      } else {
        try FigureFiles.write(FigureFiles.confusion(evaluation), to: confusion)
      }
    }
    if let figures { try FigureFiles.write(evaluation, toFolder: figures) }
    if let report {
      let maker = PatternReport(classifier: classifier, scan: scan, indices: indices)
      let origin =
        switch part {
        case .unseen where table != nil: "none of which it has learnt"
        case .unseen, .all: "some of which it may have learnt"
        default: "of the part \(part)"
        }
      let caveat =
        choosing > 0 ? "; \(choosing) of them chose its epoch, which is a little kind" : ""
      var page = try maker.report(
        title: "What \(modelOption.file.path) makes of \(patterns)",
        subject: "\(indices.count) patterns, \(origin)\(caveat)",
        evaluation
      )
      page.parts = ["patterns"]
      page.counts = maker.counts([indices])
      try OutputFile.write(Array(page.html().utf8), to: report)
    }
  }

  /// The patterns that count.
  private func selection(
    from scan: PatternScan<ScannedPattern>,
    isSplitKnown: Bool,
    _ origin: (Int) -> DatasetPart?
  ) throws -> [Int] {
    let all = Array(scan.entries.indices)
    let chosen: [Int]
    switch part {
    case .all: chosen = all
    case .training: chosen = all.filter { origin($0) == .training }
    case .validation: chosen = all.filter { origin($0) == .validation }
    case .test: chosen = all.filter { origin($0) == .test }
    case .unseen:
      let unseen = all.filter { origin($0) != .training }
      let untouched = unseen.filter { origin($0) != .validation }
      chosen = untouched.isEmpty ? unseen : untouched
    }
    guard !chosen.isEmpty else {
      throw CommandFailure(
        "\(patterns): none of the \(all.count) patterns is \(part == .unseen ? "unseen" : "of the part \(part)"); "
          + "--part all takes all of them"
      )
    }
    if !isSplitKnown && part == .unseen {
      StandardError.warning(
        "there is no split.csv beside the model: patterns that it was trained on may be among these"
      )
    }
    if !quiet {
      let left = all.count - chosen.count
      StandardError.note(
        "patterns: \(chosen.count)"
          + (left > 0 ? " (\(left) others left out; --part chooses)" : "")
      )
    }
    return chosen
  }

  private func evaluation(
    of indices: [Int],
    _ scan: PatternScan<ScannedPattern>,
    _ classifier: Classifier
  ) throws -> Evaluation {
    let names = Set(indices.map { scan.entries[$0].className })
    let strangers = names.subtracting(classifier.classes).sorted()
    guard by != nil || strangers.isEmpty else {
      throw CommandFailure(
        "\(patterns): the model does not know the classes \(strangers.joined(separator: ", ")), only "
          + classifier.classes.joined(separator: ", ")
          + "; --by compares at a coarser level where both sides determine it"
      )
    }
    let classes = by == nil ? classifier.classes : names.sorted()
    let predictions = try classifier.predictions(
      for: indices,
      of: scan,
      classes: classes,
      threads: threadsOption.threads
    )
    guard let by else {
      return try Evaluation(
        classes: classes,
        predictions: predictions,
        fusion: classifier.fusion,
        seed: seed
      )
    }
    return try Evaluation(
      by: by,
      modelClasses: classifier.classes,
      trueClasses: classes,
      predictions: predictions,
      fusion: classifier.fusion,
      seed: seed
    )
  }
}
