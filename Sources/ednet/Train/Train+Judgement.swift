import NeuralNetworks
import Reports
import SymmetryClassification

extension Train {
  /// Judges a model on what was kept back, and writes into the run all that tells how good it is.
  func judge(
    _ classifier: Classifier,
    _ runs: [TrainingRun],
    learnt: LabeledPatterns,
    _ split: DatasetSplit,
    _ scan: PatternScan<ScannedPattern>,
    _ run: RunFolder,
    _ events: inout TrainingEvents?
  ) throws {
    let judged = split.judged
    guard !judged.isEmpty else {
      StandardError.warning("nothing was kept back, so that nothing tells how good the model is")
      return
    }
    let part =
      split.test.isEmpty
      ? "validation patterns, which chose the epoch and the calibration" : "test patterns"
    let evaluation = try Evaluation(
      classes: classifier.classes,
      predictions: try classifier.predictions(
        for: judged,
        of: scan,
        classes: classifier.classes,
        threads: threadsOption.threads
      ),
      fusion: classifier.fusion,
      seed: training.seed
    )
    try run.write(evaluation.json() + "\n", to: "evaluation.json")
    try run.write(evaluation.confusionCSV(), to: "confusion.csv")
    if !quiet {
      StandardOutput.write("On the \(judged.count) \(part):\n\n\(evaluation.text())\n")
    }
    var classifier = classifier
    classifier.card = ModelCard(
      patterns:
        "\(learnt.images.count) patterns of the folder \(patterns), \(pattern.size) pixels wide for the "
        + "network; augmentation \(pattern.augment)",
      training: learnt,
      heldOutData: part,
      evaluation: evaluation
    )
    try classifier.write(to: run.model)
    let history = runs.first?.result.history ?? []
    try events?.add(FigureFiles.confusion(evaluation))
    if figures {
      try FigureFiles.write(evaluation, history: history, toFolder: run.path + "/figures")
    }
    let maker = PatternReport(classifier: classifier, scan: scan, indices: judged)
    var page = try maker.report(
      title: "Training on \(patterns)",
      subject: "\(judged.count) \(part)",
      evaluation
    )
    page.history = history
    page.parts = ["training", "validation", "test"]
    page.counts = maker.counts([split.training, split.validation, split.test])
    page.options = TrainConfiguration.json(of: self)
    let seconds = runs.flatMap(\.result.history).reduce(0) { $0 + $1.seconds }
    page.facts.append(.init("time", DurationText.of(seconds)))
    try run.write(page.html(), to: "report.html")
  }
}

extension DatasetSplit {
  /// What judges a model in the end: the test patterns, or those of validation where there are none.
  var judged: [Int] { test.isEmpty ? validation : test }
}
