import Files
import Foundation
import Imaging

/// NORDIF's patterns: 8-bit pixels without a header in a `.dat` file, described by `Setting.txt` beside it.
struct NORDIFFormat: ImageFormat {
  let name = "NORDIF"
  // Many programs write files of this extension; the settings decide.
  let extensions: [String] = []

  /// The name of the settings.
  static let settingsName = "Setting.txt"
  /// The name of the image of the static background.
  static let backgroundName = "Background acquisition pattern.bmp"

  func recognizes(_ start: [UInt8]) -> Bool { false }

  func recognizes(_ start: [UInt8], of file: ImageFile) -> Bool {
    guard file.suffix == "dat", let settings = Self.file(Self.settingsName, beside: file),
      let start = try? FileBytes.start(settings, count: 16)
    else { return false }
    return String(decoding: start, as: UTF8.self).contains("[NORDIF]")
  }

  func open(_ file: ImageFile) throws(ImageFileError) -> any ImageSource {
    let input = try BinaryPatterns.input(file)
    let path = Self.file(Self.settingsName, beside: file) ?? Self.settingsName
    let settings: NORDIFSettings
    do { settings = NORDIFSettings(try FileBytes.read(path, limit: 1 << 20)) } catch {
      throw ImageFileError(file: path, reason: .unreadable(error.reason))
    }
    guard let (width, height) = settings.pair("Acquisition settings", "Resolution") else {
      throw ImageFileError(
        file: path,
        reason: .damaged("there is no line \"Resolution\" with the size of patterns below [Acquisition settings]")
      )
    }
    try ImageSize.check(width, height, name: file.name)
    var scan = ScanDescription(format: "NORDIF", width: width, height: height)
    scan.voltage = settings.number("Microscope", "Accelerating voltage")
    scan.sampleTilt = settings.number("Microscope", "Tilt angle")
    // NORDIF's elevation is positive upwards.
    scan.detectorTilt = settings.number("Detector angles", "Elevation").map { 0 - $0 }
    scan.stepX = settings.number("Area", "Step size")
    scan.stepY = scan.stepX
    let present = input.byteCount / (width * height)
    guard present > 0 else { throw ImageFileError(file: file.name, reason: .truncated("in the first pattern")) }
    guard present <= Int(Int32.max) else {
      throw ImageFileError(file: file.name, reason: .tooLarge("\(present) patterns"))
    }
    var count = present
    if let (rows, columns) = settings.pair("Area", "Number of samples") {
      let (total, overflows) = rows.multipliedReportingOverflow(by: columns)
      if !overflows, total > 0, total < present { count = total }
      scan.arrange(count, rows: rows, columns: columns)
    }
    if let background = Self.file(Self.backgroundName, beside: file),
      let image = try? ImageFormats.read(background).image, image.width == width, image.height == height
    {
      scan.staticBackground = image
    }
    return BinaryPatterns(file, input, scan: scan, is16Bit: false, places: .consecutive(first: 0, count: count))
  }

  private static func file(_ name: String, beside file: ImageFile) -> String? {
    guard let path = file.path else { return nil }
    let other = URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent(name).path
    return FileStatus(other).map { $0.isFolder ? nil : other } ?? nil
  }
}

/// The settings of a scan: sections in brackets, with lines of name, value and unit between tabs, in Latin-1.
struct NORDIFSettings {
  private var values: [String: [String: String]] = [:]

  init(_ bytes: [UInt8]) {
    var section = ""
    for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      let fields = line.split(separator: 0x09, omittingEmptySubsequences: false).map { field in
        String(String.UnicodeScalarView(field.map { Unicode.Scalar($0) }))
          .trimmingCharacters(in: .whitespaces)
      }
      if fields[0].hasPrefix("["), fields[0].hasSuffix("]") { section = String(fields[0].dropFirst().dropLast()) }
      if fields.count > 1, values[section]?[fields[0]] == nil { values[section, default: [:]][fields[0]] = fields[1] }
    }
  }

  /// A number of a section.
  func number(_ section: String, _ name: String) -> Double? { values[section]?[name].flatMap(Double.init) }

  /// Two integers, as in `60x60`.
  func pair(_ section: String, _ name: String) -> (Int, Int)? {
    let parts = values[section]?[name]?.split(separator: "x").compactMap { Int($0) } ?? []
    return parts.count == 2 && parts.allSatisfy { (1...1_000_000).contains($0) } ? (parts[0], parts[1]) : nil
  }
}
