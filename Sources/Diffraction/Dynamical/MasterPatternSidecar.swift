import Files
import Foundation
import Imaging

/// The JSON file of a master pattern image.
struct MasterPatternSidecar: Codable {
  /// The version of the format; no other version can be read.
  static let currentVersion = 1

  var formatVersion: Int
  /// The number of rows of each grid.
  var size: Int
  /// The intensities of the pixel values 0 and 65535.
  var intensityRange: [Float]
  /// The checksum of the image file.
  var pictureChecksum: String
  var description: MasterPatternDescription?

  /// Reads the file; returns nil if it does not exist.
  static func read(_ path: String) throws(DiffractionError) -> MasterPatternSidecar? {
    let bytes: [UInt8]
    do { bytes = try FileBytes.read(path, limit: 1 << 20) } catch {
      if case .system(code: ENOENT) = error.cause { return nil }
      throw .masterPatternFile(path: path, reason: "cannot be read: \(error.reason)")
    }
    do { return try JSONDecoder().decode(Self.self, from: Data(bytes)) } catch {
      throw .masterPatternFile(
        path: path,
        reason: "does not describe a master pattern: \(Self.sentence(of: error)); "
          + "remove it to read the image alone"
      )
    }
  }

  /// Checks that the description matches an image.
  func check(
    size pictureSize: Int,
    _ picture: DecodedImage,
    _ bytes: [UInt8],
    _ path: String,
    of picturePath: String
  ) throws(DiffractionError) {
    func fail(_ reason: String) -> DiffractionError { .masterPatternFile(path: path, reason: reason) }
    guard formatVersion == Self.currentVersion else {
      throw fail("has format version \(formatVersion); this version of ednet reads \(Self.currentVersion)")
    }
    guard intensityRange.count == 2, intensityRange[0] <= intensityRange[1], intensityRange.allSatisfy(\.isFinite)
    else { throw fail("intensityRange must be two finite numbers, the smaller first") }
    guard size == pictureSize, picture.bitDepth == 16, pictureChecksum == FNV1a.digits(of: bytes) else {
      throw fail(
        "does not match \(picturePath), which was changed or not written completely; "
          + "simulate the master pattern again, or remove this file to read the image alone"
      )
    }
  }

  private static func sentence(of error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "\"\(key.stringValue)\" is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context):
      context.codingPath.isEmpty
        ? context.debugDescription
        : "\(context.codingPath.map(\.stringValue).joined(separator: ".")): \(context.debugDescription)"
    default: "\(error)"
    }
  }
}
