import Crystallography
import Foundation
import SymmetryClassification
import TestSupport
import Testing

/// The models that come with ednet.
@Suite struct ShippedModelTests {
  private static func path(_ name: String) -> String {
    Project.root.appending(path: "Sources/ednet/Models/\(name).safetensors").path
  }
  private static let path = path("bravais")

  @Test(arguments: ["bravais", "fast"]) func eachKnows14LatticesAndHasACard(name: String) throws {
    let classifier = try Classifier(contentsOf: Self.path(name))
    #expect(Set(classifier.classes) == Set(BravaisLattice.allCases.map(\.rawValue)))
    #expect(classifier.card != nil && classifier.outOfDistributionDetector != nil)
    #expect(classifier.training.splitBySpecimen)
    #expect(try classifier.answering(in: .int8).precision == .int8)
  }

  @Test func theyTakeAtMost14Megabytes() throws {
    let sizes = try ["bravais", "fast"].map {
      try FileManager.default.attributesOfItem(atPath: Self.path($0))[.size] as? Int ?? .max
    }
    #expect(sizes.reduce(0, +) < 14_000_000)
  }

  @Test func theFastOneHasAName() throws {
    let playground = try Playground()
    try playground.addPattern("x.png", .vertical, number: 1)
    let card = try playground.run("inspect", "fast")
    #expect(card.status == 0 && card.output.contains("14 classes"), "\(card.errors)")
    let run = try playground.run("classify", "x.png", "--model", "fast")
    #expect(run.status == 0 && run.errors.contains("Models/fast.safetensors, 14 classes"), "\(run.errors)")
    try playground.makeFolder("fast")
    expectFailure(
      try playground.run("classify", "x.png", "--model", "fast"),
      "there is no model at fast/model.safetensors"
    )
  }

  @Test func itAnswersWithoutBeingNamed() throws {
    let playground = try Playground()
    try playground.addPattern("x.png", .vertical, number: 1)
    let bare = ["EDNET_MODEL": ""]
    let run = try playground.run("classify", "x.png", "--format", "json", environment: bare)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("Models/bravais.safetensors, 14 classes"))
    // Stripes are no diffraction pattern.
    #expect(run.output.contains("\"prediction\":\"not a pattern\""))
    let card = try playground.run("inspect", Self.path)
    #expect(card.status == 0 && card.output.contains("97,000 crystals"), "\(card)")
  }

  @Test func whenLatticesLookAlikeIsSaidOnceInText() throws {
    let playground = try Playground()
    let samples = Project.structures
    let made = try playground.run(
      "simulate",
      samples.appending(path: "cF/nickel.cif").path,
      samples.appending(path: "cI/molybdenum.cif").path,
      "--output",
      "new",
      "--per-structure",
      "20",
      "--kinematical"
    )
    #expect(made.status == 0, "\(made.errors)")
    func answers(_ format: String) throws -> [Substring] {
      try playground.run("classify", "new", "-m", Self.path, "--format", format).outputByLine
    }
    // JSON has the hint in every line it applies to; text explains each pair once and then names it.
    let hints = try answers("json").compactMap { line in
      try (JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["hint"]
        as? String
    }
    #expect(hints.count > Set(hints).count)
    let text = try answers("text")
    #expect(text.count { $0.contains(" look alike") } == hints.count)
    for hint in Set(hints) { #expect(text.count { $0.contains(hint) } == 1, "\(hint)") }
  }
}
