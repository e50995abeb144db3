import Crystallography
import Diffraction
import Foundation
import Imaging
import SymmetryClassification

/// Measured patterns beside simulated ones of the same view: the answers of a model to both, to their blends and to
/// mixtures of their spatial frequencies.
///
/// It shows within a minute whether a model fails on a pattern because of the view, which the simulation shares, or
/// because of what simulation lacks, and at which spatial frequencies. Orientation and pattern centre are fitted by
/// matching.
enum PairedTest {
  /// A mixture of a measured and a simulated pattern.
  private struct Condition: Sendable {
    let name: String
    let mix: @Sendable (_ measured: GrayImage, _ simulated: GrayImage) -> GrayImage
  }

  private static let size = 128
  /// The standard deviations in pixels that separate fine, middle and coarse structure.
  private static let (fine, coarse): (Float, Float) = (1.5, 6)

  private static let conditions: [Condition] = [
    Condition(name: "simulated") { _, simulated in simulated },
    Condition(name: "25 % measured") { sum($0, 0.25, $1, 0.75) },
    Condition(name: "50 % measured") { sum($0, 0.5, $1, 0.5) },
    Condition(name: "75 % measured") { sum($0, 0.75, $1, 0.25) },
    Condition(name: "measured") { measured, _ in measured },
    Condition(name: "measured fine, simulated rest") { measured, simulated in
      sum(below(fine, measured), 1, simulated.blurred(sigma: fine), 1)
    },
    Condition(name: "measured middle, simulated rest") { measured, simulated in
      sum(between(measured), 1, sum(simulated, 1, between(simulated), -1), 1)
    },
    Condition(name: "measured coarse, simulated rest") { measured, simulated in
      sum(measured.blurred(sigma: coarse), 1, below(coarse, simulated), 1)
    },
    Condition(name: "measured fine alone") { measured, _ in below(fine, measured) },
    Condition(name: "simulated + shifted residual") { measured, simulated in
      sum(simulated, 1, halfShifted(sum(measured, 1, simulated, -1)), 1)
    },
  ]

  static func run(model: String, sets: String) throws {
    let classifier = try Classifier(contentsOf: model)
    let folder = URL(fileURLWithPath: sets).deletingLastPathComponent()
    let all = try PatternSet.all(sets)
    var right = [Int](repeating: 0, count: conditions.count)
    var confidence = [Float](repeating: 0, count: conditions.count)
    var (asRead, count, paired, pairedRight) = (0, 0, 0, 0)
    let began = ContinuousClock.now
    for set in all {
      guard let label = classifier.classes.firstIndex(of: set.label) else {
        fail("the model has no class \(set.label)")
      }
      let fit = try PatternFit(set, folder: folder)
      for (number, path) in set.images.enumerated() {
        let image = try ImageFormats.read(folder.appending(path: path).path).image
        let match = fit.match(image, patternCentre: set.patternCentres[min(number, set.patternCentres.count - 1)])
        let measured = flattened(image)
        let simulated = flattened(fit.simulated(match, width: size))
        let answer = try classifier.predict(image)
        let isRight = answer.mostProbableClass == label
        asRead += isRight ? 1 : 0
        var answers: [String] = []
        for (index, condition) in conditions.enumerated() {
          let prediction = try classifier.predict(positive(condition.mix(measured, simulated)))
          let isConditionRight = prediction.mostProbableClass == label
          right[index] += isConditionRight ? 1 : 0
          confidence[index] += prediction.probabilities[label]
          answers.append(classifier.classes[prediction.mostProbableClass])
          if index == 0 && isConditionRight {
            paired += 1
            pairedRight += isRight ? 1 : 0
          }
        }
        count += 1
        let centre = match.geometry.patternCenter
        print(
          String(
            format: "%@ %d: r %.3f, pattern centre %.3f %.3f %.3f, as read %@; %@",
            set.name,
            number + 1,
            match.score,
            centre.x,
            centre.y,
            centre.z,
            classifier.classes[answer.mostProbableClass],
            answers.joined(separator: " ")
          )
        )
      }
    }
    let seconds = began.duration(to: .now) / .seconds(1)
    print(String(format: "\n%d patterns in %.0f s; the answer to the file is right for %d", count, seconds, asRead))
    print("right on the file where right on its simulation: \(pairedRight) of \(paired)")
    for (index, condition) in conditions.enumerated() {
      let mean = confidence[index] / Float(max(count, 1))
      print("\(condition.name): right \(right[index]) of \(count), mean probability \(String(format: "%.2f", mean))")
    }
  }

  // MARK: Mixtures

  /// A square of normalised local contrast.
  private static func flattened(_ image: GrayImage) -> GrayImage {
    var square = image.centerCroppedToSquare().resized(width: size, height: size)
    MatchedFilter.contrast.apply(to: &square, weights: square.shadowWeights())
    return square
  }

  /// An image with bands of a tenth of its mean.
  private static func positive(_ contrast: GrayImage) -> GrayImage {
    var image = contrast
    image.pixels = contrast.pixels.map { 1000 + 100 * $0 }
    return image
  }

  private static func sum(_ a: GrayImage, _ scale: Float, _ b: GrayImage, _ other: Float) -> GrayImage {
    var result = a
    result.pixels = zip(a.pixels, b.pixels).map { scale * $0 + other * $1 }
    return result
  }

  private static func below(_ sigma: Float, _ image: GrayImage) -> GrayImage {
    sum(image, 1, image.blurred(sigma: sigma), -1)
  }

  private static func between(_ image: GrayImage) -> GrayImage {
    sum(image.blurred(sigma: fine), 1, image.blurred(sigma: coarse), -1)
  }

  /// The image moved by half its size in both directions, around the edges: noise of the same spectrum.
  private static func halfShifted(_ image: GrayImage) -> GrayImage {
    var result = image
    let (width, height) = (image.width, image.height)
    for row in 0..<height {
      for column in 0..<width {
        result[row, column] = image[(row + height / 2) % height, (column + width / 2) % width]
      }
    }
    return result
  }
}
