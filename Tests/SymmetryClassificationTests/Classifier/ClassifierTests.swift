import Foundation
import Imaging
import NeuralNetworks
import Testing

@testable import SymmetryClassification

@Suite struct ClassifierTests {
  private func refusal(of metadata: (inout [String: String]) -> Void) throws -> String {
    let folder = try TemporaryFolder()
    let path = folder.path + "/model.safetensors"
    try SmallClassifier.untrained().write(to: path)
    var content = try SafeTensors(contentsOf: path)
    metadata(&content.metadata)
    try content.write(to: path)
    do {
      _ = try Classifier(contentsOf: path)
    } catch {
      let text = "\(error)"
      #expect(text.hasPrefix(path + ": "), "\(text)")
      #expect(!text.contains("\n"))
      return String(text.dropFirst(path.count + 2))
    }
    Issue.record("accepted")
    return ""
  }

  @Test func writtenAndReadItIsTheSame() throws {
    let folder = try TemporaryFolder()
    let (first, second) = (folder.path + "/1.safetensors", folder.path + "/2.safetensors")
    let classifier = try SmallClassifier.untrained()
    try classifier.write(to: first)
    let read = try Classifier(contentsOf: first)
    #expect(read.model.parameters == classifier.model.parameters)
    #expect(read.classes == classifier.classes)
    #expect(read.preprocessing == classifier.preprocessing)
    #expect(read.training == classifier.training)
    try read.write(to: second)
    let bytes = try [first, second].map { try Data(contentsOf: URL(filePath: $0)) }
    #expect(bytes[0] == bytes[1])
  }

  @Test func aModelSavedAgainByAnotherLibraryIsRead() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/model.safetensors"
    let classifier = try SmallClassifier.untrained()
    try classifier.write(to: path)
    var content = try SafeTensors(contentsOf: path)
    content.metadata["format"] = "pt"
    try content.write(to: path)
    #expect(try Classifier(contentsOf: path).model.parameters == classifier.model.parameters)
  }

  @Test func namesOfClassesMayBeAnything() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/model.safetensors"
    var classifier = try SmallClassifier.untrained()
    classifier.classes = ["a \"b\"\n", "γ-铁", "../x"]
    try classifier.write(to: path)
    #expect(try Classifier(contentsOf: path).classes == classifier.classes)
  }

  @Test(arguments: ["classes", "preprocessing", "training", "network"])
  func missingMetadataAreNamed(key: String) throws {
    #expect(try refusal { $0[key] = nil } == "its metadata hold no \(key)")
  }

  @Test(arguments: ["classes", "preprocessing", "training", "network", "calibration"])
  func metadataThatAreNoJSONAreNamed(key: String) throws {
    for text in ["", "{", "[1, 2]", "\"x\"", "null", "{\"a\": 1}"] {
      // An empty object or one of other keys is a preprocessing refused for its own reason.
      let refusal = try refusal { $0[key] = text }
      #expect(refusal.hasPrefix("its \(key) cannot be "), "\(text): \(refusal)")
    }
  }

  @Test func classesMustFitTheOutputs() throws {
    #expect(
      try refusal { $0["classes"] = #"["a", "b"]"# } == "names 2 classes for 3 outputs"
    )
    #expect(
      try refusal { $0["classes"] = #"["a", "b", "c", "d"]"# } == "names 4 classes for 3 outputs"
    )
    #expect(try refusal { $0["classes"] = "[]" } == "names 0 classes for 3 outputs")
  }

  @Test func aClassCannotBeNamedTwice() throws {
    let refusal = try refusal { $0["classes"] = #"["a", "b", "a"]"# }
    #expect(refusal == "names the class \"a\" twice")
  }

  @Test func preprocessingMustFitTheNetwork() throws {
    let refusal = try refusal {
      $0["preprocessing"] = $0["preprocessing"]?.replacing("\"size\":16", with: "\"size\":32")
    }
    #expect(refusal == "its preprocessing gives 1×32×32 but its network takes 1×16×16")
  }

  @Test func absurdPreprocessingIsRefused() throws {
    let refusal = try refusal {
      $0["preprocessing"] = $0["preprocessing"]?.replacing("\"size\":16", with: "\"size\":-1")
    }
    #expect(refusal.contains("size: -1"), "\(refusal)")
  }

  @Test func otherFormatsAreRefused() throws {
    #expect(try refusal { ($0["format"], $0["network"]) = ("pt", nil) }.contains("not a model of ednet"))
    #expect(try refusal { $0["format_version"] = "3" }.contains("format version \"3\""))
  }

  @Test func foldingLeavesTheAnswers() throws {
    let classifier = try SmallClassifier.untrained()
    let images = SmallClassifier.stripes(6, classes: 3).images
    let plain = Predictor(classifier.model, threads: 1)
    let folded = classifier.predictor(threads: 2).samples(for: images)
    for (image, sample) in zip(images, folded) {
      let input = classifier.preprocessing(image.image)
      for (a, b) in zip(plain.output(for: input), sample.logits) {
        #expect(abs(a - b) <= 1e-4 * max(1, abs(a)))
      }
    }
  }

  @Test func aMissingFileOrFolderIsNamed() throws {
    let folder = try TemporaryFolder()
    for path in [folder.path, folder.path + "/none.safetensors"] {
      do {
        _ = try Classifier(contentsOf: path)
        Issue.record("accepted \(path)")
      } catch {
        #expect("\(error)".contains(path))
      }
    }
  }
}
