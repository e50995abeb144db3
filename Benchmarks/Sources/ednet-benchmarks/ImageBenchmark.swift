import Foundation
import Imaging

/// PNG files a second on one thread, from the disk's cache to floats; its peer is peers/speed_png.py.
enum ImageBenchmark {
  private struct Rates: Encodable { var imagesPerSecond: [Double] }

  /// Reads all PNG files of a folder again and again.
  ///
  /// - Parameters:
  ///   - folder: where they are.
  ///   - runs: how often they are read.
  /// - Throws: `PNGError` for a file that cannot be read, and where the folder cannot be listed.
  static func run(folder: String, runs: Int) throws {
    let paths = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasSuffix(".png") }.map { folder + "/" + $0 }
    // What is read must be used, or the compiler may leave it out.
    var sum: Float = 0
    let seconds = try Timing.seconds(runs: runs) {
      for path in paths { sum += try PNG.read(path).image.pixels[0] }
    }
    let rates = seconds.map { Double(paths.count) / $0 }
    print("\(paths.count) images of \(folder): \(Timing.median(rates)) a second (checksum \(sum))")
    try Report.print(Rates(imagesPerSecond: rates))
  }
}
