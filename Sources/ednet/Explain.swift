import ArgumentParser
import Files
import Foundation
import Imaging
import NeuralNetworks
import Pipelines
import Reports
import SymmetryClassification

/// `ednet explain`.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the parts of a pattern that a model's answer depends on.",
    discussion: """
      The picture shows the network's input and over it, in orange, the class activation map \
      (Grad-CAM, Selvaraju et al., ICCV 2017): the parts that increase the probability of the \
      class. It shows where the evidence is, not why it counts. If the model also locates symmetry \
      elements, they are drawn on the input: axes of order 2, 3, 4 and 6 as a lens, triangle, square \
      and hexagon, mirror planes as lines.

        ednet explain pattern.png --output overlay.png
        ednet explain pattern.png --output overlay.pdf --class cI
      """
  )

  @Argument(help: "An image.", completion: .file()) var image: String

  @Option(name: .shortAndLong, help: ArgumentHelp("The output file, as .png, .svg or .pdf.", valueName: "file"))
  var output = "overlay.png"

  @Option(
    name: .customLong("class"),
    help: ArgumentHelp("The class to explain; by default the most probable one.", valueName: "name")
  ) var className: String?

  @OptionGroup var modelOption: ModelOption

  @OptionGroup var staticBackground: StaticBackgroundOption

  @Flag(name: .shortAndLong, help: "Print no note on the model.") var quiet = false

  func validate() throws { try ValidationError.checking { try FigureFiles.format(of: output) } }

  func run() throws {
    guard !image.isFolder else { throw CommandFailure("\(image) is a folder; name one of the images in it") }
    let classifier = try modelOption.load(quiet: quiet)
    guard let attention = ClassActivationMap(classifier) else {
      throw CommandFailure("\(modelOption.file.path): Grad-CAM needs spatial feature maps; this network has none")
    }
    let (images, index) = try ImageFormats.source(of: ImageReference(named: image))
    if !quiet { for note in images.scan?.notes ?? [] { StandardError.warning("\(image): \(note)") } }
    var pattern = try images.image(at: index).image
    if let source = staticBackground.source {
      // The mean is that of the folder of the image.
      var neighbours = PatternFiles([image.parentFolder])
      let files = source == .mean ? neighbours.list() : []
      try source.background(of: files, observer: TerminalObserver(quiet: quiet)).divide(&pattern)
    }
    let hasOutliers = classifier.preprocessing.keepsOutliers(of: pattern)
    if let warning = Preprocessing.outlierWarning(hasOutliers ? 1 : 0, of: 1) { StandardError.warning(warning) }
    let answer: Prediction
    do { answer = try classifier.predict(pattern) } catch { throw CommandFailure("\(error)") }
    let (probabilities, ranking) = (answer.probabilities, answer.ranking)
    let chosen: Int
    if let className {
      guard let index = classifier.classes.firstIndex(of: className) else {
        throw CommandFailure(
          "the model has no class \"\(className)\", only \(classifier.classes.joined(separator: ", "))"
            + classifier.classes.classSuggestion(for: [className])
        )
      }
      chosen = index
    } else {
      chosen = ranking[0]
    }
    func answers(_ names: [String]) -> String {
      let lattices = ranking.prefix(3).map { "\(names[$0]) \(probabilities[$0].percent)" }.joined(separator: ", ")
      let laue = answer.mostProbableLaueClass.map { "; Laue class \($0.laueClass.rawValue) \($0.probability.percent)" }
      let text = lattices + (laue ?? "")
      return answer.isPattern ? text : "\(Verdict.notAPatternLabel) (\(text))"
    }
    let drawn = FigureFiles.names(classifier.classes)
    if let warning = FigureFiles.warning(on: classifier.classes) { StandardError.warning(warning) }
    let side = classifier.preprocessing.size
    let figure = ClassActivationFigure(
      image: GrayImage(width: side, height: side, pixels: classifier.preprocessing(pattern)),
      heatMap: attention.heatMap(for: pattern, output: chosen),
      elements: classifier.symmetryMaps(of: pattern).map(SymmetryElementDetection.init),
      caption: "\(answers(drawn)); orange: evidence for \(drawn[chosen])"
    )
    try FigureFiles.write(figure, to: output)
    StandardOutput.write(
      "\(image): \(answers(classifier.classes)); \(classifier.classes[chosen]) explained in \(output)\n"
    )
  }
}
