import Diffraction
import Foundation
import Imaging
import NeuralNetworks
import TestSupport
import Testing

@testable import SymmetryClassification

/// `Scripts/import-pilot`, against the network that ../shared/pilot holds with its outputs for 20 patterns.
@Suite(
  .enabled(if: Project.sharedHas("pilot/expected.safetensors"), "../shared/pilot is absent"),
  .enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/python3"), "there is no Python")
)
struct ImportPilotTests {
  private static let pilot = Project.shared.appending(path: "pilot").path

  private func imported(_ options: [String] = []) throws -> Classifier {
    let playground = try Playground()
    let script = Project.root.appending(path: "Scripts/import-pilot").path
    let output = playground.path("model.safetensors")
    let words = [script, Self.pilot + "/network.safetensors", output] + options
    let command = (["python3"] + words.map { "'\($0)'" }).joined(separator: " ")
    let run = try CommandRun(["-c", command], of: "bash", in: playground.root)
    #expect(run.status == 0, "\(run.errors)")
    return try Classifier(contentsOf: output)
  }

  private func expected(_ name: String) throws -> [[Float]] {
    let content = try SafeTensors(contentsOf: Self.pilot + "/expected.safetensors")
    let tensor = try #require(content.tensors.first { $0.name == name })
    let count = tensor.values.count / tensor.shape[0]
    return (0..<tensor.shape[0]).map { Array(tensor.values[$0 * count..<($0 + 1) * count]) }
  }

  @Test func logitsAreThoseOfPyTorch() throws {
    let predictor = Predictor(try imported().model, threads: 2)
    let (inputs, logits) = (try expected("input"), try expected("lattice"))
    #expect(inputs.count == 20)
    for (input, expected) in zip(inputs, logits) {
      let output = predictor.output(for: input)
      #expect(zip(output, expected).allSatisfy { abs($0 - $1) < 1e-3 })
    }
  }

  @Test func mapsAreThoseOfPyTorch() throws {
    let classifier = try imported()
    let head = try #require(classifier.symmetryMapHead)
    let (inputs, logits) = (try expected("input"), try expected("maps"))
    for (input, expected) in zip(inputs, logits).prefix(3) {
      let maps = head.maps(of: input, by: classifier.model)
      let values = SymmetryElementMap.Kind.allCases.flatMap { maps[$0]?.pixels ?? [] }
      #expect(values.count == expected.count)
      #expect(zip(values, expected).allSatisfy { abs($0 - 1 / (1 + exp(-$1))) < 1e-3 })
    }
  }

  @Test func laueClassesAreThoseOfPyTorch() throws {
    let classifier = try imported()
    let head = try #require(classifier.laueHead)
    let body = classifier.model.split(after: classifier.model.network.layers.count - 2).body
    for (input, expected) in zip(try expected("input"), try expected("laue")).prefix(3) {
      let logarithms = head.logarithms(of: Predictor(body, threads: 1).output(for: input))
      // ½ ln p(L) is half a logit, apart from a constant.
      let shift = logarithms[0] - expected[0] / 2
      #expect(zip(logarithms, expected).allSatisfy { abs($0 - $1 / 2 - shift) < 1e-3 })
    }
  }

  @Test func preprocessingIsThatOfTheTrainerTo2PerCent() throws {
    var preprocessing = try imported().preprocessing
    // The trainer does not exclude shadows.
    preprocessing.fillShadows = false
    let files = try String(contentsOfFile: Self.pilot + "/expected.txt", encoding: .utf8).split(separator: "\n")
    for (file, expected) in zip(files, try expected("input")) {
      let image = try ImageFormats.read(Project.shared.appending(path: "patterns/emsoft/\(file)").path).image
      let input = preprocessing(image)
      let error = zip(input, expected).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Float(input.count)
      #expect(error.squareRoot() < 0.02, "\(file)")
    }
  }

  @Test func bfloat16KeepsEightSignificantBits() throws {
    let (whole, half) = (try imported().model.parameters, try imported(["--dtype", "BF16"]).model.parameters)
    #expect(zip(whole, half).allSatisfy { abs($0 - $1) <= abs($0) / 256 })
    #expect(whole != half)
  }
}
