import Crystallography
import Diffraction
import Files
import Imaging
import SymmetryClassification

/// The images of a phase identification, in groups that share a detector.
struct PhaseImages {
  /// Images of one size and pattern centre.
  struct Group {
    /// The detector; its pattern centre is 0 if it is unknown.
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

  /// The accelerating voltage of all images, in kV.
  private(set) var voltage = PhaseConfiguration.commonVoltage

  /// Images of files of one image, so that most are decoded once; by their numbers.
  private var kept: [Int: CompactImage] = [:]
  private var keptPixels = 0
  /// Up to 256 MiB.
  private static let mostKeptPixels = 1 << 27

  /// The open files of several images.
  private var sources: [String: any ImageSource] = [:]
  private let staticBackground: StaticBackground?

  /// Finds the images, their sizes, and the conditions under which they were taken.
  ///
  /// Of several statements of a condition the first of these counts: `patterns.csv`, the settings, the scan file, a
  /// common value.
  ///
  /// - Throws: `PipelineError` for an invalid table or for several voltages, and the errors of the static background.
  init(_ configuration: PhaseConfiguration, observer: any PipelineObserver) throws {
    staticBackground = try configuration.staticBackground?.background(
      of: configuration.patterns,
      threads: configuration.threads,
      observer: observer
    )
    var tables = ConditionTables()
    var places: [DetectorGeometry: Int] = [:]
    var voltages: [Double?: String] = [:]
    for name in configuration.patterns {
      do {
        let named = ImageReference(named: name)
        let source = try ImageFormats.open(ImageFile(path: named.path))
        for note in source.scan?.notes ?? [] { try observer.receive(.warning("\(named.path): \(note)")) }
        if source.count > 1 { sources[named.path] = source }
        for index in named.index.map({ [$0] }) ?? Array(0..<source.count) {
          let reference = ImageReference(path: named.path, index: source.count > 1 ? index : nil)
          let stated = try tables.conditions(of: reference)
          let voltage = stated.voltage ?? configuration.voltage ?? source.scan?.voltage
          if voltages[voltage] == nil { voltages[voltage] = "\(reference)" }
          let image = source.scan == nil ? try source.image(at: index).image : nil
          let (geometry, isKnown) = Self.geometry(of: image, in: source.scan, stated, configuration)
          let place = places[geometry] ?? groups.count
          if place == groups.count {
            places[geometry] = place
            groups.append(Group(geometry: geometry, hasPatternCenter: isKnown))
          }
          groups[place].images.append(references.count)
          if let image, source.count == 1 { keep(image) }
          references.append(reference)
        }
      } catch let error as ImageFileError { unreadable.append((name, "\(error)")) }
    }
    try use(voltages, observer: observer)
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

  /// Takes the one voltage of all images.
  private mutating func use(_ voltages: [Double?: String], observer: any PipelineObserver) throws {
    let stated = voltages.compactMap { voltage, image in voltage.map { (voltage: $0, image: image) } }
      .sorted { $0.voltage < $1.voltage }
    if let first = stated.first, let last = stated.last, stated.count > 1 {
      throw PipelineError(
        "the images have several voltages, such as \(first.voltage.formatted()) kV (\(first.image)) and "
          + "\(last.voltage.formatted()) kV (\(last.image)); give them in separate runs, or one for all with --voltage"
      )
    }
    if let only = stated.first {
      voltage = only.voltage
    } else if !references.isEmpty {
      try observer.receive(
        .note("the voltage is not stated, so \(voltage.formatted()) kV are assumed; --voltage gives another one")
      )
    }
    guard PhaseConfiguration.voltages.contains(voltage) else {
      throw PipelineError(
        "\(stated.first?.image ?? "the scan"): the file states \(voltage.formatted()) kV; give a voltage of 3 to 50 kV "
          + "with --voltage"
      )
    }
  }

  /// The detector of an image, and whether its pattern centre is known.
  private static func geometry(
    of image: GrayImage?,
    in scan: ScanDescription?,
    _ stated: StatedConditions,
    _ configuration: PhaseConfiguration
  ) -> (geometry: DetectorGeometry, isKnown: Bool) {
    var (center, convention) = (stated.patternCenter, stated.convention)
    if center == nil { (center, convention) = (configuration.patternCenter, configuration.convention) }
    if center == nil {
      (center, convention) = (scan?.patternCenter.map { [$0.bruker.x, $0.bruker.y, $0.bruker.z] }, .bruker)
    }
    let geometry = DetectorGeometry(
      // The patterns of a scan have one size, so that none of them need be decoded.
      width: scan?.width ?? image?.width ?? 0,
      height: scan?.height ?? image?.height ?? 0,
      patternCenter: center ?? .zero,
      convention: center == nil ? .bruker : convention,
      detectorTilt: stated.detectorTilt ?? configuration.detectorTilt ?? scan?.detectorTilt ?? 0,
      sampleTilt: stated.sampleTilt ?? configuration.sampleTilt ?? scan?.sampleTilt ?? 70
    )
    return (geometry, center != nil)
  }

  /// Keeps the next image, if there is room.
  private mutating func keep(_ image: GrayImage) {
    keptPixels += image.pixels.count
    if keptPixels <= Self.mostKeptPixels { kept[references.count] = CompactImage(image) }
  }

  /// Reads an image, divided by the static background.
  func image(_ number: Int) throws -> GrayImage {
    var image = try kept[number]?.image ?? decoded(references[number])
    try staticBackground?.divide(&image)
    return image.withOutliersReplaced()
  }

  private func decoded(_ reference: ImageReference) throws -> GrayImage {
    try (sources[reference.path]?.image(at: reference.index ?? 0) ?? ImageFormats.read(reference)).image
  }
}
