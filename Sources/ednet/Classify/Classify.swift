import ArgumentParser
import Files
import Foundation
import Imaging
import NeuralNetworks
import Pipelines
import SymmetryClassification
import Workers

/// `ednet classify`.
struct Classify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Classify patterns.",
    discussion: """
      Each image (PNG, TIFF, BMP or JPEG) gets a probability for each class of the model; a TIFF file of \
      several images or a scan file of an EBSD camera gives an answer for each, named as in scan.h5oina[3]. Folders \
      are searched for images; \
      '-' reads file names from standard input, one per line. Unreadable files are reported and \
      skipped; the exit status is then 1. With --fuse, all images of a folder are patterns of one \
      crystal, and each folder gets one answer. An answer that is too uncertain (--reject-below, \
      --error-rate) is "unknown", and that for an image without bands or spots "not a pattern"; the \
      probabilities are printed in either case.

        ednet classify pattern.png
        ednet classify scan/ --format csv > answers.csv
        ednet classify scan/ --map map.png --reject-below 0.6
        ednet classify scan.tif --rows 50 --columns 80 --map map.ang --step 0.25
        ednet classify scan.h5oina --map map.png
        ednet classify --fuse crystals/ --error-rate 0.05
        find . -name '*.png' | ednet classify - --format json --top 1
      """
  )

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, csv }

  @Argument(help: "Images, folders of them, or - for names on standard input.", completion: .file()) var images:
    [String]

  @OptionGroup var modelOption: ModelOption

  @OptionGroup var precisionOption: PrecisionOption

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
      "Also draw a map of a scan, as .png, .svg or .pdf, and a map of the probabilities beside it; or write it for "
        + "other programs, as .ang, .ctf or .csv. May be repeated.",
      discussion:
        "Positions are read from names such as x012_y034.png or x0.25um_y-1.5um.png; other files fill --rows and "
        + "--columns in the order of their names. A scan file states its own map.",
      valueName: "file"
    )
  ) var map: [String] = []

  @Option(
    help: ArgumentHelp(
      "The distance between neighbouring positions of the scan in micrometres, for --map.",
      discussion: "Names with a unit, such as x0.25um_y1.5um.png, give it by themselves.",
      valueName: "µm"
    )
  ) var step: Double?

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
    if rows != nil && map.isEmpty { throw ValidationError("--rows and --columns are for --map.") }
    if let step, !(1e-6...1e6).contains(step) {
      throw ValidationError("--step must be 0.000001 to 1000000 micrometres, not \(step).")
    }
    if step != nil && map.isEmpty { throw ValidationError("--step is for --map.") }
    if Set(map).count < map.count { throw ValidationError("--map names a file twice.") }
    if !names.isEmpty && map.isEmpty { throw ValidationError("--names is for --map.") }
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
    if !map.isEmpty && fuse { throw ValidationError("--map shows single patterns, which --fuse has none of.") }
    if staticBackground.source == .mean && images.contains("-") {
      throw ValidationError("--static-background mean needs the names of all images in advance; give a file with -.")
    }
    for map in map where CrystalMapFormat(path: map) == nil {
      let others = CrystalMapFormat.allCases.map { ".\($0.rawValue)" }
      try ValidationError.checking { try FigureFiles.format(of: map, "map", or: others) }
    }
    if images.isEmpty { throw ValidationError("Name at least one image, folder, or -.") }
  }

  func run() throws { try Processes.run(classify) }

  /// Classifies, together with the other processes of a group, which all call it.
  func classify(_ processes: any ProcessGroup) throws {
    let isFirst = processes.rank == 0
    let isQuiet = quiet || !isFirst
    for map in map {
      let folder = map.parentFolder
      guard folder.isFolder else { throw CommandFailure("\(map): there is no folder \(folder)") }
    }
    var files = PatternFiles(images)
    // Names and the step are checked before the work, if they are known.
    let grid = map.isEmpty || images.contains("-") || !isFirst ? nil : try scanGrid() ?? grid(of: imageNames(&files))
    _ = try grid?.step(given: step)
    let classifier = try modelOption.load(precisionOption.precision, quiet: isQuiet)
    let background = try staticBackground.source.map { source in
      try source.background(
        of: source == .mean ? files.list() : [],
        threads: threadsOption.threads,
        observer: Processes.observer(processes, TerminalObserver(quiet: quiet))
      )
    }
    var session = ClassificationSession(
      classifier,
      staticBackground: background,
      printer: try printer(classifier, quiet: isQuiet),
      fuses: fuse,
      quiet: isQuiet,
      keepsMap: !map.isEmpty,
      keepsNames: grid == nil,
      threads: threadsOption.threads
    )
    try session.run(&files, processes)
    guard isFirst else { return }
    for remark in files.remarks { StandardError.warning(remark) }
    if !map.isEmpty, session.classified > 0 {
      let grid = try grid ?? self.grid(of: session.map.files)
      let maps = MapFiles(map: session.map, grid: grid, step: try grid.step(given: step), classes: classifier.classes)
      try maps.write(to: map, quiet: quiet)
    }
    if session.classified + session.failed == 0 {
      throw CommandFailure("no images in \(images.joined(separator: ", "))")
    }
    if session.failed > 0 { throw ExitCode.failure }
  }

  /// The grid that a single scan file states; nil for other images, or if the user gives another.
  private func scanGrid() throws -> ScanGrid? {
    guard images.count == 1, rows == nil, names.isEmpty, !images[0].isFolder,
      let (scan, count) = try ImageFormats.scan(images[0])
    else { return nil }
    guard let grid = ScanGrid(scan, count: count) else {
      throw CommandFailure("\(images[0]): the file states no map; give --rows and --columns")
    }
    if scan.grid == .hexagonal {
      StandardError.warning("\(images[0]): the hexagonal grid is drawn as a square one, its odd rows not shifted")
    }
    return grid
  }

  /// The names of all images.
  private func imageNames(_ files: inout PatternFiles) -> [String] {
    ImageFiles(files.list(), pool: WorkerPool(threads: threadsOption.threads)).imageNames
  }

  private func printer(_ classifier: Classifier, quiet: Bool) throws -> AnswerPrinter {
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
