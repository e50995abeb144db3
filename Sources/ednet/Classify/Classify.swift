import ArgumentParser
import Foundation
import Imaging
import Reports
import SymmetryClassification

/// `ednet classify`.
struct Classify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell the class of patterns.",
    discussion: """
      Each image gets a probability for each class of the model. Folders are searched for PNG \
      files; '-' reads file names from standard input, one a line. A file that cannot be read is \
      reported and the others go on; the exit status is then 1. With --fuse all images of a folder \
      are taken as patterns of one crystal, and each folder that holds images gets one answer. An \
      answer that is not sure enough (--reject-below, --error-rate) is "unknown", and that for a \
      blank image "not a pattern"; the probabilities stand beside it.

        ednet classify pattern.png
        ednet classify scan/ --format csv > answers.csv
        ednet classify scan/ --map map.png --reject-below 0.6
        ednet classify --fuse crystals/ --error-rate 0.05
        find . -name '*.png' | ednet classify - --format json --top 1
      """
  )

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, csv }

  @Argument(
    help: "PNG files, folders of them, or - for names on standard input.",
    completion: .file(extensions: ["png"])
  )
  var images: [String]

  @OptionGroup var modelOption: ModelOption

  @Flag(help: "Take all images of a folder as patterns of one crystal: one answer a folder.")
  var fuse = false

  @OptionGroup var acceptance: RejectionOptions

  @Option(help: "How many classes to print, from the most probable down.")
  var top = 3

  @Flag(help: "Print the probabilities of all classes.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "How to print: text, json (one object a line) or csv.",
      discussion: "JSON always carries all probabilities; CSV does with --all."
    )
  )
  var format = Format.text

  @Option(
    help: ArgumentHelp(
      "Also draw the answers of a scan as a map, as .png, .svg or .pdf, and a map of their probabilities beside it.",
      discussion:
        "Places are read from names such as x012_y034.png; with --rows and --columns files are taken "
        + "in the order of their names, row by row.",
      valueName: "file"
    )
  )
  var map: String?

  @Option(help: ArgumentHelp("The rows of the scan.", valueName: "n"))
  var rows: Int?

  @Option(help: ArgumentHelp("The columns of the scan.", valueName: "n"))
  var columns: Int?

  @Flag(name: .shortAndLong, help: "Do not say which model is used and what was converted.")
  var quiet = false

  @OptionGroup var threadsOption: ThreadsOption

  func validate() throws {
    if top < 1 { throw ValidationError("--top must be at least 1, not \(top).") }
    if (rows == nil) != (columns == nil) {
      throw ValidationError("--rows and --columns go together.")
    }
    if let rows, let columns, !(1...100_000).contains(rows) || !(1...100_000).contains(columns) {
      throw ValidationError("--rows and --columns must be 1 to 100000.")
    }
    if rows != nil && map == nil { throw ValidationError("--rows and --columns are for --map.") }
    if map != nil && fuse {
      throw ValidationError("--map shows single patterns, and --fuse has none.")
    }
    if images.isEmpty { throw ValidationError("Name at least one image, folder, or -.") }
  }

  func run() throws {
    if let map {
      try FigureFiles.format(of: map, "map")
      let folder = URL(fileURLWithPath: map).deletingLastPathComponent().path
      guard folder.isFolder else { throw CommandFailure("\(map): there is no folder \(folder)") }
    }
    var inputs = PatternFiles(images)
    // Before the work, where names are known.
    let grid = map == nil || images.contains("-") ? nil : try grid(of: inputs.list())
    let classifier = try modelOption.file.load(quiet: quiet)
    let predictor = classifier.predictor(threads: threadsOption.threads)
    var printer = AnswerPrinter(
      classes: classifier.classes,
      format: format,
      top: all ? classifier.classes.count : min(top, classifier.classes.count),
      all: all,
      rule: try acceptance.rule(
        of: modelOption.file,
        classifier,
        fused: fuse,
        quiet: quiet
      ),
      isFused: fuse
    )
    if fuse && classifier.calibration.fusion == nil && !quiet {
      StandardError.note(
        "no rule of fusion was fitted for this model: the patterns of a crystal count as one"
      )
    }
    var scan = ScanMap()
    var shown = AnsweringProgress(isShown: !quiet)
    var folders = FolderFusion(classifier)
    StandardOutput.write(printer.header)
    var (answered, failed) = (0, 0)
    var failures: [String] = []
    let began = ContinuousClock.now
    func fail(_ path: String, because reason: String, _ sentence: String) {
      failed += 1
      if failures.count < Self.listedFailures { failures.append(path) }
      shown.clear()
      StandardOutput.write(printer.line(failed: path, because: reason))
      StandardError.write("error: \(sentence)\n")
    }
    // In chunks, so that memory does not grow with the number of files.
    while let chunk = inputs.next(256) {
      let files = chunk.compactMap { try? $0.get() }
      var answers = predictor.predictions(forFiles: files).makeIterator()
      for entry in chunk {
        switch entry {
        case .failure(let failure):
          fail(failure.path, because: failure.reason, "\(failure)")
        case .success(let file):
          guard let answer = answers.next() else { break }
          switch answer {
          case .success(let answer):
            answered += 1
            if !quiet && !answer.notes.isEmpty {
              shown.clear()
              for note in answer.notes { StandardError.note("\(file): \(note)") }
            }
            if answer.prediction.isBlank {
              shown.clear()
              StandardError.warning(
                "\(file): all pixels are equal; there is no pattern to classify"
              )
            }
            if fuse {
              folders.add(answer)
            } else {
              StandardOutput.write(printer.line(answer))
            }
            if map != nil {
              scan.add(answer, printer.rule.verdict(on: answer.prediction))
            }
          case .failure(let error):
            if map != nil { scan.add(unreadable: file) }
            fail(file, because: "\(error)", "\(error)")
          }
        }
      }
      shown.show(answered + failed)
    }
    shown.clear()
    for answer in folders.predictions { StandardOutput.write(printer.line(answer)) }
    if !quiet && answered + failed > 1 {
      let seconds = began.duration(to: .now) / .seconds(1)
      let rate = Double(answered) / max(seconds, 1e-9)
      StandardError.note(
        "\(answered) patterns classified in \(DurationText.of(seconds)), "
          + "\(Int(rate.rounded())) patterns a second"
          + (failed > 0 ? "; \(failed) could not be read:" : "")
      )
      for file in failures { StandardError.note("  \(file)") }
      if failed > failures.count {
        StandardError.note("  and \(failed - failures.count) more, which errors above name")
      }
    }
    if let map, answered > 0 {
      let grid = try grid ?? self.grid(of: scan.files)
      let confidence = Self.confidencePath(beside: map)
      try FigureFiles.write(
        SymmetryMapFigure(
          rows: grid.rows,
          columns: grid.columns,
          verdicts: scan.verdicts(on: grid),
          classes: classifier.classes
        ),
        to: map
      )
      try FigureFiles.write(
        ConfidenceMapFigure(
          rows: grid.rows,
          columns: grid.columns,
          values: scan.probabilities(on: grid)
        ),
        to: confidence
      )
      if !quiet { StandardError.note("map: \(map), \(confidence)") }
    }
    if answered + failed == 0 {
      throw CommandFailure("no PNG files in \(images.joined(separator: ", "))")
    }
    if failed > 0 { throw ExitCode.failure }
  }

  /// How many files that could not be read are named once more at the end.
  private static let listedFailures = 20

  /// The file for the map of probabilities: `map-confidence.png` for `map.png`.
  private static func confidencePath(beside path: String) -> String {
    let url = URL(fileURLWithPath: path)
    return String(path.dropLast(url.pathExtension.count + 1)) + "-confidence." + url.pathExtension
  }

  /// The places of files in the scan.
  private func grid(of names: [String]) throws -> ScanGrid {
    guard let rows, let columns else { return try ScanGrid(names: names) }
    return try ScanGrid(names: names, rows: rows, columns: columns)
  }
}
