import Crystallography
import Diffraction
import Foundation
import Imaging
import SymmetryClassification
import TestSupport
import Testing

/// `training-reference`, which gives the trainer in Training/ its tables and reference values.
@Suite struct TrainingReferenceTests {
  private let playground: Playground
  private let nickel = Project.structures.appending(path: "cF/nickel.cif").path

  init() throws { playground = try Playground() }

  private func run(_ arguments: String...) throws -> CommandRun {
    try CommandRun(arguments, of: "training-reference", in: playground.root)
  }

  private func json(_ run: CommandRun) throws -> Any {
    #expect(run.status == 0, "\(run.errors)")
    return try JSONSerialization.jsonObject(with: Data(run.output.utf8))
  }

  @Test func tablesAreThoseOfTheLibrary() throws {
    let tables = try #require(try json(run("tables")) as? [String: Any])
    #expect(tables["lattices"] as? [String] == BravaisLattice.allCases.map(\.rawValue))
    let groups = try #require(tables["spaceGroups"] as? [[String: String]])
    #expect(groups.count == 230)
    #expect(groups[224] == ["lattice": "cF", "laueClass": "m-3m"])
    let factors = try #require(tables["scatteringFactors"] as? [[Double]])
    #expect(factors.count == ElectronScatteringFactor.greatestAtomicNumber)
    for (index, numbers) in factors.enumerated() {
      let terms = stride(from: 0, to: 10, by: 2).map { term -> Double in
        let spread = 1 + numbers[term + 1] * 0.25
        return numbers[term] * (1 + spread) / (spread * spread)
      }
      let factor = try #require(ElectronScatteringFactor(atomicNumber: index + 1))
      #expect(abs(factor(0.5) - terms.reduce(0, +)) < 1e-9)
    }
    let planes = try #require(tables["finestPlanes"] as? [String: [Double]])
    for (volume, spacing) in zip(planes["volumes"] ?? [], planes["spacings"] ?? []) {
      #expect(TwoBeamParameterRanges.minimumSpacing(primitiveVolume: volume) == spacing)
    }
    #expect(planes["volumes"]?.count == 2)
  }

  @Test func rangesReadAsConditions() throws {
    let tables = try #require(try json(run("tables")) as? [String: Any])
    let camera = try JSONSerialization.data(withJSONObject: try #require(tables["camera"]))
    #expect(try JSONDecoder().decode(EBSDParameterRanges.self, from: camera) == .wide)
    let contrast = try JSONSerialization.data(withJSONObject: try #require(tables["localContrast"]))
    #expect(try JSONDecoder().decode(LocalContrast.self, from: contrast) == LocalContrast())
  }

  @Test func structuresAreInTheirPrimitiveCell() throws {
    let structures = try #require(try json(run("structures", nickel)) as? [[String: Any]])
    #expect(structures.count == 1)
    #expect(structures[0]["lattice"] as? String == "cF")
    #expect(structures[0]["spaceGroup"] as? Int == 225)
    let atoms = try #require(structures[0]["atoms"] as? [[String: Any]])
    #expect(atoms.count == 1 && atoms[0]["element"] as? String == "Ni" && atoms[0]["atomicNumber"] as? Int == 28)
    let rows = try #require(structures[0]["cell"] as? [[Double]]).map { Vector3($0[0], $0[1], $0[2]) }
    let volume = Matrix3(rows: rows[0], rows[1], rows[2]).determinant
    #expect(abs(volume - 3.52387 * 3.52387 * 3.52387 / 4) < 1e-4)
  }

  @Test func unusableStructuresAreNamed() throws {
    try playground.write("broken.cif", Array("data_x\n".utf8))
    let both = try run("structures", nickel, "broken.cif")
    #expect(both.status == 0)
    #expect(both.errors.hasPrefix("warning: left out: broken.cif"))
    let none = try run("structures", "broken.cif")
    #expect(none.status != 0 && none.output.isEmpty)
    #expect(none.errors.contains("none of the structures can be used"))
  }

  @Test func bandPatternsAreThoseOfTheProjector() throws {
    let request = """
      {"size": 16, "patterns": [{"structure": "\(nickel)", "voltage": 20, "bandCount": 30, "sharpness": 1.2,
      "thickness": 50, "absorption": -1, "strength": {"amplitude": 0, "period": 1, "phase": 0},
      "rotation": [[0, 1, 0], [0, 0, 1], [1, 0, 0]], "patternCenter": [0.45, 0.3, 0.6]}]}
      """
    try playground.write("request.json", Array(request.utf8))
    let images = try #require(try json(run("band-patterns", "request.json")) as? [[Double]])
    let crystal = try LabeledStructure(path: nickel).symmetry.primitive
    let bands = TwoBeamBands(of: crystal, beam: ElectronBeam(acceleratingVoltage: 20), minimumSpacing: 0.55, count: 30)
    let image = TwoBeamProjector(bands).project(
      crystalToLaboratory: Matrix3(rows: [0, 1, 0], [0, 0, 1], [1, 0, 0]),
      onto: DetectorGeometry(width: 16, height: 16, patternCenter: [0.45, 0.3, 0.6])
    )
    #expect(images.map { $0.map(Float.init) } == [image.pixels])

    let wrong = request.replacing("[0.45, 0.3, 0.6]", with: "[0.45, 0.3]")
    try playground.write("request.json", Array(wrong.utf8))
    let refused = try run("band-patterns", "request.json")
    #expect(refused.status != 0 && refused.errors.contains("patternCenter needs 3 numbers"))
  }

  @Test func networkOutputsAreInputsAndLogits() throws {
    try playground.addPattern("x.png", .diagonal, number: 1)
    let model = Project.root.appending(path: "Sources/ednet/Models/fast.safetensors").path
    let found = try #require(try json(run("network-outputs", model, "x.png")) as? [String: Any])
    let classifier = try Classifier(contentsOf: model)
    #expect(found["classes"] as? [String] == classifier.classes)
    let image = StripedPattern.diagonal.image(size: 20, number: 1)
    let inputs = try #require(found["inputs"] as? [[Double]])
    #expect(inputs.map { $0.map(Float.init) } == [classifier.preprocessing(image)])
    #expect((found["logits"] as? [[Double]])?.map(\.count) == [14])
  }
}
