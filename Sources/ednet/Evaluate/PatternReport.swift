import Foundation
import Imaging
import NeuralNetworks
import Reports
import SymmetryClassification

/// Makes the report of a model on some patterns of a scan.
struct PatternReport {
  let classifier: Classifier
  let scan: PatternScan<ScannedPattern>
  /// The patterns that were judged, in the order of the evaluation's predictions.
  let indices: [Int]

  /// The report without what only the caller knows.
  func report(title: String, subject: String, _ evaluation: Evaluation) throws -> Report {
    var report = Report(title: title, subject: subject, evaluation: evaluation)
    report.thumbnails = Dictionary(
      uniqueKeysWithValues: Report.examples(of: evaluation).map { ($0, image(of: $0)) }
    )
    report.gallery = try gallery(evaluation)
    report.steps = steps
    report.network = "\(classifier.model.network)"
    report.facts = [
      .init("ednet", Version.current), .init("model trained", classifier.training.date),
      .init("patterns learnt from", "\(classifier.training.trainingPatterns)"),
      .init("best epoch", "\(classifier.training.epoch)"),
      .init("seed of the training", "\(classifier.training.options.training.seed)"),
      .init("patterns", scan.folder.root),
      .init("written", Date().formatted(.iso8601)),
    ]
    return report
  }

  /// How many patterns of each class are in each of some parts; the classes are those of the folder.
  func counts(_ parts: [[Int]]) -> [Report.ClassCount] {
    let names = Set(parts.joined().map { scan.entries[$0].className }).sorted()
    return SymmetryLabeling(classNames: names).displayOrder.map { name in
      let own = parts.map { $0.filter { scan.entries[$0].className == name } }
      let specimens = Set(own.joined().map { scan.entries[$0].specimen ?? scan.entries[$0].path })
      return Report.ClassCount(name: name, specimens: specimens.count, patterns: own.map(\.count))
    }
  }

  private func image(of prediction: Int) -> GrayImage {
    scan.contents[indices[prediction]].image.image
  }

  private func gallery(_ evaluation: Evaluation) throws -> [Report.ConfidentError] {
    let attention = ClassActivationMap(classifier)
    let errors = Report.confidentErrors(of: evaluation)
    let images = errors.map { scan.contents[indices[$0]].image }
    // Of the model's own classes, which may be finer than those that were compared.
    let answers = try classifier.predictor(threads: 1).predict(resized: images)
    return zip(zip(errors, images), answers).map { error, answer in
      Report.ConfidentError(
        prediction: error.0,
        image: error.1.image,
        heatMap: attention?.heatMap(forResized: error.1, output: answer.mostProbableClass)
      )
    }
  }

  /// The first pattern on its way to the network.
  private var steps: [Report.Step] {
    guard let index = indices.first,
      let original = try? PNG.read(scan.folder.root + "/" + scan.entries[index].path).image
    else { return [] }
    return classifier.preprocessing.steps(from: original)
  }
}

extension Preprocessing {
  /// An image after each step.
  func steps(from original: GrayImage) -> [Report.Step] {
    let square = compacted(original).image
    var steps = [
      Report.Step(name: "as it is in the file", image: original),
      Report.Step(name: fit == .pad ? "filled up to a square" : "cut to a square", image: square),
    ]
    let mask = circularMask ? CircularMask(width: size, height: size) : nil
    let lit = fillShadows ? square.withShadowsFilled() : square
    if fillShadows { steps.append(Report.Step(name: "shadows filled", image: lit)) }
    if background != .none {
      var flat = lit
      background.apply(to: &flat, mask: mask)
      steps.append(Report.Step(name: "without its background", image: flat))
    }
    steps.append(
      Report.Step(
        name: "scaled: what the network sees",
        image: GrayImage(width: size, height: size, pixels: finished(square))
      )
    )
    return steps
  }
}
