import Files
import Foundation
import Imaging

/// A master pattern in two files: an image of the intensities and a JSON file that describes it.
///
/// The image is a 16-bit grey PNG with the northern hemisphere on the left and the southern on the right, each `size` ×
/// `size` pixels; 0 is the smallest intensity and 65535 the largest. The JSON file has the same name with `.json`.
public struct MasterPatternFile: Sendable, Equatable {
  /// The intensities.
  public var masterPattern: MasterPattern
  /// The description; `nil` if there was no JSON file.
  public var description: MasterPatternDescription?

  /// Creates the content of the two files.
  public init(_ masterPattern: MasterPattern, description: MasterPatternDescription? = nil) {
    self.masterPattern = masterPattern
    self.description = description
  }

  /// Writes the image to `path`, which ends in `.png`, and the JSON file next to it.
  ///
  /// Each write is atomic, the image first; ``read(_:)`` detects an image that does not match its JSON file. The JSON
  /// file is written even without a description, for the range of intensities.
  ///
  /// - Throws: `DiffractionError` if an intensity is not finite, the size exceeds ``MasterPattern/largestSize``, or a
  ///   file cannot be written.
  public func write(to path: String) throws(DiffractionError) {
    let jsonPath = try Self.jsonPath(of: path)
    let size = masterPattern.size
    guard size <= MasterPattern.largestSize else {
      throw .masterPatternFile(
        path: path,
        reason: "a master pattern has at most \(MasterPattern.largestSize) rows; this one has \(size)"
      )
    }
    let grids = [masterPattern.northern, masterPattern.southern]
    guard grids.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      throw .masterPatternFile(path: path, reason: "cannot be written: an intensity is not finite")
    }
    let extremes = grids.map { PixelArithmetic.extremes(of: $0) }
    let smallest = min(extremes[0].smallest, extremes[1].smallest)
    let largest = max(extremes[0].largest, extremes[1].largest)
    // In double precision, since the difference of two floats may overflow.
    let (low, range) = (Double(smallest), Double(largest) - Double(smallest))
    var picture = GrayImage(width: 2 * size, height: size)
    picture.pixels = (0..<2 * size * size).map { index in
      let (row, column) = (index / (2 * size), index % (2 * size))
      let grid = grids[column / size]
      let intensity = Double(grid[row * size + column % size])
      return range > 0 ? Float((intensity - low) / range * 65535) : 0
    }
    let bytes = PNG.encode(picture, bitDepth: .sixteen)
    let sidecar = MasterPatternSidecar(
      formatVersion: MasterPatternSidecar.currentVersion,
      size: size,
      intensityRange: [smallest, largest],
      pictureChecksum: FNV1a.digits(of: bytes),
      description: description
    )
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      var json = try [UInt8](encoder.encode(sidecar))
      json.append(UInt8(ascii: "\n"))
      try AtomicFile(path).write(bytes)
      try AtomicFile(jsonPath).write(json)
    } catch let error as FileError {
      throw .masterPatternFile(path: error.file, reason: "cannot be written: \(error.reason)")
    } catch { throw .masterPatternFile(path: jsonPath, reason: "cannot be written as JSON: \(error)") }
  }

  /// Reads the image at `path`, which ends in `.png`, and the JSON file next to it.
  ///
  /// Without a JSON file the 8- or 16-bit intensities are scaled to 0...1. With one they are the written intensities,
  /// to 1 / 65535 of their range.
  ///
  /// - Throws: `DiffractionError` that names the file and the problem.
  public static func read(_ path: String) throws(DiffractionError) -> MasterPatternFile {
    let jsonPath = try jsonPath(of: path)
    let bytes = try self.bytes(of: path)
    let decoded: DecodedImage
    do { decoded = try PNG.decode(bytes, name: path) } catch {
      throw .masterPatternFile(path: path, reason: String("\(error)".dropFirst(path.count + 2)))
    }
    let (width, size) = (decoded.image.width, decoded.image.height)
    guard width == 2 * size, size % 2 == 1, (3...MasterPattern.largestSize).contains(size) else {
      throw .masterPatternFile(
        path: path,
        reason: "\(width) × \(size) pixels are not a master pattern; expected two squares side by side, "
          + "each with an odd number of rows from 3 to \(MasterPattern.largestSize)"
      )
    }
    let sidecar = try MasterPatternSidecar.read(jsonPath)
    if let sidecar { try sidecar.check(size: size, decoded, bytes, jsonPath, of: path) }
    let range = sidecar?.intensityRange ?? [0, 1]
    let (low, span) = (Double(range[0]), Double(range[1]) - Double(range[0]))
    let largest = Double(decoded.bitDepth == 8 ? 255 : 65535)
    func grid(from left: Int) -> [Float] {
      (0..<size * size).map { index in
        let pixel = decoded.image.pixels[index / size * width + index % size + left]
        return Float(low + Double(pixel) / largest * span)
      }
    }
    let pattern = MasterPattern(size: size, northern: grid(from: 0), southern: grid(from: size))
    return MasterPatternFile(pattern, description: sidecar?.description)
  }

  private static func bytes(of path: String) throws(DiffractionError) -> [UInt8] {
    do { return try FileBytes.read(path, limit: 1 << 26) } catch {
      throw .masterPatternFile(path: path, reason: "cannot be read: \(error.reason)")
    }
  }

  private static func jsonPath(of path: String) throws(DiffractionError) -> String {
    guard path.lowercased().hasSuffix(".png") else {
      throw .masterPatternFile(path: path, reason: "the name of a master pattern must end in .png")
    }
    return path.dropLast(4) + ".json"
  }
}
