import Crystallography
import Foundation
import SymmetryClassification
import Testing

/// The model that comes with ednet.
@Suite struct ShippedModelTests {
  private static let path = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources/ednet/Models/bravais.safetensors").standardizedFileURL.path

  @Test func itTellsFourteenLatticesAndHasACard() throws {
    let classifier = try Classifier(contentsOf: Self.path)
    #expect(Set(classifier.classes) == Set(BravaisLattice.allCases.map(\.rawValue)))
    #expect(classifier.card != nil && classifier.novelty != nil)
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
    #expect(card.status == 0 && card.output.contains("structures held out"), "\(card)")
  }
}
