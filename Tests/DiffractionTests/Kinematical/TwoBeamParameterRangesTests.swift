import Crystallography
import Diffraction
import RandomNumbers
import Testing

@Suite struct TwoBeamParameterRangesTests {
  @Test func generatorDeterminesTheBands() throws {
    let crystal = try CrystalExamples.nickel()
    let geometry = DetectorGeometry(width: 16, height: 16, patternCenter: [0.5, 0.4, 0.6])
    let images = [1, 1, 2, 3].map { key in
      var generator = KeyedGenerator(key)
      return TwoBeamParameterRanges().projector(
        of: crystal,
        beam: ElectronBeam(acceleratingVoltage: 20),
        minimumSpacing: 0.8,
        using: &generator
      ).project(.identity, onto: geometry)
    }
    #expect(images[0] == images[1])
    #expect(images[0] != images[2] && images[2] != images[3])
  }

  @Test func finePlanesTakePartInSmallCells() {
    #expect(TwoBeamParameterRanges.minimumSpacing(primitiveVolume: 11) == 0.55)
    #expect(abs(TwoBeamParameterRanges.minimumSpacing(primitiveVolume: 134.16) - 0.675) < 1e-3)
    #expect(TwoBeamParameterRanges.minimumSpacing(primitiveVolume: 2000) == 0.8)
  }
}
