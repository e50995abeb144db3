import Crystallography
import Diffraction
import Files
import Imaging
import SymmetryClassification

/// The images of a phase identification, in groups that share a detector.
struct PhaseImages {
  /// Images of one size and pattern centre.
  struct Group {
    /// The detector; its pattern centre is that of the table or of the command line.
    var geometry: DetectorGeometry
    /// False if the pattern centre is unknown.
    var hasPatternCenter: Bool
    /// The numbers of the images.
    var images: [Int] = []
  }

  /// The images that can be read, in the order of the files.
  private(set) var references: [ImageReference] = []
  /// The files that cannot be read.
  private(set) var unreadable: [(file: String, reason: String)] = []
  /// The groups, in the order of their first images.
  private(set) var groups: [Group] = []

  /// The positions of the images in a scan, as the only file or the names of the images state them; nil without.
  private(set) var grid: ScanGrid?

  /// The open files of several images.
  private var sources: [String: any ImageSource] = [:]
  private let staticBackground: StaticBackground?

  /// Finds the images, their sizes, and their pattern centres.
  ///
  /// - Throws: `PipelineError` for an invalid table, and the errors of the static background.
  init(_ configuration: PhaseConfiguration, observer: any PipelineObserver) throws {
    staticBackground = try configuration.staticBackground?.background(
      of: configuration.patterns,
      threads: configuration.threads,
      observer: observer
    )
    var tables = Tables()
    var places: [DetectorGeometry: Int] = [:]
    for name in configuration.patterns {
      do {
        let named = ImageReference(named: name)
        let source = try ImageFormats.open(ImageFile(path: named.path))
        for note in source.scan?.notes ?? [] { try observer.receive(.warning("\(named.path): \(note)")) }
        if source.count > 1 { sources[named.path] = source }
        for index in named.index.map({ [$0] }) ?? Array(0..<source.count) {
          let own = try tables.patternCenter(of: named.path) ?? source.scan?.patternCenter?.bruker
          let geometry = try Self.geometry(of: source, index, patternCenter: own, configuration)
          let place = places[geometry] ?? groups.count
          if place == groups.count {
            places[geometry] = place
            let isKnown = own != nil || configuration.patternCenter != nil
            groups.append(Group(geometry: geometry, hasPatternCenter: isKnown))
          }
          groups[place].images.append(references.count)
          references.append(ImageReference(path: named.path, index: source.count > 1 ? index : nil))
        }
      } catch let error as ImageFileError { unreadable.append((name, "\(error)")) }
    }
    guard references.count > 1 else { return }
    if configuration.patterns.count == 1, let source = sources.values.first, let scan = source.scan {
      grid = ScanGrid(scan, count: source.count)
      if scan.grid == .hexagonal {
        try observer.receive(.warning("the hexagonal grid is taken as a square one, its odd rows not shifted"))
      }
    } else {
      grid = try? ScanGrid(names: references.map { "\($0)" })
    }
  }

  /// The detector of an image: as its file says, else as the settings say; the pattern centre is 0 if it is unknown.
  private static func geometry(
    of source: any ImageSource,
    _ index: Int,
    patternCenter own: SIMD3<Double>?,
    _ configuration: PhaseConfiguration
  ) throws -> DetectorGeometry {
    let scan = source.scan
    // The patterns of a scan have one size, so that none of them need be decoded.
    let size =
      try scan.map { (width: $0.width, height: $0.height) }
      ?? {
        let image = try source.image(at: index).image
        return (image.width, image.height)
      }()
    return DetectorGeometry(
      width: size.width,
      height: size.height,
      patternCenter: own.map { [$0.x, $0.y, $0.z] } ?? configuration.patternCenter ?? .zero,
      convention: own == nil && configuration.patternCenter != nil ? configuration.convention : .bruker,
      detectorTilt: scan?.detectorTilt ?? configuration.detectorTilt,
      sampleTilt: scan?.sampleTilt ?? configuration.sampleTilt
    )
  }

  /// Reads an image, divided by the static background.
  func image(_ number: Int) throws -> GrayImage {
    let reference = references[number]
    let decoded = try sources[reference.path]?.image(at: reference.index ?? 0) ?? ImageFormats.read(reference)
    var image = decoded.image
    try staticBackground?.divide(&image)
    return image.withOutliersReplaced()
  }

  /// The tables `patterns.csv` beside images, read once.
  private struct Tables {
    private var tables: [String: PatternTable?] = [:]
    private static let columns = ["pattern_center_x", "pattern_center_y", "pattern_center_z"]

    /// The pattern centre of an image in Bruker's convention; nil if no table has it.
    mutating func patternCenter(of path: String) throws -> SIMD3<Double>? {
      // The table of simulated patterns is above the folders of classes and specimens.
      var (folder, name) = (path.parentFolder, path.lastPathComponent)
      for _ in 0..<3 {
        if let row = try table(in: folder)?.rows[name] {
          let texts = Self.columns.map { row[$0] ?? "" }
          if texts.allSatisfy(\.isEmpty) { return nil }
          let values = texts.compactMap { Double($0) }
          guard values.count == 3 else {
            throw PipelineError(
              "\(folder)/\(PatternTable.fileName): the pattern centre of \(name) is not three numbers"
            )
          }
          return SIMD3(values[0], values[1], values[2])
        }
        name = folder.lastPathComponent + "/" + name
        folder = folder.parentFolder
      }
      return nil
    }

    private mutating func table(in folder: String) throws -> PatternTable? {
      if let known = tables[folder] { return known }
      let path = folder + "/" + PatternTable.fileName
      var table: PatternTable?
      if FileStatus(path) != nil {
        do { table = try PatternTable(FileBytes.read(path)) } catch let error as CSV.SyntaxError {
          throw PipelineError("\(path), \(error)")
        }
      }
      tables[folder] = .some(table)
      return table
    }
  }
}
