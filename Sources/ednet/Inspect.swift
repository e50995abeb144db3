import ArgumentParser
import Files
import Foundation
import Imaging
import NeuralNetworks
import Pipelines
import SymmetryClassification

/// `ednet inspect`.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Describe a model or an image.",
    discussion: """
      For a model: its classes and their meaning, preprocessing, origin, and a table of its layers. \
      For an image (PNG, TIFF, BMP or JPEG): its size and intensities, the preprocessing by a model, and \
      with --output the input of the network, as an image. scan.tif[3] names one image of a file of several. \
      For a scan file of an EBSD camera: its map, step, voltage, tilts and pattern centre, and on demand \
      the mean of its patterns and a map of their quality.

        ednet inspect run/model.safetensors
        ednet inspect pattern.png --model run/model.safetensors --output seen.png
        ednet inspect scan.h5oina --mean-pattern mean.png --quality-map quality.png
      """
  )

  @Argument(help: "Model files (.safetensors), folders of runs, models that come with ednet, and images.") var files:
    [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The model whose preprocessing is applied to the image.", valueName: "file"),
    completion: .file(extensions: ["safetensors"])
  ) var model: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("Write the network's input as a PNG file.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("Write the mean pattern of a scan file as a PNG file.", valueName: "file"))
  var meanPattern: String?

  @Option(
    help: ArgumentHelp(
      "Draw the map of image quality of a scan file as a PNG file, the best patterns white.",
      discussion: "The quality is that of Krieger Lassen (1994), from the power spectrum of each pattern.",
      valueName: "file"
    )
  ) var qualityMap: String?

  @Flag(help: "Print the network of a model as JSON for 'ednet train --architecture'.") var json = false

  func validate() throws {
    for (option, path) in [("--mean-pattern", meanPattern), ("--quality-map", qualityMap)] {
      guard let path else { continue }
      if files.count != 1 { throw ValidationError("\(option) takes one scan file, not \(files.count) files.") }
      if !path.lowercased().hasSuffix(".png") {
        throw ValidationError("\(option) must be a new file that ends in .png, not \(path).")
      }
    }
    guard let output else { return }
    if files.count != 1 { throw ValidationError("--output takes one image, not \(files.count) files.") }
    if !output.lowercased().hasSuffix(".png") || output == files.first {
      throw ValidationError("--output must be a new file that ends in .png, not \(output).")
    }
  }

  func run() throws {
    for (index, file) in files.enumerated() {
      if index > 0 { StandardOutput.write("\n") }
      let modelFile = ModelFile(file)
      if modelFile.path.hasSuffix(".safetensors") {
        guard output == nil else {
          throw CommandFailure("\(file) is a model; --output writes the network's input for an image")
        }
        let classifier = try modelFile.load()
        if json {
          StandardOutput.write(try Self.json(classifier.model.network))
        } else {
          describe(classifier, path: modelFile.path)
        }
      } else {
        try describe(file)
      }
    }
  }

  /// Describes an image; of a file of several, the first, unless the name has an index.
  private func describe(_ name: String) throws {
    let reference = ImageReference(named: name)
    func checkNoDrawing() throws {
      guard meanPattern == nil, qualityMap == nil else {
        throw CommandFailure("\(name) is no scan file; --mean-pattern and --quality-map need one")
      }
    }
    guard reference.index == nil else {
      try checkNoDrawing()
      return try describe(ImageFormats.read(reference), path: name)
    }
    let source = try ImageFormats.open(ImageFile(path: reference.path))
    if let scan = source.scan {
      guard output == nil else {
        throw CommandFailure(
          "--output writes the network's input for one image; name one, as in "
            + "\(ImageReference(path: reference.path, index: 0))"
        )
      }
      return try describe(scan, source.count, path: reference.path)
    }
    try checkNoDrawing()
    guard source.count > 1 else { return try describe(source.image(at: 0), path: name) }
    let (first, last) = (ImageReference(path: name, index: 0), ImageReference(path: name, index: source.count - 1))
    StandardOutput.write("\(name): \(source.count) images; the first follows, and \(last) is the last\n")
    try describe(source.image(at: 0), path: "\(first)")
  }

  private static func json(_ network: Network) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(network), as: UTF8.self) + "\n"
  }

  private func describe(_ classifier: Classifier, path: String) {
    let training = classifier.training
    let labeling = SymmetryLabeling(classNames: classifier.classes)
    let meaning = labeling.level.map { "each a \($0.name)" } ?? "without a common meaning"
    var lines = [
      "\(path): a model of ednet \(training.version), trained \(training.date)", "",
      "\(classifier.classes.count) classes, \(meaning): " + labeling.displayOrder.joined(separator: ", "),
      "trained on \(training.trainingPatterns) patterns"
        + (training.validationPatterns == 0
          ? "; no validation set, so the last epoch was taken"
          : "; epoch \(training.epoch) selected on \(training.validationPatterns) validation patterns"
            + (training.splitBySpecimen
              ? "; no specimen is in both sets" : "; patterns of one specimen may be in both sets")),
    ]
    if let accuracy = training.validationAccuracy { lines.append("validation accuracy \(accuracy.percent)") }
    lines += ["", "preprocessing:"]
    lines += Self.steps(of: classifier.preprocessing).map { "  \($0)" }
    if let ensemble = classifier.ensemble {
      lines += [
        "", "\(ensemble.others.count + 1) networks, whose calibrated probabilities are averaged:",
      ]
    }
    for model in classifier.networks { lines += ["", "\(model.network)"] }
    lines.append("")
    lines += Self.trust(in: classifier)
    if let quantization = classifier.quantization {
      lines.append("has scales of 8-bit answers (--precision int8), from \(quantization.patterns) patterns")
    }
    if let card = classifier.card { lines += [""] + card.lines + [""] }
    StandardOutput.write(lines.joined(separator: "\n"))
  }

  /// The calibration and the detector of a model, in words.
  private static func trust(in classifier: Classifier) -> [String] {
    let calibration = classifier.calibration
    guard calibration.patterns > 0 else { return ["probabilities not calibrated"] }
    var lines = [
      String(format: "calibrated by a temperature of %.3f", calibration.temperature.value)
        + ", on \(calibration.patterns) patterns of \(calibration.specimens) specimens"
    ]
    if let fusion = calibration.fusion {
      let correlation = String(format: "%.3f", fusion.correlation)
      let meaning =
        fusion.correlation > 0
        ? String(format: "any number of them is worth at most %.1f independent ones", 1 / fusion.correlation)
        : "each is worth an independent one"
      lines.append("errors of patterns of one crystal are correlated by \(correlation): \(meaning)")
    }
    if let novelty = classifier.outOfDistributionDetector {
      lines.append(
        "rejects images that are not patterns, with false alarms for at most \(Float(novelty.falseAlarmRate).percent) "
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
      "\(path): \(decoded.format), \(image.width)×\(image.height) pixels, \(decoded.sourceBitDepth) bit",
      "intensities \(Int(low)) to \(Int(high)), mean \(String(format: "%.1f", mean))",
    ]
    lines += decoded.notes.map { "note: \($0)" }
    let outliers = image.outlierCount
    if outliers > 0 { lines.append("note: \(outliers) hot or dead pixel\(outliers == 1 ? "" : "s")") }
    if low == high { lines.append("note: all pixels are equal; there is no pattern") }
    let modelFile = ModelFile(model)
    // A default model may be missing or damaged.
    let classifier = model != nil || output != nil ? try modelFile.load() : try? modelFile.load()
    if let preprocessing = classifier?.preprocessing {
      lines.append("preprocessing by \(modelFile.path):")
      lines += Self.steps(of: preprocessing).map { "  \($0)" }
      if let scores = try classifier?.predict(image).outOfDistributionScores {
        var parts = [
          String(format: "%.2f in the network's features", Double(scores.features)),
          String(format: "%.2f in the image", Double(scores.statistics)),
        ]
        if let bands = scores.kurtosis { parts.append(String(format: "%.2f for the bands", Double(bands))) }
        lines.append(
          "out-of-distribution scores: \(parts.joined(separator: ", ")); above 1 it is not taken for a pattern"
        )
      }
      if let output { try write(preprocessing, of: image, to: output) }
    }
    StandardOutput.write(lines.joined(separator: "\n") + "\n")
  }

  /// Writes the network's input, its lowest value black and its highest white.
  private func write(_ preprocessing: Preprocessing, of image: GrayImage, to path: String) throws {
    let size = preprocessing.size
    let input = GrayImage(width: size, height: size, pixels: preprocessing(image)).contrastStretched(to: 255)
    // Enlarged by a whole factor, since 64 pixels are too small to see on a screen.
    let factor = max(1, 512 / size)
    var seen = GrayImage(width: size * factor, height: size * factor)
    seen.pixels = seen.pixels.indices.map { place in input[place / seen.width / factor, place % seen.width / factor] }
    try PNG.write(seen, to: path, bitDepth: .eight)
    StandardError.note("network input: \(path)")
  }

  /// The steps of a preprocessing in words.
  static func steps(of preprocessing: Preprocessing) -> [String] {
    let size = "\(preprocessing.size)×\(preprocessing.size)"
    var steps: [String] = []
    if preprocessing.replaceOutliers { steps.append("hot and dead pixels replaced by the median of their neighbours") }
    switch preprocessing.fit {
    case .pad: steps.append("padded to a square with the mean of its edges")
    case .crop: steps.append("cropped to a square around its centre")
    }
    steps.append("resized to \(size) pixels by averaging or interpolation")
    if preprocessing.fillShadows {
      steps.append("dark areas outside the screen " + (preprocessing.localContrast == nil ? "filled" : "excluded"))
    }
    switch preprocessing.background {
    case .none: break
    case .divide(let sigma): steps.append("divided by the background, a Gaussian mean with σ = \(sigma) widths")
    case .subtract(let sigma): steps.append("background subtracted, a Gaussian mean with σ = \(sigma) widths")
    }
    if let contrast = preprocessing.localContrast {
      steps.append("divided by the background, a Gaussian mean with σ = \(contrast.background) widths, less 1")
      steps.append("shading subtracted twice, by the same Gaussian")
      if contrast.highPass > 0 {
        steps.append("high pass: a Gaussian mean with σ = \(contrast.highPass) pixels subtracted")
      }
      steps.append(
        "divided by the local root mean square, σ = \(contrast.neighbourhood) widths, and clipped at ±\(contrast.limit)"
      )
    }
    if preprocessing.circularMask { steps.append("masked outside the inscribed disc") }
    switch preprocessing.scaling {
    case .standardize: steps.append("normalised to mean 0 and variance 1")
    case .percentile(let low, let high):
      steps.append("clipped at the percentiles \(low) and \(high), normalised to mean 0 and variance 1")
    }
    return steps
  }
}
