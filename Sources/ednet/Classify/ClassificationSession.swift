import Imaging
import NeuralNetworks
import Pipelines
import SymmetryClassification
import Workers

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

  /// Classifies files, which several processes share; process 0 writes the answers.
  ///
  /// - Throws: `ProcessFailure` after an error of another process.
  mutating func run(_ files: inout PatternFiles, _ processes: any ProcessGroup) throws {
    let began = ContinuousClock.now
    if processes.rank == 0 { StandardOutput.write(printer.header) }
    if processes.count > 1 { try share(&files, processes) } else { classify(&files) }
    guard processes.rank == 0 else { return }
    progress.clear()
    for prediction in folders.predictions { StandardOutput.write(printer.line(prediction)) }
    if !isQuiet { for note in conversionNotes { StandardError.note(note) } }
    if let warning = Preprocessing.outlierWarning(withOutliers, of: classified) { StandardError.warning(warning) }
    summarize(began.duration(to: .now) / .seconds(1))
  }

  /// Classifies files in this process, as their names arrive.
  private mutating func classify(_ files: inout PatternFiles) {
    while let chunk = files.next(Self.chunkSize) {
      // Files between two names that do not exist are classified together.
      var pending: [String] = []
      for entry in chunk {
        switch entry {
        case .success(let file): pending.append(file)
        case .failure(let failure):
          classify(&pending)
          fail(failure)
        }
      }
      classify(&pending)
    }
  }

  /// Classifies all images of files, and forgets the files.
  private mutating func classify(_ files: inout [String]) {
    predictor.predict(files: files, staticBackground: staticBackground) { remark in
      take(.remark(remark))
    } receive: { image, result in
      take(Answer(image, result))
    }
    files = []
    progress.show(classified + failed)
  }

  /// Classifies files in several processes, each of which reads the images of its tasks; process 0 lists the files.
  private mutating func share(_ files: inout PatternFiles, _ processes: any ProcessGroup) throws {
    var own: [ImagePart] = []
    /// The names that do not exist, by the number of tasks before them.
    var failures: [Int: [PatternFiles.Failure]] = [:]
    if processes.rank == 0 { (own, failures) = Self.parts(files.all(), processes, predictor.pool) }
    let parts = try processes.sharing { own }
    try WorkQueue(parts.count, among: processes).run { [predictor, staticBackground] number -> [Answer] in
      var answers: [Answer] = []
      predictor.predict(parts[number], staticBackground: staticBackground) { remark in
        answers.append(.remark(remark))
      } receive: { image, result in
        answers.append(Answer(image, result))
      }
      return answers
    } receive: { number, answers in
      for failure in failures[number] ?? [] { fail(failure) }
      for answer in answers { take(answer) }
      progress.show(classified + failed)
    }
    for failure in failures[parts.count] ?? [] { fail(failure) }
  }

  private static func parts(
    _ entries: [Result<String, PatternFiles.Failure>],
    _ processes: any ProcessGroup,
    _ pool: WorkerPool
  ) -> (parts: [ImagePart], failures: [Int: [PatternFiles.Failure]]) {
    let counts = ImageFiles(entries.compactMap { try? $0.get() }, pool: pool).counts
    let size = WorkQueue.size(of: counts.reduce(0, +), among: processes, in: 8...chunkSize)
    var parts: [ImagePart] = []
    var failures: [Int: [PatternFiles.Failure]] = [:]
    var rest = counts[...]
    for stretch in entries.split(omittingEmptySubsequences: false, whereSeparator: { (try? $0.get()) == nil }) {
      let names = stretch.compactMap { try? $0.get() }
      parts += ImagePart.parts(of: names, counts: Array(rest.prefix(names.count)), size: size)
      rest = rest.dropFirst(names.count)
      if stretch.endIndex < entries.endIndex, case .failure(let failure) = entries[stretch.endIndex] {
        failures[parts.count, default: []].append(failure)
      }
    }
    return (parts, failures)
  }

  /// Something that a process says about its images.
  private enum Answer: Codable, Sendable {
    case remark(String)
    case prediction(FilePrediction)
    case failure(image: String, reason: String)

    init(_ image: String, _ result: Result<FilePrediction, ClassificationError>) {
      switch result {
      case .success(let prediction): self = .prediction(prediction)
      case .failure(let error): self = .failure(image: image, reason: "\(error)")
      }
    }
  }

  private mutating func take(_ answer: Answer) {
    switch answer {
    case .remark(let remark):
      progress.clear()
      if !isQuiet { StandardError.warning(remark) }
      return
    case .prediction(let prediction): add(prediction)
    case .failure(let image, let reason):
      if keepsMap { map.add(unreadable: image) }
      fail(image, reason, reason: reason)
    }
    if (classified + failed) % 64 == 0 { progress.show(classified + failed) }
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

  private mutating func fail(_ failure: PatternFiles.Failure) {
    fail(failure.path, "\(failure)", reason: failure.reason)
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
