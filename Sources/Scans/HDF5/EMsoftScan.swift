import Imaging

/// The patterns that EMsoft's program EMEBSD simulates (Callahan and De Graef 2013).
enum EMsoftScan {
  /// Opens the patterns; nil if the file has none.
  static func open(_ file: HDF5File) throws(ImageFileError) -> HDF5Patterns? {
    guard let dataset = try file.dataset("/EMData/EBSD/EBSDPatterns") else { return nil }
    let size = dataset.extents.suffix(2)
    var scan = ScanDescription(format: "EMsoft HDF5", width: size.last ?? 0, height: size.first ?? 0)
    let names = HDF5Header(file: file, path: "/NMLparameters/EBSDNameList")
    scan.voltage = names.number("energymax")
    scan.detectorTilt = names.number("thetac")
    let binning = names.number("binning") ?? 1
    if let x = names.number("xpc"), let y = names.number("ypc"), let length = names.number("L"),
      let pixel = names.number("delta"), pixel > 0, binning >= 1, scan.width > 0, scan.height > 0
    {
      // x and y in unbinned pixels from the centre of the screen, to the left and up; the length and the pixel in µm.
      let (width, height) = (Double(scan.width) * binning, Double(scan.height) * binning)
      scan.patternCenter = ScanDescription.PatternCenter(
        stored: SIMD3(x, y, length),
        convention: "EMsoft 5",
        bruker: SIMD3(0.5 - x / width, 0.5 - y / height, length / (height * pixel))
      )
    }
    if dataset.extents.count == 4 {
      scan.arrange(dataset.extents[0] * dataset.extents[1], rows: dataset.extents[0], columns: dataset.extents[1])
    }
    return try HDF5Patterns(dataset, scan: scan)
  }
}
