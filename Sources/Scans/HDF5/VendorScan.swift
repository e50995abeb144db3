import Diffraction
import Imaging

/// A scan in a file of the h5ebsd family, with the names that its vendor gives to the properties.
struct VendorScan {
  /// The group of the scan.
  let group: HDF5Header
  /// Remarks, one clause each.
  var notes: [String] = []

  init(group: HDF5Header) { self.group = group }

  private var header: HDF5Header { group.group("EBSD/Header") }
  private var data: HDF5Header { group.group("EBSD/Data") }

  /// The dataset of the patterns, by the first of some names.
  private func patterns(_ names: String...) throws(ImageFileError) -> (dataset: HDF5Dataset, name: String) {
    for name in names {
      if let dataset = try group.file.dataset("\(data.path)/\(name)") { return (dataset, name) }
    }
    throw ImageFileError(
      file: group.file.name,
      reason: .unreadable("\(data.path) holds no patterns (\(names.joined(separator: ", "))); save them with the scan")
    )
  }

  private func description(_ dataset: HDF5Dataset, format: String) -> ScanDescription {
    let size = dataset.extents.suffix(2)
    var scan = ScanDescription(format: format, width: size.last ?? 0, height: size.first ?? 0)
    scan.notes = notes
    return scan
  }

  private func count(_ dataset: HDF5Dataset) -> Int { dataset.extents.dropLast(2).reduce(1, *) }

  /// A pattern centre from three datasets, each with one number for all patterns or one for each.
  private func center(
    _ header: HDF5Header,
    _ names: [String],
    _ convention: PatternCenterConvention,
    _ scan: ScanDescription
  ) -> ScanDescription.PatternCenter? {
    let parts = names.compactMap { header.summary($0) }
    guard parts.count == 3, scan.width > 0, scan.height > 0 else { return nil }
    let stored = SIMD3(parts[0].mean, parts[1].mean, parts[2].mean)
    return ScanDescription.PatternCenter(
      stored: stored,
      convention: convention.vendor,
      bruker: convention.toBruker(stored, width: scan.width, height: scan.height),
      range: parts.contains { $0.range > 0 } ? SIMD3(parts[0].range, parts[1].range, parts[2].range) : nil
    )
  }

  /// The file that kikuchipy writes (Ånes et al., kikuchipy.org).
  func kikuchipy() throws(ImageFileError) -> HDF5Patterns {
    let (dataset, _) = try patterns("patterns")
    var scan = description(dataset, format: "kikuchipy HDF5")
    (scan.stepX, scan.stepY) = (header.number("step_x"), header.number("step_y"))
    scan.voltage = group.group("SEM/Header").number("beam_energy")
    scan.sampleTilt = header.number("sample_tilt")
    scan.detectorTilt = header.number("elevation_angle")
    scan.patternCenter = center(header, ["pcx", "pcy", "pcz"], .bruker, scan)
    scan.staticBackground = header.image("static_background", width: scan.width, height: scan.height)
    if let rows = header.count("n_rows"), let columns = header.count("n_columns") {
      scan.arrange(count(dataset), rows: rows, columns: columns)
    }
    return try HDF5Patterns(dataset, scan: scan)
  }

  /// The file that EDAX' programs write (OIM Analysis, APEX).
  func edax() throws(ImageFileError) -> HDF5Patterns {
    let (dataset, _) = try patterns("Pattern")
    var scan = description(dataset, format: "EDAX HDF5")
    (scan.stepX, scan.stepY) = (header.number("Step X"), header.number("Step Y"))
    scan.voltage = header.number("Beam Voltage", "Accelerating Voltage", "kV")
    // OIM Analysis 7 writes -70 for a sample that is tilted towards the detector by 70°.
    scan.sampleTilt = header.number("Sample Tilt").map(abs)
    scan.detectorTilt = header.number("Camera Elevation Angle")
    scan.patternCenter = center(
      header.group("Pattern Center Calibration"),
      ["x-star", "y-star", "z-star"],
      .edax,
      scan
    )
    if header.text("Grid Type")?.lowercased().hasPrefix("hex") == true { scan.grid = .hexagonal }
    if let rows = header.count("nRows"), let columns = header.count("nColumns") {
      scan.arrange(count(dataset), rows: rows, columns: columns)
    }
    return try HDF5Patterns(dataset, scan: scan)
  }

  /// The file H5OINA of Oxford Instruments (github.com/oinanoanalysis/h5oina), whose angles are in radians.
  func oxford() throws(ImageFileError) -> HDF5Patterns {
    let (dataset, name) = try patterns("Processed Patterns", "Unprocessed Patterns")
    var scan = description(dataset, format: "Oxford Instruments H5OINA")
    if name.hasPrefix("Un") {
      scan.notes.append("the patterns are unprocessed")
    } else if data.dataset(
      "Unprocessed Patterns"
    ) != nil {
      scan.notes.append("of processed and unprocessed patterns, the processed ones are read")
    }
    (scan.stepX, scan.stepY) = (header.number("X Step"), header.number("Y Step"))
    scan.voltage = header.number("Beam Voltage")
    scan.sampleTilt = header.number("Tilt Angle").map { $0 * 180 / .pi }
    if let euler = try? header.dataset("Detector Orientation Euler")?.numbers(limit: 3), euler.count == 3 {
      // The second of Bunge's angles is 90° for a vertical screen.
      scan.detectorTilt = euler[1] * 180 / .pi - 90
    }
    scan.patternCenter = center(data, ["Pattern Center X", "Pattern Center Y", "Detector Distance"], .oxford, scan)
    scan.staticBackground = header.image("Processed Static Background", width: scan.width, height: scan.height)
    if let rows = header.count("Y Cells"), let columns = header.count("X Cells") {
      let isPartial = count(dataset) < rows.multipliedReportingOverflow(by: columns).partialValue
      scan.arrange(
        count(dataset),
        rows: rows,
        columns: columns,
        positions: isPartial ? positions(of: dataset, scan, rows: rows, columns: columns) : nil
      )
    }
    return try HDF5Patterns(dataset, scan: scan)
  }

  /// The positions of patterns that do not fill the map, from their coordinates in micrometres.
  private func positions(of dataset: HDF5Dataset, _ scan: ScanDescription, rows: Int, columns: Int) -> [Int32]? {
    let count = count(dataset)
    guard count <= ScanDescription.largestPositionCount, let stepX = scan.stepX, let stepY = scan.stepY, stepX > 0,
      stepY > 0, let x = try? data.dataset("X")?.numbers(limit: count),
      let y = try? data.dataset("Y")?.numbers(limit: count), x.count == count, y.count == count
    else { return nil }
    return Self.places(
      x.map { ($0 / stepX).rounded() },
      y.map { ($0 / stepY).rounded() },
      rows: rows,
      columns: columns
    )
  }

  /// Positions from columns and rows; nil if one is outside the map, two are the same, or the map is too large.
  private static func places(_ x: [Double], _ y: [Double], rows: Int, columns: Int) -> [Int32]? {
    guard columns > 0, rows <= ScanDescription.largestPositionCount / columns else { return nil }
    var places: [Int32] = []
    for (x, y) in zip(x, y) {
      guard x >= 0, y >= 0, x < Double(columns), y < Double(rows) else { return nil }
      places.append(Int32(Int(y) * columns + Int(x)))
    }
    return Set(places).count == places.count ? places : nil
  }

  /// The file that Bruker's Esprit writes.
  func bruker() throws(ImageFileError) -> HDF5Patterns {
    let (dataset, _) = try patterns("RawPatterns")
    var scan = description(dataset, format: "Bruker HDF5")
    (scan.stepX, scan.stepY) = (header.number("XSTEP"), header.number("YSTEP"))
    scan.voltage = header.number("KV")
    scan.sampleTilt = header.number("SampleTilt", "Sample Tilt")
    scan.detectorTilt = header.number("CameraTilt")
    scan.patternCenter = center(data, ["PCX", "PCY", "DD"], .bruker, scan)
    scan.staticBackground = header.image("StaticBackground", width: scan.width, height: scan.height)
    if let type = header.text("Grid Type")?.lowercased(), type.hasPrefix("hex") { scan.grid = .hexagonal }
    let count = count(dataset)
    if let region = region(count) {
      scan.arrange(count, rows: region.rows, columns: region.columns, positions: region.positions)
    } else if let rows = header.count("NROWS"), let columns = header.count("NCOLS") {
      scan.arrange(count, rows: rows, columns: columns)
    }
    return try HDF5Patterns(dataset, scan: scan)
  }

  /// The smallest map that holds the points of a region of interest, which Esprit saves in the order of measurement.
  private func region(_ count: Int) -> (rows: Int, columns: Int, positions: [Int32])? {
    for (place, prefix) in [(group.group("EBSD/SEM"), ""), (group.group("SEM"), "SEM ")] {
      guard let x = place.integers(prefix + "IX", count: count), let y = place.integers(prefix + "IY", count: count),
        let left = x.min(), let right = x.max(), let top = y.min(), let bottom = y.max()
      else { continue }
      let (rows, columns) = (bottom - top + 1, right - left + 1)
      guard
        let positions = Self.places(
          x.map { Double($0 - left) },
          y.map { Double($0 - top) },
          rows: rows,
          columns: columns
        )
      else { continue }
      return (rows, columns, positions)
    }
    return nil
  }
}

extension PatternCenterConvention {
  /// The name of the vendor.
  var vendor: String {
    switch self {
    case .bruker: "Bruker"
    case .edax: "EDAX"
    case .oxford: "Oxford Instruments"
    }
  }
}
