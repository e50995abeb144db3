import ArgumentParser
import Foundation
import Imaging
import NeuralNetworks
import Pipelines
import SymmetryClassification

/// `ednet inspect`.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what is in a model or an image.",
    discussion: """
      For a model: classes and what they mean, preprocessing, where it comes from, the network as \
      a table. For an image: what the file holds, how a model reads it, and with --output what the \
      network sees, as an image.

        ednet inspect run/model.safetensors
        ednet inspect pattern.png --model run/model.safetensors --output seen.png
      """
  )

  @Argument(help: "Model files (.safetensors), folders of runs, and PNG files.")
  var files: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The model whose view of an image is shown.", valueName: "file"),
    completion: .file(extensions: ["safetensors"])
  )
  var model: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write what the network sees of the image as PNG.", valueName: "file")
  )
  var output: String?

  @Flag(help: "Print the network of a model as JSON, as 'ednet train --architecture' takes it.")
  var json = false

  func validate() throws {
    guard let output else { return }
    if files.count != 1 {
      throw ValidationError("--output takes one image, not \(files.count) files.")
    }
    if !output.lowercased().hasSuffix(".png") || output == files.first {
      throw ValidationError("--output names another file, which ends in .png, not \(output).")
    }
  }

  func run() throws {
    for (index, file) in files.enumerated() {
      if index > 0 { StandardOutput.write("\n") }
      if file.hasSuffix(".safetensors") || file.isFolder {
        guard output == nil else {
          throw CommandFailure(
            "\(file) is a model; --output shows what the network sees of an image"
          )
        }
        let modelFile = ModelFile(file)
        let classifier = try modelFile.load()
        if json {
          StandardOutput.write(try Self.json(classifier.model.network))
        } else {
          describe(classifier, path: modelFile.path)
        }
      } else {
        try describe(try PNG.read(file), path: file)
      }
    }
  }

  private static func json(_ network: Network) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(network), as: UTF8.self) + "\n"
  }

  private func describe(_ classifier: Classifier, path: String) {
    let training = classifier.training
    let labeling = SymmetryLabeling(classNames: classifier.classes)
    let meaning = labeling.level.map { "each a \($0.name)" } ?? "names without a common meaning"
    var lines = [
      "\(path): a model of ednet \(training.version), trained \(training.date)",
      "",
      "\(classifier.classes.count) classes, \(meaning): "
        + labeling.displayOrder.joined(separator: ", "),
      "learnt from \(training.trainingPatterns) patterns"
        + (training.validationPatterns == 0
          ? "; nothing was kept back, and the last epoch was taken"
          : "; \(training.validationPatterns) others chose epoch \(training.epoch)"
            + (training.splitBySpecimen
              ? "; no specimen was on both sides"
              : "; patterns of one specimen may have been on both sides")),
    ]
    if let accuracy = training.validationAccuracy {
      lines.append("validation accuracy \(accuracy.percent)")
    }
    lines += ["", "an image becomes the input by:"]
    lines += Self.steps(of: classifier.preprocessing).map { "  \($0)" }
    if let ensemble = classifier.ensemble {
      lines += [
        "",
        "\(ensemble.others.count + 1) networks, whose calibrated probabilities are averaged, of this kind:",
      ]
    }
    lines += ["", "\(classifier.model.network)", ""]
    lines += Self.trust(in: classifier)
    if let card = classifier.card { lines += [""] + card.lines + [""] }
    StandardOutput.write(lines.joined(separator: "\n"))
  }

  /// What validation says of its answers, in words.
  private static func trust(in classifier: Classifier) -> [String] {
    let calibration = classifier.calibration
    guard calibration.patterns > 0 else { return ["its probabilities are not calibrated"] }
    var lines = [
      String(format: "calibrated by a temperature of %.3f", calibration.temperature.value)
        + ", on \(calibration.patterns) patterns of \(calibration.specimens) specimens"
    ]
    if let fusion = calibration.fusion {
      let correlation = String(format: "%.3f", fusion.correlation)
      let meaning =
        fusion.correlation > 0
        ? String(
          format: "however many, they say as much as %.1f independent ones",
          1 / fusion.correlation
        )
        : "each of them says as much as an independent one"
      lines.append("patterns of one crystal err together (correlation \(correlation)): \(meaning)")
    }
    if let novelty = classifier.outOfDistributionDetector {
      lines.append(
        "takes an image for no pattern with false alarms for at most \(Float(novelty.falseAlarmRate).percent) "
          + "of \(novelty.patterns) validation images (patterns, and the same varied where training varies them)"
      )
    }
    return lines
  }

  private func describe(_ decoded: DecodedImage, path: String) throws {
    let image = decoded.image
    let pixels = image.pixels
    let mean = pixels.reduce(0.0) { $0 + Double($1) } / Double(pixels.count)
    let (low, high) = (pixels.min() ?? 0, pixels.max() ?? 0)
    var lines = [
      "\(path): PNG, \(image.width)×\(image.height) pixels, \(decoded.sourceBitDepth) bit",
      "intensities \(Int(low)) to \(Int(high)), mean \(String(format: "%.1f", mean))",
    ]
    lines += decoded.notes.map { "note: \($0)" }
    if low == high { lines.append("note: all pixels are equal; there is no pattern") }
    let modelFile = ModelFile(model)
    // A model that nobody asked for may be missing or damaged.
    let classifier =
      model != nil || output != nil
      ? try modelFile.load() : try? modelFile.load()
    if let preprocessing = classifier?.preprocessing {
      lines.append("as \(modelFile.path) reads it:")
      lines += Self.steps(of: preprocessing).map { "  \($0)" }
      if let scores = try classifier?.predict(image).outOfDistributionScores {
        var parts = [
          String(format: "%.2f in the network's features", Double(scores.features)),
          String(format: "%.2f in the image", Double(scores.statistics)),
        ]
        if let bands = scores.kurtosis {
          parts.append(String(format: "%.2f in how little bands stand out", Double(bands)))
        }
        lines.append(
          "unlike patterns by \(parts.joined(separator: ", ")); above 1 it is taken for none"
        )
      }
      if let output { try write(preprocessing, of: image, to: output) }
    }
    StandardOutput.write(lines.joined(separator: "\n") + "\n")
  }

  /// Writes the network's input, its lowest value black and its highest white.
  private func write(_ preprocessing: Preprocessing, of image: GrayImage, to path: String) throws {
    let size = preprocessing.size
    let input = GrayImage(width: size, height: size, pixels: preprocessing(image)).spread(to: 255)
    // Enlarged by whole pixels: a stamp of 64 pixels shows nothing on a screen.
    let factor = max(1, 512 / size)
    var seen = GrayImage(width: size * factor, height: size * factor)
    seen.pixels = seen.pixels.indices.map { place in
      input[place / seen.width / factor, place % seen.width / factor]
    }
    try PNG.write(seen, to: path, bitDepth: .eight)
    StandardError.note("what the network sees is in \(path)")
  }

  /// The steps of a preprocessing in words.
  static func steps(of preprocessing: Preprocessing) -> [String] {
    let size = "\(preprocessing.size)×\(preprocessing.size)"
    var steps: [String] = []
    switch preprocessing.fit {
    case .pad: steps.append("filled up to a square with the mean of its edges")
    case .crop: steps.append("cut to a square around its centre")
    }
    steps.append("brought to \(size) pixels: averaged where larger, interpolated where smaller")
    if preprocessing.fillShadows { steps.append("shadows filled up with what is around them") }
    switch preprocessing.background {
    case .none: break
    case .divide(let sigma):
      steps.append("divided by its background, a Gaussian mean of \(sigma) of the width")
    case .subtract(let sigma):
      steps.append("freed of its background, a Gaussian mean of \(sigma) of the width")
    }
    if preprocessing.circularMask { steps.append("masked outside the inscribed disc") }
    switch preprocessing.scaling {
    case .standardize: steps.append("scaled to mean 0 and variance 1")
    case .percentile(let low, let high):
      steps.append("clipped at its percentiles \(low) and \(high), scaled to mean 0 and variance 1")
    }
    return steps
  }
}
