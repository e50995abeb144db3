import ArgumentParser
import Files
import Foundation
import Pipelines
import Reports
import SymmetryClassification

/// `ednet classify`.
struct Classify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Classify patterns.",
    discussion: """
      Each image gets a probability for each class of the model. Folders are searched for images; \
      '-' reads file names from standard input, one per line. Unreadable files are reported and \
      skipped; the exit status is then 1. With --fuse, all images of a folder are patterns of one \
      crystal, and each folder gets one answer. An answer that is too uncertain (--reject-below, \
      --error-rate) is "unknown", and that for an image without bands or spots "not a pattern"; the \
      probabilities are printed in either case.

        ednet classify pattern.png
        ednet classify scan/ --format csv > answers.csv
        ednet classify scan/ --map map.png --reject-below 0.6
        ednet classify --fuse crystals/ --error-rate 0.05
        find . -name '*.png' | ednet classify - --format json --top 1
      """
  )

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, csv }

  @Argument(help: "Images, folders of them, or - for names on standard input.", completion: .file()) var images:
    [String]

  @OptionGroup var modelOption: ModelOption

  @OptionGroup var staticBackground: StaticBackgroundOption

  @Flag(help: "Fuse all images of a folder, which are patterns of one crystal, into one answer.") var fuse = false

  @OptionGroup var acceptance: RejectionOptions

  @Option(help: "The number of classes to print, the most probable first.") var top = 3

  @Flag(help: "Print the probabilities of all classes.") var all = false

  @Option(
    help: ArgumentHelp(
      "The output format: text, json (one object per line) or csv.",
      discussion: "JSON always has all probabilities, CSV with --all."
    )
  ) var format = Format.text

  @Option(
    help: ArgumentHelp(
      "Also draw a map of a scan, as .png, .svg or .pdf, and a map of the probabilities beside it.",
      discussion:
        "Positions are read from names such as x012_y034.png or x0.25um_y-1.5um.png; other files fill --rows and "
        + "--columns in the order of their names.",
      valueName: "file"
    )
  ) var map: String?

  @Option(help: ArgumentHelp("The number of rows of the scan.", valueName: "n")) var rows: Int?

  @Option(help: ArgumentHelp("The number of columns of the scan.", valueName: "n")) var columns: Int?

  @Option(
    help: ArgumentHelp(
      "A reading of the names of a scan, where they allow several; may be repeated.",
      discussion:
        "column-row or row-column: the order of two numbers, as in 3_4.png. row-by-row or column-by-column: the names "
        + "hold no positions, and their order fills --rows and --columns. minus or hyphen: hyphens before numbers are "
        + "signs or separators. decimal-comma or separating-comma: commas between digits.",
      valueName: "reading"
    )
  ) var names: [ScanReading] = []

  @Flag(name: .shortAndLong, help: "Print no notes on the model and on conversions.") var quiet = false

  @OptionGroup var threadsOption: ThreadsOption

  func validate() throws {
    if top < 1 { throw ValidationError("--top must be at least 1, not \(top).") }
    if (rows == nil) != (columns == nil) { throw ValidationError("--rows and --columns go together.") }
    if let rows, let columns, !(1...100_000).contains(rows) || !(1...100_000).contains(columns) {
      throw ValidationError("--rows and --columns must be 1 to 100000.")
    }
    if rows != nil && map == nil { throw ValidationError("--rows and --columns are for --map.") }
    if !names.isEmpty && map == nil { throw ValidationError("--names is for --map.") }
    for name in names {
      if names.contains(name.alternative) {
        throw ValidationError(
          "--names \(name.rawValue) and --names \(name.alternative.rawValue) contradict each other."
        )
      }
      if rows == nil && [.rowByRow, .columnByColumn].contains(name) {
        throw ValidationError("--names \(name.rawValue) needs --rows and --columns.")
      }
    }
    if map != nil && fuse { throw ValidationError("--map shows single patterns, which --fuse has none of.") }
    if staticBackground.source == .mean && images.contains("-") {
      throw ValidationError("--static-background mean needs the names of all images in advance; give a file with -.")
    }
    if let map { try ValidationError.checking { try FigureFiles.format(of: map, "map") } }
    if images.isEmpty { throw ValidationError("Name at least one image, folder, or -.") }
  }

  func run() throws {
    if let map {
      let folder = map.parentFolder
      guard folder.isFolder else { throw CommandFailure("\(map): there is no folder \(folder)") }
    }
    var files = PatternFiles(images)
    // Names are checked before the work, if they are known.
    let grid = map == nil || images.contains("-") ? nil : try grid(of: files.list())
    let classifier = try modelOption.load(quiet: quiet)
    let background = try staticBackground.source.map { source in
      try source.background(
        of: source == .mean ? files.list() : [],
        threads: threadsOption.threads,
        observer: TerminalObserver(quiet: quiet)
      )
    }
    var session = ClassificationSession(
      classifier,
      staticBackground: background,
      printer: try printer(classifier),
      fuses: fuse,
      quiet: quiet,
      threads: threadsOption.threads
    )
    session.run(&files)
    for remark in files.remarks { StandardError.warning(remark) }
    if let map, session.classified > 0 {
      let grid = try grid ?? self.grid(of: session.map.files)
      try session.map.write(grid, classes: classifier.classes, to: map, quiet: quiet)
    }
    if session.classified + session.failed == 0 {
      throw CommandFailure("no images in \(images.joined(separator: ", "))")
    }
    if session.failed > 0 { throw ExitCode.failure }
  }

  private func printer(_ classifier: Classifier) throws -> AnswerPrinter {
    AnswerPrinter(
      classifier,
      format: format,
      top: all ? classifier.classes.count : min(top, classifier.classes.count),
      all: all,
      rule: try acceptance.rule(of: modelOption.file, classifier, fused: fuse, quiet: quiet),
      isFused: fuse
    )
  }

  /// The positions of files in the scan.
  private func grid(of names: [String]) throws -> ScanGrid {
    let size = rows.flatMap { rows in columns.map { (rows, $0) } }
    let grid = try ScanGrid(names: names, size: size, readings: Set(self.names))
    for note in grid.notes {
      let remedy = note.alternative.map { reading in
        let size = [.rowByRow, .columnByColumn].contains(reading) ? " with --rows and --columns" : ""
        return "; for another reading, use --names \(reading.rawValue)\(size)"
      }
      StandardError.warning("\(note)\(remedy ?? "")")
    }
    return grid
  }
}

extension ScanReading: ExpressibleByArgument {}

extension ScanMap {
  /// Draws the map of classes, and the map of their probabilities beside it.
  fileprivate func write(_ grid: ScanGrid, classes: [String], to path: String, quiet: Bool) throws {
    let url = URL(fileURLWithPath: path)
    let confidence = path.dropLast(url.pathExtension.count + 1) + "-confidence." + url.pathExtension
    if let warning = FigureFiles.warning(on: classes) { StandardError.warning(warning) }
    try FigureFiles.write(
      SymmetryMapFigure(rows: grid.rows, columns: grid.columns, verdicts: verdicts(on: grid), classes: classes),
      to: path
    )
    try FigureFiles.write(
      ConfidenceMapFigure(
        rows: grid.rows,
        columns: grid.columns,
        values: probabilities(on: grid),
        isMeasured: verdicts(on: grid).map { $0 != nil }
      ),
      to: String(confidence)
    )
    if !quiet { StandardError.note("map: \(path), \(confidence)") }
  }
}
