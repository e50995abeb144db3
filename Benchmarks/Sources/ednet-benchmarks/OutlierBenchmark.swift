import Foundation
import Imaging
import RandomNumbers
import SymmetryClassification

/// The answers of a model that hot and dead pixels change, with and without their replacement.
enum OutlierBenchmark {
  private struct Result: Encodable {
    var replacesOutliers: Bool
    var kind: String
    var pixels: Int
    var changedAnswers: Int
    var accuracy: Double
  }

  /// The intensities of outliers among patterns of 8 bits: none, 16 times white, and the greatest of 16 bits.
  private static let kinds: [(name: String, intensity: Float)] = [("dead", 0), ("hot", 4095), ("saturated", 65535)]
  private static let counts = [1, 10, 100]

  /// Classifies the patterns `<class>/<material>/<image>` of a folder with 0, 1, 10 and 100 outliers at random pixels.
  ///
  /// - Parameters:
  ///   - model: the model file.
  ///   - folder: the folder of classes.
  /// - Throws: the errors of reading the model and the images.
  static func run(model: String, folder: String) throws {
    let scan = try PatternScan(PatternFolder(folder), allowsDuplicates: true) { _, decoded in decoded.image }
    let images = scan.contents
    let touched = images.map(\.outlierCount)
    let pixels = images.reduce(0) { $0 + $1.pixels.count }
    print(
      "\(images.count) images; replacement alters \(touched.reduce(0, +)) of \(pixels) pixels, in "
        + "\(touched.count { $0 > 0 }) images"
    )
    var classifier = try Classifier(contentsOf: model)
    var results: [Result] = []
    for replaces in [false, true] {
      classifier.preprocessing.replaceOutliers = replaces
      let predictor = classifier.predictor()
      func answers(_ images: [GrayImage]) throws -> [String?] {
        try predictor.predict(images).map { $0.isPattern ? classifier.classes[$0.mostProbableClass] : nil }
      }
      let plain = try answers(images)
      func report(_ kind: String, _ count: Int, _ answers: [String?]) {
        let changed = zip(plain, answers).count { $0 != $1 }
        let right = zip(scan.entries, answers).count { $0.className == $1 }
        let result = Result(
          replacesOutliers: replaces,
          kind: kind,
          pixels: count,
          changedAnswers: changed,
          accuracy: Double(right) / Double(images.count)
        )
        results.append(result)
        print(
          "\(replaces ? "replaced" : "kept"), \(count) \(kind): \(changed) answers change, "
            + String(format: "%.1f %% right", 100 * result.accuracy)
        )
      }
      report("outliers", 0, plain)
      for (name, intensity) in kinds {
        for count in counts {
          let damaged = images.enumerated().map { damage($1, number: $0, count, intensity) }
          report(name, count, try answers(damaged))
        }
      }
    }
    try Report.print(results)
  }

  /// The image with outliers at random pixels, the same for each kind.
  private static func damage(_ image: GrayImage, number: Int, _ count: Int, _ intensity: Float) -> GrayImage {
    var image = image
    var generator = KeyedGenerator(1, number)
    for _ in 0..<count { image.pixels[generator.index(below: image.pixels.count)] = intensity }
    return image
  }
}
