import Foundation
import Imaging

/// A folder of patterns for one test, removed when it goes.
final class TemporaryPatterns {
  let root: String
  private var count: Float = 0

  init() throws {
    root =
      FileManager.default.temporaryDirectory.appending(path: "ednet-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  convenience init(_ images: [String]) throws {
    try self.init()
    for image in images { try add(image) }
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// Writes an image that differs from all others written before, or that of a given number.
  func add(_ path: String, number: Float? = nil) throws {
    count += 1
    let value = number ?? count
    let image = GrayImage(width: 2, height: 2, pixels: [value, 0, 0, 1])
    try write(path, PNG.encode(image, bitDepth: .sixteen))
  }

  func write(_ path: String, _ bytes: [UInt8]) throws {
    let url = URL(filePath: root).appending(path: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(bytes).write(to: url)
  }

  func write(_ path: String, _ text: String) throws { try write(path, Array(text.utf8)) }

  func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: root + "/" + path,
      withIntermediateDirectories: true
    )
  }

  func link(_ path: String, to destination: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: root + "/" + path,
      withDestinationPath: destination
    )
  }
}
