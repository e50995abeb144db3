import ArgumentParser
import Foundation
import Imaging
import SymmetryClassification

extension SymmetryLevel: ExpressibleByArgument {}

/// `ednet evaluate`.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a model on a folder of labelled patterns.",
    discussion: """
      The folder is laid out as for 'ednet train'. Patterns that the model was trained on are left \\
      out (the file split.csv beside the model tells them); of a folder with train/, val/ and \\
      test/ only test/ counts. --part chooses otherwise. Numbers come with 95 % intervals, from a \\
      bootstrap over specimens.

        ednet evaluate patterns/ --model run/model.safetensors
        ednet evaluate patterns/ --by crystal-system --format json
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
    help: ArgumentHelp("Also write the confusion matrix as CSV.", valueName: "file")
  )
  var confusion: String?

  @Flag(help: "Go on without files that cannot be read.")
  var skipBad = false

  @Option(help: ArgumentHelp("The seed of the bootstrap.", valueName: "n"))
  var seed = 1

  @OptionGroup var threadsOption: ThreadsOption

  @Flag(name: .shortAndLong, help: "Do not say which model and which patterns are used.")
  var quiet = false

  func run() throws {
    let classifier = try modelOption.load(quiet: quiet)
    let preprocessing = classifier.preprocessing
    let scan = try PatternScan(
      PatternFolder(patterns, purpose: .evaluation),
      skipsUnreadable: skipBad,
      allowsDuplicates: true,
      threads: threadsOption.threads
    ) { try ScannedPattern($0, $1, preprocessing: preprocessing) }
    for warning in scan.notes + scan.conversionNotes { StandardError.warning(warning) }
    let indices = try selection(from: scan)
    let evaluation = try evaluation(of: indices, scan, classifier)
    switch format {
    case .text: StandardOutput.write(evaluation.text())
    case .json: StandardOutput.write(try evaluation.json() + "\n")
    case .csv: StandardOutput.write(evaluation.metricsCSV())
    }
    if let confusion {
      do {
        try Data(evaluation.confusionCSV().utf8)
          .write(to: URL(fileURLWithPath: confusion), options: .atomic)
      } catch {
        throw CommandFailure("\(confusion) cannot be written: \(error.localizedDescription)")
      }
    }
  }

  /// The patterns that count.
  private func selection(from scan: PatternScan<ScannedPattern>) throws -> [Int] {
    let table = try SplitTable(besideModel: modelOption.path)
    func origin(_ index: Int) -> DatasetPart? {
      table?.parts[scan.contents[index].fingerprint] ?? scan.entries[index].part
    }
    let all = Array(scan.entries.indices)
    let chosen: [Int]
    switch part {
    case .all: chosen = all
    case .training: chosen = all.filter { origin($0) == .training }
    case .validation: chosen = all.filter { origin($0) == .validation }
    case .test: chosen = all.filter { origin($0) == .test }
    case .unseen:
      let test = all.filter { scan.entries[$0].part == .test }
      chosen = test.isEmpty ? all.filter { origin($0) != .training } : test
    }
    guard !chosen.isEmpty else {
      throw CommandFailure(
        "\(patterns): none of the \(all.count) patterns is \(part == .unseen ? "unseen" : "of the part \(part)"); "
          + "--part all takes all of them"
      )
    }
    if !quiet {
      let left = all.count - chosen.count
      StandardError.note(
        "patterns: \(chosen.count)"
          + (left > 0 ? " (\(left) others left out; --part chooses)" : "")
          + (table == nil ? "; which ones the model was trained on is not known" : "")
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
    guard let by else {
      let strangers = names.subtracting(classifier.classes).sorted()
      guard strangers.isEmpty else {
        throw CommandFailure(
          "\(patterns): the model does not know the classes \(strangers.joined(separator: ", ")), only "
            + classifier.classes.joined(separator: ", ")
            + "; --by compares at a coarser level where both sides determine it"
        )
      }
      return try Evaluation(
        classes: classifier.classes,
        predictions: classifier.predictions(
          for: indices,
          of: scan,
          classes: classifier.classes,
          threads: threadsOption.threads
        ),
        seed: seed
      )
    }
    // Truth and prediction may be at different levels: each is rolled up by what its own names mean.
    let truth = Array(names).sorted()
    let trueNames = try SymmetryLabeling(classNames: truth).rolledUp(to: by)
    let modelNames = try SymmetryLabeling(classNames: classifier.classes).rolledUp(to: by)
    let coarse = SymmetryLabeling(
      classNames: Array(Set(trueNames.values).union(modelNames.values))
    ).displayOrder
    let places = Dictionary(uniqueKeysWithValues: coarse.enumerated().map { ($1, $0) })
    let predictions = classifier.predictions(
      for: indices,
      of: scan,
      classes: truth,
      threads: threadsOption.threads
    ).compactMap { prediction -> PatternPrediction? in
      var sums = [Float](repeating: 0, count: coarse.count)
      for (name, probability) in zip(classifier.classes, prediction.probabilities) {
        if let place = modelNames[name].flatMap({ places[$0] }) { sums[place] += probability }
      }
      guard let place = trueNames[truth[prediction.trueClass]].flatMap({ places[$0] }) else {
        return nil
      }
      var rolled = prediction
      rolled.trueClass = place
      rolled.probabilities = sums
      return rolled
    }
    return try Evaluation(classes: coarse, predictions: predictions, seed: seed)
  }
}
