import Foundation
import Imaging

/// PNG files a second on one thread, from the disk cache to floats; the comparison is peers/speed_png.py.
enum ImageBenchmark {
  private struct Rates: Encodable { var imagesPerSecond: [Double] }

  /// Reads all PNG files of a folder repeatedly.
  ///
  /// - Parameters:
  ///   - folder: the folder of the files.
  ///   - runs: the number of timed passes over the files.
  /// - Throws: `ImageFileError` for an unreadable file, and an error if the folder cannot be listed.
  static func run(folder: String, runs: Int) throws {
    let paths = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasSuffix(".png") }.map { folder + "/" + $0 }
    // Uses the result, so that the compiler cannot remove the work.
    var sum: Float = 0
    let seconds = try Timing.seconds(runs: runs) {
      for path in paths { sum += try PNG.read(path).image.pixels[0] }
    }
    let rates = seconds.map { Double(paths.count) / $0 }
    print("\(paths.count) images of \(folder): \(Timing.median(rates)) a second (checksum \(sum))")
    try Report.print(Rates(imagesPerSecond: rates))
  }
}
