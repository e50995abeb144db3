import ArgumentParser
import Foundation
import Imaging
import Scans

/// `training-reference scan`.
struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan",
    abstract: "Print the properties of a scan file, and write its patterns as 32-bit floating-point numbers."
  )

  @Argument(help: "The scan file.") var file: String
  @Argument(help: "The file for the pixels of all patterns, in the order of the scan file.") var pixels: String

  private struct Properties: Encodable {
    let format: String
    let count, width, height: Int
    let rows, columns: Int?
    let positions: [Int32]?
    let stepX, stepY, voltage, sampleTilt, detectorTilt: Double?
    let storedCenter, brukerCenter: SIMD3<Double>?
    let staticBackground: [Float]?
    let notes: [String]
  }

  func run() throws {
    ScanFormats.register()
    let source = try ImageFormats.open(ImageFile(path: file))
    guard let scan = source.scan else { throw ValidationError("\(file) is no scan file.") }
    try Data().write(to: URL(fileURLWithPath: pixels))
    let output = try FileHandle(forWritingTo: URL(fileURLWithPath: pixels))
    for index in 0..<source.count {
      let bytes = try source.image(at: index).image.pixels.flatMap { pixel in
        (0..<4).map { UInt8(truncatingIfNeeded: pixel.bitPattern >> (8 * $0)) }
      }
      try output.write(contentsOf: Data(bytes))
    }
    try TrainingReference.print(
      Properties(
        format: scan.format,
        count: source.count,
        width: scan.width,
        height: scan.height,
        rows: scan.rows,
        columns: scan.columns,
        positions: scan.positions,
        stepX: scan.stepX,
        stepY: scan.stepY,
        voltage: scan.voltage,
        sampleTilt: scan.sampleTilt,
        detectorTilt: scan.detectorTilt,
        storedCenter: scan.patternCenter?.stored,
        brukerCenter: scan.patternCenter?.bruker,
        staticBackground: scan.staticBackground?.pixels,
        notes: scan.notes
      )
    )
  }
}
