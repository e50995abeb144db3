import ArgumentParser
import Foundation
import Imaging
import NeuralNetworks
import Pipelines
import Reports
import SymmetryClassification

/// `ednet explain`.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show where in a pattern a model finds what speaks for its answer.",
    discussion: """
      The picture holds the pattern as the network sees it and, in orange over it, the places that \
      speak for the class (Grad-CAM, Selvaraju et al., ICCV 2017): where it is bright, more of the \
      same would make the class more probable. It says where the network looked, not why.

        ednet explain pattern.png --output overlay.png
        ednet explain pattern.png --output overlay.pdf --class cI
      """
  )

  @Argument(help: "A PNG file.", completion: .file(extensions: ["png"]))
  var image: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The picture: a name that ends in .png, .svg or .pdf.", valueName: "file")
  )
  var output = "overlay.png"

  @Option(
    name: .customLong("class"),
    help: ArgumentHelp("The class to explain; the answer unless given.", valueName: "name")
  )
  var className: String?

  @OptionGroup var modelOption: ModelOption

  @Flag(name: .shortAndLong, help: "Do not say which model is used.")
  var quiet = false

  func run() throws {
    try FigureFiles.format(of: output)
    guard !image.isFolder else {
      throw CommandFailure("\(image) is a folder; name one of the PNG files in it")
    }
    let classifier = try modelOption.load(quiet: quiet)
    guard let attention = ClassActivationMap(classifier) else {
      throw CommandFailure(
        "\(modelOption.file.path): its network has no maps, so that nothing tells where it looks"
      )
    }
    let pattern = try PNG.read(image).image
    let answer: Prediction
    do { answer = try classifier.predict(pattern) } catch { throw CommandFailure("\(error)") }
    let (probabilities, ranking) = (answer.probabilities, answer.ranking)
    let chosen: Int
    if let className {
      guard let index = classifier.classes.firstIndex(of: className) else {
        throw CommandFailure(
          "the model knows no class \"\(className)\", only \(classifier.classes.joined(separator: ", "))"
        )
      }
      chosen = index
    } else {
      chosen = ranking[0]
    }
    var answers = ranking.prefix(3).map { "\(classifier.classes[$0]) \(probabilities[$0].percent)" }
      .joined(separator: ", ")
    if !answer.isPattern { answers = "\(Verdict.notAPatternLabel) (\(answers))" }
    let side = classifier.preprocessing.size
    let figure = ClassActivationFigure(
      image: GrayImage(width: side, height: side, pixels: classifier.preprocessing(pattern)),
      heatMap: attention.heatMap(for: pattern, output: chosen),
      caption: "\(answers); in orange what speaks for \(classifier.classes[chosen])"
    )
    try FigureFiles.write(figure, to: output)
    StandardOutput.write(
      "\(image): \(answers); \(classifier.classes[chosen]) explained in \(output)\n"
    )
  }
}
