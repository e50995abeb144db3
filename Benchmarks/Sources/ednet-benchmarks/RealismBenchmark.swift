import Diffraction
import Foundation
import Imaging
import RandomNumbers
import Reports

/// Simulated patterns beside measured ones of the same view: figures, and distances of histogram, noise spectrum and
/// local contrast.
///
/// Orientation and pattern centre are fitted by matching. Cameras are drawn from the ranges of `ednet simulate` and
/// from those of training, without a background correction, as the measured patterns have none.
enum RealismBenchmark {
  private static let largestSide = 128
  private static let draws = 60
  private static let ranges: [(name: String, ranges: EBSDParameterRanges)] = [
    ("usual", EBSDParameterRanges()), ("wide", .wide),
  ]
  private static let names = ["histogram", "noise spectrum", "local contrast"]

  /// Prints tables and writes a figure for each set.
  ///
  /// - Parameters:
  ///   - sets: the JSON file of the sets.
  ///   - output: the folder of the figures.
  /// - Throws: the errors of reading and writing files.
  static func run(sets: String, output: String) throws {
    let folder = URL(fileURLWithPath: sets).deletingLastPathComponent()
    print("| patterns | compared with | " + names.joined(separator: " | ") + " |")
    print("|---|---|" + names.map { _ in "---|" }.joined())
    for set in try PatternSet.all(sets) {
      let fit = try PatternFit(set, folder: folder)
      var measured: [PatternMeasures] = []
      var rows: [[GrayImage]] = []
      var typical = ranges.map { _ in [[Double]]() }
      var nearest = typical
      for (number, path) in set.images.enumerated() {
        let image = try ImageFormats.read(folder.appending(path: path).path).image
        let match = fit.match(image, patternCentre: set.patternCentres[min(number, set.patternCentres.count - 1)])
        let own = reduced(image)
        let bands = fit.simulated(match, width: own.width)
        let measures = PatternMeasures(middle(own), bands: middle(bands))
        measured.append(measures)
        for (index, entry) in ranges.enumerated() {
          let images = cameras(fit, match, width: own.width, entry.ranges)
          let distances = images.map {
            PatternMeasures(middle($0), bands: middle(bands)).distances(to: measures)
          }
          let medians = names.indices.map { name in Timing.median(distances.map { $0[name] }) }
          typical[index].append(medians)
          func sum(_ distance: [Double]) -> Double { zip(distance, medians).reduce(0) { $0 + $1.0 / $1.1 } }
          guard let best = distances.indices.min(by: { sum(distances[$0]) < sum(distances[$1]) }) else { continue }
          nearest[index].append(distances[best])
          if index == ranges.count - 1 { rows.append([own, images[best], flattened(own), flattened(images[best])]) }
        }
      }
      let pairs = measured.indices.flatMap { first in (0..<first).map { (first, $0) } }
      report(set.name, "the other measured ones", pairs.map { measured[$0.0].distances(to: measured[$0.1]) })
      for (index, entry) in ranges.enumerated() {
        report(set.name, "\(entry.name) cameras, median of \(draws)", typical[index])
        report(set.name, "\(entry.name) cameras, nearest of \(draws)", nearest[index])
      }
      let shown = [rows.first, rows.last].compactMap(\.self)
      let headings = ["measured", "simulated", "measured, flat", "simulated, flat"]
      // Whole pixels of the figure for each of an image.
      let scale = Double(max(1, 240 / (shown.first?[0].width ?? 240)))
      let side = scale * Double(shown.first?[0].width ?? 0) * 72 / ImageGridFigure.resolution
      let figure = ImageGridFigure(shown, headings: headings, side: side)
      try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
      // Grey levels need a third of the bytes of colours.
      let drawn = try PNG.decode(figure.data(as: .png), name: set.name).image
      try Data(PNG.encode(drawn, bitDepth: .eight)).write(to: URL(filePath: "\(output)/\(set.name).png"))
    }
  }

  private static func report(_ set: String, _ compared: String, _ distances: [[Double]]) {
    let medians = names.indices.map { name in
      String(format: "%.2f", Timing.median(distances.map { $0[name] }))
    }
    print("| \(set) | \(compared) | " + medians.joined(separator: " | ") + " |")
  }

  /// The image with at most 128 pixels a side, averaged over whole pixels.
  private static func reduced(_ image: GrayImage) -> GrayImage {
    let factor = (max(image.width, image.height) + largestSide - 1) / largestSide
    return image.resized(width: image.width / factor, height: image.height / factor)
  }

  /// The middle two thirds in both directions, which lie on a round screen.
  private static func middle(_ image: GrayImage) -> GrayImage {
    let (left, top) = (image.width / 6, image.height / 6)
    var result = GrayImage(width: image.width - 2 * left, height: image.height - 2 * top)
    for row in 0..<result.height {
      for column in 0..<result.width { result[row, column] = image[row + top, column + left] }
    }
    return result
  }

  /// The view through drawn cameras, rounded to 8 bits.
  private static func cameras(
    _ fit: PatternFit,
    _ match: PatternMatch,
    width: Int,
    _ ranges: EBSDParameterRanges
  ) -> [GrayImage] {
    let simulator = KikuchiSimulator(fit.screen)
    return (0..<draws).map { number in
      var generator = KeyedGenerator(1, number)
      var parameters = ranges.draw(size: width, orientation: match.orientation, using: &generator)
      parameters.geometry = match.geometry
      parameters.geometry.width = width
      parameters.geometry.height = width * match.geometry.height / match.geometry.width
      parameters.correction = .raw
      var image = simulator.pattern(parameters)
      image.pixels = image.pixels.map { min(max($0.rounded(), 0), 255) }
      return image
    }
  }

  private static func flattened(_ image: GrayImage) -> GrayImage {
    var image = image
    MatchedFilter.contrast.apply(to: &image, weights: image.shadowWeights())
    return image
  }
}
