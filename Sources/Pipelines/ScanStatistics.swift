import Imaging
import SymmetryClassification
import Workers

/// The mean pattern of a scan file, and the quality of each of its patterns, read in one pass.
package struct ScanStatistics: Sendable {
  /// The mean of the patterns that can be read.
  package let mean: GrayImage
  /// The quality of each pattern; nil for one that cannot be read or has equal pixels only.
  package let qualities: [Float?]
  /// The errors of patterns that cannot be read.
  package let failures: [ImageFileError]

  /// Reads all patterns, a part of them in memory at a time.
  ///
  /// - Throws: `ImageFileError` if none can be read.
  package init(_ path: String, threads: Int? = nil) throws {
    guard let (scan, _) = try ImageFormats.scan(path) else { throw PipelineError("\(path): is no scan file") }
    let quality = ImageQuality(width: scan.width, height: scan.height)
    var sums = [Double](repeating: 0, count: scan.width * scan.height)
    var (count, qualities, failures) = (0, [Float?](), [ImageFileError]())
    ImageFiles([path], pool: WorkerPool(threads: threads)).forEachPart {
      (image: $0.image, quality: quality($0.image))
    } body: { part in
      for (_, content) in part {
        switch content {
        case .success(let (image, quality)):
          for pixel in sums.indices { sums[pixel] += Double(image.pixels[pixel]) }
          count += 1
          qualities.append(quality.map { Float($0) })
        case .failure(let error):
          qualities.append(nil)
          failures.append(error)
        }
      }
    }
    guard count > 0 else { throw failures.first ?? ImageFileError(file: path, reason: .empty) }
    mean = GrayImage(width: scan.width, height: scan.height, pixels: sums.map { Float($0 / Double(count)) })
    (self.qualities, self.failures) = (qualities, failures)
  }

  /// The map of qualities, from the worst, black, to the best, white, enlarged to at least 256 pixels; nil if the file
  /// states no map.
  package func qualityMap(_ scan: ScanDescription) -> GrayImage? {
    guard let grid = ScanGrid(scan, count: qualities.count) else { return nil }
    let known = qualities.compactMap(\.self)
    let (low, high) = (known.min() ?? 0, known.max() ?? 1)
    let factor = max(1, 256 / max(grid.rows, grid.columns))
    var map = GrayImage(width: grid.columns * factor, height: grid.rows * factor)
    map.pixels = map.pixels.indices.map { place in
      let (row, column) = (place / map.width / factor, place % map.width / factor)
      guard let index = grid.files[row * grid.columns + column], let quality = qualities[index] else { return 0 }
      return high > low ? 255 * (quality - low) / (high - low) : 255
    }
    return map
  }
}
