import Crystallography
import Foundation
import SymmetryClassification
import TestSupport
import Testing

/// The model that comes with ednet.
@Suite struct ShippedModelTests {
  private static let path = Project.root
    .appending(path: "Sources/ednet/Models/bravais.safetensors").path

  @Test func itTellsFourteenLatticesAndHasACard() throws {
    let classifier = try Classifier(contentsOf: Self.path)
    #expect(Set(classifier.classes) == Set(BravaisLattice.allCases.map(\.rawValue)))
    #expect(classifier.card != nil && classifier.outOfDistributionDetector != nil)
    #expect(classifier.training.splitBySpecimen)
    let size = try FileManager.default.attributesOfItem(atPath: Self.path)[.size] as? Int
    #expect(try #require(size) < 12_000_000)
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
    #expect(card.status == 0 && card.output.contains("held-out structures"), "\(card)")
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
