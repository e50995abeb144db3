import Foundation
import Imaging
import NeuralNetworks
import Reports
import SymmetryClassification

/// The report of a model on some patterns of a scan.
package struct PatternReport {
  private let classifier: Classifier
  private let scan: PatternScan<ScannedPattern>
  /// The evaluated patterns, in the order of the evaluation's predictions.
  private let indices: [Int]

  /// The static background of the patterns; nil for none.
  private let staticBackground: StaticBackground?

  /// Creates the maker of a report on patterns of a scan.
  package init(
    classifier: Classifier,
    scan: PatternScan<ScannedPattern>,
    indices: [Int],
    staticBackground: StaticBackground?
  ) {
    (self.classifier, self.scan, self.indices) = (classifier, scan, indices)
    self.staticBackground = staticBackground
  }

  /// The report, except for its history, parts, counts and options.
  package func report(title: String, subject: String, _ evaluation: Evaluation) throws -> Report {
    var report = Report(title: title, subject: subject, evaluation: evaluation)
    report.thumbnails = Dictionary(uniqueKeysWithValues: Report.examples(of: evaluation).map { ($0, image(of: $0)) })
    report.gallery = try gallery(evaluation)
    report.steps = steps
    report.network = "\(classifier.model.network)"
    report.facts = [
      .init("ednet", Version.current), .init("model trained", classifier.training.date),
      .init("training patterns", "\(classifier.training.trainingPatterns)"),
      .init("best epoch", "\(classifier.training.epoch)"),
      .init("training seed", "\(classifier.training.options.training.seed)"), .init("patterns", scan.folder.root),
      .init("written", Date().formatted(.iso8601)),
    ]
    return report
  }

  /// The number of patterns of each class of the folder in each of some parts.
  package func counts(_ parts: [[Int]]) -> [Report.ClassCount] {
    let names = Set(parts.joined().map { scan.entries[$0].className }).sorted()
    return SymmetryLabeling(classNames: names).displayOrder.map { name in
      let own = parts.map { $0.filter { scan.entries[$0].className == name } }
      let specimens = Set(own.joined().map { scan.entries[$0].specimen ?? scan.entries[$0].name })
      return Report.ClassCount(name: name, specimens: specimens.count, patterns: own.map(\.count))
    }
  }

  private func image(of prediction: Int) -> GrayImage { scan.contents[indices[prediction]].image.image }

  private func gallery(_ evaluation: Evaluation) throws -> [Report.ConfidentError] {
    let attention = ClassActivationMap(classifier)
    let errors = Report.confidentErrors(of: evaluation)
    let images = errors.map { scan.contents[indices[$0]].image }
    // In the model's own classes, which may be finer than the evaluated ones.
    let answers = try classifier.predictor(threads: 1).predict(resized: images)
    return zip(zip(errors, images), answers).map { error, answer in
      Report.ConfidentError(
        prediction: error.0,
        image: error.1.image,
        heatMap: attention?.heatMap(forResized: error.1, output: answer.mostProbableClass)
      )
    }
  }

  /// The first pattern after each step of the preprocessing.
  private var steps: [Report.Step] {
    guard let index = indices.first,
      let original = try? ImageFormats.read(scan.entries[index].image(in: scan.folder.root)).image
    else { return [] }
    return classifier.preprocessing.steps(from: original, staticBackground: staticBackground)
  }
}

extension Preprocessing {
  /// An image after each step.
  func steps(from original: GrayImage, staticBackground: StaticBackground? = nil) -> [Report.Step] {
    var steps = [Report.Step(name: "image in the file", image: original)]
    var flat = original
    if let staticBackground, (try? staticBackground.divide(&flat)) != nil {
      steps.append(Report.Step(name: "divided by the static background", image: flat))
    }
    if replaceOutliers, flat.outlierCount > 0 {
      steps.append(Report.Step(name: "hot and dead pixels replaced", image: flat.withOutliersReplaced()))
    }
    let square = compacted(flat).image
    steps.append(Report.Step(name: fit == .pad ? "padded to a square" : "cropped to a square", image: square))
    let mask = circularMask ? CircularMask(width: size, height: size) : nil
    let lit = fillShadows ? square.withShadowsFilled() : square
    if fillShadows { steps.append(Report.Step(name: "shadows filled", image: lit)) }
    if background != .none {
      var flat = lit
      background.apply(to: &flat, mask: mask)
      steps.append(Report.Step(name: "background removed", image: flat))
    }
    steps.append(
      Report.Step(
        name: "normalised: the network's input",
        image: GrayImage(width: size, height: size, pixels: normalized(square))
      )
    )
    return steps
  }
}
