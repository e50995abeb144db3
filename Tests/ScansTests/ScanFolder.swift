import CHDF5Writer
import Foundation
import Imaging

@testable import Scans

/// A temporary folder of scan files that a test writes; it is removed with the value.
final class ScanFolder {
  let root: String

  init() throws {
    root = FileManager.default.temporaryDirectory.appending(path: "ednet-scans-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  func path(_ name: String) -> String { root + "/" + name }

  @discardableResult func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(filePath: path(name)))
    return path(name)
  }

  func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path(name)))) }

  /// Writes an HDF5 file and returns its path.
  @discardableResult func hdf5(_ name: String, _ body: (HDF5Output) -> Void) -> String {
    let path = path(name)
    HDF5Process.starts.withLock { _ in
      let file = h5w_create(path)
      body(HDF5Output(file: file))
      h5w_close(file)
    }
    return path
  }

  /// The images of a file, by the formats of scans.
  func open(_ name: String) throws -> any ImageSource {
    ScanFormats.register()
    return try ImageFormats.open(ImageFile(path: path(name)))
  }

  /// The error of opening a file and reading all its images, without the folder; nil if there is none.
  func error(_ name: String) -> String? {
    do {
      let source = try open(name)
      for index in 0..<min(source.count, 100) { _ = try source.image(at: index) }
      return nil
    } catch { return "\(error)".replacingOccurrences(of: root + "/", with: "") }
  }

  /// Patterns of 4 × 3 pixels, each pixel with its own number.
  static func patterns(_ count: Int) -> [UInt8] { (0..<count * 12).map { UInt8($0 % 251) } }
}

/// An HDF5 file that is written.
struct HDF5Output {
  let file: Int64

  func bytes(_ path: String, _ extents: [UInt64], _ values: [UInt8], chunk: [UInt64]? = nil, filters: Int32 = 0) {
    let status = chunk.map { h5w_dataset(file, path, letter("B"), Int32(extents.count), extents, $0, filters, values) }
    let plain = { h5w_dataset(file, path, letter("B"), Int32(extents.count), extents, nil, 0, values) }
    precondition(status ?? plain() == 0, path)
  }

  func shorts(_ path: String, _ extents: [UInt64], _ values: [UInt16], chunk: [UInt64], filters: Int32) {
    let status = h5w_dataset(file, path, letter("H"), Int32(extents.count), extents, chunk, filters, values)
    precondition(status == 0, path)
  }

  func integers(_ path: String, _ values: [Int32], bigEndian: Bool = false) {
    let status = h5w_dataset(file, path, letter(bigEndian ? "I" : "i"), 1, [UInt64(values.count)], nil, 0, values)
    precondition(status == 0, path)
  }

  func numbers(_ path: String, _ values: [Double], type: Character = "d") {
    let status = h5w_dataset(file, path, letter(type), 1, [UInt64(values.count)], nil, 0, values)
    precondition(status == 0, path)
  }

  func text(_ path: String, _ text: String, variable: Bool = false, utf8: Bool = false) {
    precondition(h5w_text(file, path, text, variable ? 1 : 0, utf8 ? 1 : 0) == 0, path)
  }

  private func letter(_ type: Character) -> CChar { CChar(type.asciiValue ?? 0) }

  /// Two by two patterns as kikuchipy writes them, without the patterns themselves.
  func kikuchipyHeader(rows: Int32 = 2, columns: Int32 = 2) {
    text("/manufacturer", "kikuchipy")
    text("/version", "0.13")
    integers("/Scan 1/EBSD/Header/n_rows", [rows])
    integers("/Scan 1/EBSD/Header/n_columns", [columns])
  }
}
