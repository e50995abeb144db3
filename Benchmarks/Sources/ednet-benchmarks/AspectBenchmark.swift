import Crystallography
import Diffraction
import Foundation
import Imaging
import RandomNumbers
import SymmetryClassification
import Workers

/// The answers of a model to simulated patterns of screens that are not square, padded, cropped, and cropped several
/// times.
///
/// Crops have the height of the image. Two lie at its ends, and a third in its middle; their probabilities are
/// averaged, as numbers or as logarithms.
enum AspectBenchmark {
  private static let height = 120
  private static let aspects: [(name: String, value: Float)] = [("4:3", 4.0 / 3), ("5:4", 1.25), ("1:1", 1)]
  private static let methods = ["padded", "cropped", "three crops", "three crops, logarithms", "two crops"]

  /// A crystal of known class.
  private struct Specimen {
    let simulator: KikuchiSimulator
    let label: Int
  }

  private struct Result: Encodable {
    var model, aspect, method: String
    var right, total, rightUnlikeCropped, wrongUnlikeCropped: Int
  }

  /// Prints counts.
  ///
  /// - Parameters:
  ///   - count: the number of patterns of each crystal.
  ///   - folder: CIF files in any depth; a PNG of the same name is the crystal's master pattern by EMsoft, and crystals
  ///     without one have two-beam bands.
  ///   - models: model files.
  /// - Throws: the errors of reading the files.
  static func run(count: Int, folder: String, models: [String]) throws {
    var results: [Result] = []
    for model in models {
      var classifier = try Classifier(contentsOf: model)
      let specimens = try specimens(folder, classes: classifier.classes)
      classifier.preprocessing.fit = .crop
      let cropping = classifier.predictor()
      classifier.preprocessing.fit = .pad
      let padding = classifier.predictor()
      for aspect in aspects {
        let images = images(of: specimens, count: count, aspect: aspect.value)
        let labels = specimens.flatMap { [Int](repeating: $0.label, count: count) }
        func answers(_ predictor: ClassifierPredictor, _ images: [GrayImage]) throws -> [[Float]] {
          try predictor.predict(images).map(\.probabilities)
        }
        let (left, right) = (images.map { $0.square(at: 0) }, images.map { $0.square(at: $0.width - $0.height) })
        let cropped = try answers(cropping, images)
        let ends = try (answers(cropping, left), answers(cropping, right))
        let all: [[[Float]]] = [
          try answers(padding, images), cropped,
          mean([ends.0, cropped, ends.1]) { $0 }, mean([ends.0, cropped, ends.1]) { log(max($0, 1e-9)) },
          mean([ends.0, ends.1]) { $0 },
        ]
        let isRight = all.map { zip($0, labels).map { $0.firstIndex(of: $0.max() ?? 0) == $1 } }
        for (method, own) in zip(methods, isRight) {
          let pairs = zip(own, isRight[1])
          let result = Result(
            model: URL(filePath: model).deletingPathExtension().lastPathComponent,
            aspect: aspect.name,
            method: method,
            right: own.count { $0 },
            total: own.count,
            rightUnlikeCropped: pairs.count { $0 && !$1 },
            wrongUnlikeCropped: pairs.count { !$0 && $1 }
          )
          results.append(result)
          print(
            "\(result.model), \(aspect.name), \(method): \(result.right) of \(result.total) right; right where cropped "
              + "is wrong \(result.rightUnlikeCropped), wrong where it is right \(result.wrongUnlikeCropped)"
          )
          fflush(nil)
        }
      }
    }
    try Report.print(results)
  }

  private static func specimens(_ folder: String, classes: [String]) throws -> [Specimen] {
    let names = (FileManager.default.enumerator(atPath: folder)?.allObjects ?? []).compactMap { $0 as? String }
      .filter { $0.hasSuffix(".cif") }.sorted()
    return try names.compactMap { name in
      let path = "\(folder)/\(name)"
      let structure = try LabeledStructure(path: path)
      guard let label = classes.firstIndex(of: structure.className(at: .bravaisLattice)) else { return nil }
      let master = path.dropLast(4) + ".png"
      if FileManager.default.fileExists(atPath: String(master)) {
        return Specimen(simulator: KikuchiSimulator(try EMsoftMasterPattern.read(String(master))), label: label)
      }
      let beam = ElectronBeam(acceleratingVoltage: 20)
      let bands = TwoBeamBands(of: structure.crystal, beam: beam, minimumSpacing: structure.finestSpacing)
      return Specimen(simulator: KikuchiSimulator(TwoBeamProjector(bands)), label: label)
    }
  }

  private static func images(of specimens: [Specimen], count: Int, aspect: Float) -> [GrayImage] {
    var conditions = EBSDParameterRanges()
    conditions.aspect = aspect...aspect
    let ranges = conditions
    let width = Int((Float(height) * aspect).rounded())
    return WorkerPool(threads: 1).map(specimens.count * count) { number in
      var generator = KeyedGenerator(1, number)
      let parameters = ranges.draw(size: width, using: &generator)
      var image = specimens[number / count].simulator.pattern(parameters)
      image.pixels = image.pixels.map { min(max($0.rounded(), 0), 255) }
      return image
    }
  }

  /// For each image, the mean over several answers after a transformation.
  private static func mean(_ answers: [[[Float]]], _ transform: (Float) -> Float) -> [[Float]] {
    answers[0].indices.map { image in
      answers[0][image].indices.map { label in answers.reduce(0) { $0 + transform($1[image][label]) } }
    }
  }
}

extension GrayImage {
  /// The square of the image's height that begins at a column.
  fileprivate func square(at column: Int) -> GrayImage {
    var result = GrayImage(width: height, height: height)
    for row in 0..<height {
      for offset in 0..<height { result[row, offset] = self[row, column + offset] }
    }
    return result
  }
}
