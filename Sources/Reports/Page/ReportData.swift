import Foundation
import Imaging
import NeuralNetworks
import SymmetryClassification

/// The data of the page's script.
struct ReportData: Encodable {
  struct Pattern: Encodable {
    let number: Int
    let file: String
    let specimen: String?
    let truth: Int
    let prediction: Int
    let probability: Float
    let picture: String
  }

  struct Specimen: Encodable {
    let name: String
    let truth: Int
    let prediction: Int
    let probability: Float
    let patterns: Int
  }

  struct Class: Encodable {
    let name: String
    let precision: Double
    let recall: Double
    let f1: Double
    let support: Int
  }

  struct Bin: Encodable {
    let confidence: Double
    let accuracy: Double
    let count: Double
  }

  struct ConfidentError: Encodable {
    let number: Int
    let picture: String
    let heat: String?
  }

  let classes: [Class]
  let confusion: [[Int]]
  let specimenConfusion: [[Int]]?
  let bins: [Bin]
  let calibrationError: Double
  let coverages: [Double]
  let coverageAccuracies: [Double]
  let history: [EpochRecord]
  let specimens: [Specimen]
  let patterns: [Pattern]
  let errors: [ConfidentError]

  init(_ report: Report) {
    let evaluation = report.evaluation
    classes = evaluation.metrics.perClass.map {
      Class(name: $0.name, precision: $0.precision, recall: $0.recall, f1: $0.f1, support: $0.support)
    }
    confusion = evaluation.metrics.confusion.rows
    specimenConfusion = evaluation.specimenMetrics?.confusion.rows
    bins = evaluation.curves.bins.filter { $0.count > 0 }.map {
      Bin(confidence: $0.confidence, accuracy: $0.accuracy, count: $0.count)
    }
    calibrationError = evaluation.curves.calibrationError
    coverages = ConfidenceCurves.coverages
    coverageAccuracies = evaluation.curves.accuracyAtCoverage
    history = report.history
    specimens = evaluation.specimens.map {
      Specimen(
        name: $0.name,
        truth: $0.trueClass,
        prediction: $0.predictedClass,
        probability: $0.probabilities[$0.predictedClass],
        patterns: $0.patterns.count
      )
    }
    func pattern(_ number: Int, _ image: GrayImage) -> Pattern {
      let prediction = evaluation.predictions[number]
      return Pattern(
        number: number,
        file: prediction.file,
        specimen: prediction.specimen,
        truth: prediction.trueClass,
        prediction: prediction.predictedClass,
        probability: prediction.probabilities[prediction.predictedClass],
        picture: Picture.grey(image)
      )
    }
    var pictures = report.thumbnails
    for error in report.gallery { pictures[error.prediction] = error.image }
    patterns = pictures.sorted { $0.key < $1.key }.map { pattern($0.key, $0.value) }
    errors = report.gallery.map {
      ConfidentError(number: $0.prediction, picture: Picture.grey($0.image), heat: $0.heatMap.map(Picture.heat))
    }
  }
}

/// Images as data URLs.
enum Picture {
  /// The greatest length of a side in pixels, so that a page of hundreds of images opens fast.
  private static let side = 128

  /// A grey image, contrast-stretched.
  static func grey(_ image: GrayImage) -> String {
    let longer = max(image.width, image.height, side)
    func reduced(_ length: Int) -> Int { max(1, length * side / longer) }
    return address(image.resized(width: reduced(image.width), height: reduced(image.height)).contrastStretched(to: 255))
  }

  /// A heat map, scaled to a maximum of white.
  static func heat(_ map: GradCAM.HeatMap) -> String {
    let greatest = map.values.max() ?? 0
    var image = GrayImage(width: map.width, height: map.height)
    image.pixels = map.values.map { greatest > 0 ? 255 * $0 / greatest : 0 }
    return address(image)
  }

  private static func address(_ image: GrayImage) -> String {
    "data:image/png;base64," + Data(PNG.encode(image, bitDepth: .eight)).base64EncodedString()
  }
}
