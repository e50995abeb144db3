import Imaging
import Pipelines
import SymmetryClassification

/// The classification of many files: answers on standard output, errors and progress on standard error.
struct ClassificationSession {
  /// The number of images with an answer, and of unreadable files.
  private(set) var classified = 0, failed = 0
  /// The answers by file, for a map.
  private(set) var map: ScanMap

  private let predictor: ClassifierPredictor
  private let staticBackground: StaticBackground?
  private var printer: AnswerPrinter
  private var folders: FolderFusion
  private let fuses: Bool
  private let isQuiet: Bool
  /// True if the answers are kept for a map, whose memory grows with their number.
  private let keepsMap: Bool
  private var progress: ClassificationProgress
  private var failures: [String] = []
  /// The number of images with hot or dead pixels that the model takes as part of the pattern.
  private var withOutliers = 0

  /// The number of images with each conversion, and the first of them.
  private var conversions: [ConversionNote: (count: Int, example: String)] = [:]

  /// The number of files in memory at a time.
  private static let chunkSize = 256
  /// The number of unreadable files that the summary names.
  private static let listedFailures = 20

  init(
    _ classifier: Classifier,
    staticBackground: StaticBackground?,
    printer: AnswerPrinter,
    fuses: Bool,
    quiet: Bool,
    keepsMap: Bool,
    keepsNames: Bool,
    threads: Int?
  ) {
    self.staticBackground = staticBackground
    predictor = classifier.predictor(threads: threads)
    map = ScanMap(keepsNames: keepsNames)
    folders = FolderFusion(classifier)
    (self.printer, self.fuses, isQuiet, self.keepsMap) = (printer, fuses, quiet, keepsMap)
    progress = ClassificationProgress(isShown: !quiet)
    if fuses && classifier.calibration.fusion == nil && !quiet {
      StandardError.note("this model has no fitted fusion rule: the patterns of a crystal count as one pattern")
    }
  }

  /// Classifies files.
  mutating func run(_ files: inout PatternFiles) {
    let began = ContinuousClock.now
    StandardOutput.write(printer.header)
    while let chunk = files.next(Self.chunkSize) {
      // Files between two names that do not exist are classified together.
      var pending: [String] = []
      for entry in chunk {
        switch entry {
        case .success(let file): pending.append(file)
        case .failure(let failure):
          classify(&pending)
          fail(failure.path, "\(failure)", reason: failure.reason)
        }
      }
      classify(&pending)
    }
    progress.clear()
    for prediction in folders.predictions { StandardOutput.write(printer.line(prediction)) }
    if !isQuiet { for note in conversionNotes { StandardError.note(note) } }
    if let warning = Preprocessing.outlierWarning(withOutliers, of: classified) { StandardError.warning(warning) }
    summarize(began.duration(to: .now) / .seconds(1))
  }

  /// Classifies all images of files, and forgets the files.
  private mutating func classify(_ files: inout [String]) {
    predictor.predict(files: files, staticBackground: staticBackground) { remark in
      progress.clear()
      if !isQuiet { StandardError.warning(remark) }
    } receive: { image, result in
      switch result {
      case .success(let prediction): add(prediction)
      case .failure(let error):
        if keepsMap { map.add(unreadable: image) }
        fail(image, "\(error)", reason: "\(error)")
      }
      if (classified + failed) % 64 == 0 { progress.show(classified + failed) }
    }
    files = []
    progress.show(classified + failed)
  }

  private mutating func add(_ file: FilePrediction) {
    classified += 1
    if file.hasOutliers { withOutliers += 1 }
    for note in file.notes { conversions[note, default: (0, file.file)].count += 1 }
    if file.prediction.isBlank {
      progress.clear()
      StandardError.warning("\(file.file): all pixels are equal, so there is no pattern")
    }
    if fuses { folders.add(file) } else { StandardOutput.write(printer.line(file)) }
    if keepsMap { map.add(file, printer.rule.verdict(on: file.prediction)) }
  }

  /// The conversions of all images, one sentence each.
  private var conversionNotes: [String] {
    ConversionNote.allCases.compactMap { note in
      conversions[note].map { count, example in
        count == 1 ? "\(example): \(note)" : "\(count) of \(classified) images, such as \(example): \(note)"
      }
    }
  }

  private mutating func fail(_ path: String, _ sentence: String, reason: String) {
    failed += 1
    if failures.count < Self.listedFailures { failures.append(path) }
    progress.clear()
    StandardOutput.write(printer.line(failed: path, because: reason))
    StandardError.write("error: \(sentence)\n")
  }

  private func summarize(_ seconds: Double) {
    guard !isQuiet, classified + failed > 1 else { return }
    let rate = Int((Double(classified) / max(seconds, 1e-9)).rounded())
    StandardError.note(
      "\(classified) patterns classified in \(DurationText.of(seconds)), \(rate) patterns per second"
        + (failed > 0 ? "; \(failed) unreadable:" : "")
    )
    for file in failures { StandardError.note("  \(file)") }
    if failed > failures.count {
      StandardError.note("  and \(failed - failures.count) more, named by the errors above")
    }
  }
}
