import Foundation
import Imaging
import NeuralNetworks
import SymmetryClassification
import TestSupport
import Testing

@Suite(.serialized) struct GettingStartedTests {
  @Test func theArticleShowsThisCode() throws {
    let article = try MarkdownCode(
      "Sources/SymmetryClassification/SymmetryClassification.docc/GettingStarted.md"
    )
    #expect(article.blocks.count == 2)
    // The article has file names in the working directory, this test has folders of its own.
    let source = try String(contentsOfFile: #filePath, encoding: .utf8)
      .replacing("folder.path + \"/", with: "\"")
    let folder = try TemporaryFolder()
    try source.write(toFile: folder.path + "/code.swift", atomically: true, encoding: .utf8)
    #expect(try article.firstBlockMissing(in: folder.path + "/code.swift") == nil)
  }

  @Test func theCodeOfTheArticleRuns() throws {
    let folder = try TemporaryFolder()
    var image = GrayImage(width: 64, height: 64)
    for (index, name) in ["cF", "hP"].enumerated() {
      for specimen in 0..<4 {
        for column in 0..<64 {
          for row in 0..<64 { image[row, column] = Float((column * (index + 1) + specimen) % 9) }
        }
        let specimens = "\(folder.path)/patterns/\(name)/\(specimen)"
        try FileManager.default.createDirectory(
          atPath: specimens,
          withIntermediateDirectories: true
        )
        try PNG.write(image, to: "\(specimens)/1.png")
      }
    }
    try PNG.write(image, to: folder.path + "/image.png")
    try Self.train(folder, options: ClassifierOptions(training: TrainingOptions(epochs: 1)))
    try Self.classify(folder)
  }

  private static func train(_ folder: TemporaryFolder, options: ClassifierOptions) throws {
    let preprocessing = Preprocessing(size: 64)
    let scan = try PatternScan(PatternFolder(folder.path + "/patterns")) {
      ScannedPattern($1, preprocessing: preprocessing)
    }
    let split = try DatasetSplit(scan, validation: 0.2, test: 0, seed: 1)
    let (classifier, _) = try Classifier.train(
      Architecture.plain.network(size: 64, classes: scan.classes.count),
      classes: scan.classes,
      on: scan.labeled(split.training, classes: scan.classes),
      validation: scan.labeled(split.validation, classes: scan.classes),
      splitBySpecimen: split.basis == .specimen,
      preprocessing: preprocessing,
      options: options
    )
    try classifier.write(to: folder.path + "/model.safetensors")
  }

  private static func classify(_ folder: TemporaryFolder) throws {
    let classifier = try Classifier(contentsOf: folder.path + "/model.safetensors")
    let image = try ImageFormats.read(folder.path + "/image.png").image
    let prediction = try classifier.predict(image)
    switch DecisionRule(threshold: 0.8).verdict(on: prediction) {
    case .accepted(let index): print(classifier.classes[index], prediction.probabilities[index])
    case .unknown: print("unknown")
    case .notAPattern: print("not a pattern")
    }
  }
}
