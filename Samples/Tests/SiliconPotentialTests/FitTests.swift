import Atomistics
import Foundation
import Testing

@testable import SiliconPotential

@Suite struct FitTests {
  @Test func aFitLearnsAndIsStored() throws {
    // Slightly disordered crystals of two atoms, labelled by the published network.
    let teacher = try N2P2Files.potential(in: CommittedData.folder)
    let labels = (0..<12).map { index in
      var structure = AtomicStructure(
        cell: [[0, 2.7, 2.7], [2.7, 0, 2.7], [2.7, 2.7, 0]],
        positions: [.zero, [1.35, 1.35, 1.35]],
        species: [0, 0]
      )
      structure.positions[1] += 0.02 * SIMD3(Double(index), Double(index % 5), Double(index % 3))
      let result = teacher.evaluate(structure)
      return LabelledStructure(group: "", structure: structure, energy: result.energy, forces: result.forces)
    }
    var settings = Fit.Settings()
    (settings.units, settings.steps) = (4, 60)
    let descriptor = SymmetryFunctions(
      cutoff: 4,
      radial: [.init(eta: 0.5, center: 2.4)],
      angularEtas: [0.05],
      zetas: [1, 4]
    )
    let fit = Fit(on: labels, descriptor: descriptor, repulsion: .silicon, settings: settings, threads: 1) { _ in }
    #expect(fit.records.map(\.step) == [20, 40, 60] && fit.bestStep > 0)
    let first = try #require(fit.records.first), last = try #require(fit.records.last)
    #expect(last.loss < first.loss && last.validation.force.mean < 0.2)

    let folder = try CommittedData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "potential.json")
    try StoredPotential(fit.best).write(to: file)
    let stored = try StoredPotential(contentsOf: file).potential(threads: 1)
    #expect(stored.evaluate(labels[3].structure) == fit.best.evaluate(labels[3].structure))

    try Data(String(contentsOf: file, encoding: .utf8).replacing("\"zetas\":[1,4]", with: "\"zetas\":[1]").utf8).write(
      to: file
    )
    #expect(throws: (any Error).self) { try StoredPotential(contentsOf: file) }
  }
}
