import Crystallography
import Diffraction
import RandomNumbers
import SymmetryClassification
import TestSupport
import Testing

@Suite struct CrystalSamplerTests {
  @Test func aMixtureDrawsByWeightAndHasTheLabelOfItsFirst() async {
    await confirmation(expectedCount: 20) { drawn in
      var never = CrystalSampler(label: 3) { _ in
        Issue.record("a sampler of weight 0 was drawn")
        return nil
      }
      never.weight = 0
      let always = CrystalSampler(label: 3) { _ in
        drawn()
        return nil
      }
      let mixture = CrystalSampler(mixing: [never, always])
      #expect(mixture.label == 3 && mixture.weight == 1)
      var generator = KeyedGenerator(1, 2, 3)
      for _ in 0..<20 { _ = mixture.draw(&generator) }
    }
  }

  @Test func aSpacingOutsideItsRangeIsRefused() throws {
    let rutile = try LabeledStructure(path: Project.structures.appending(path: "tP/rutile.cif").path)
    let prototype = try CrystalPrototype(rutile.symmetry)
    for spacing in [0.29, 5.1, .nan] {
      #expect(throws: DiffractionError.self) {
        try CrystalSampler(virtualCrystalsOf: prototype, label: 0, minimumSpacing: spacing)
      }
    }
  }
}
