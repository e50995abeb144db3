import Crystallography
import Diffraction
import Foundation
import Imaging
import TestSupport
import Testing

/// Comparison of simulated master patterns with EMsoft's, on a coarse grid for debug builds.
///
/// Documentation/Physics.md has the comparison on the full grid and explains why the rows of the files are reversed and
/// their rings read one pixel farther out. `BlochWavesTests` compares the waves with stepwise propagation.
@Suite struct EMsoftMasterPatternTests {
  @Test(
    .enabled(if: Project.sharedHas("master_patterns"), "../shared/master_patterns is absent"),
    arguments: ["Ni-nickel-A1_225", "Mo-molybdenum-A2_229", "Ge-germanium-A4_227"]
  )
  func masterPatternsCorrelateWithEMsoft(name: String) throws {
    let crystal = try Self.crystal(name)
    let simulator = MasterPatternSimulator(size: Self.size, minimumSpacing: 0.5)
    let ours = simulator.simulate(crystal, symmetry: try CrystalSymmetry(of: crystal)).pattern
    #expect(try Self.correlation(of: ours.northern, with: name) > 0.88)
  }

  @Test(
    .enabled(if: Project.sharedHas("master_patterns"), "../shared/master_patterns is absent"),
    arguments: [
      "Ni-nickel-A1_225", "Mo-molybdenum-A2_229", "Ge-germanium-A4_227", "Mg-magnesium-A3_194",
      "SiO2-alpha-quartz-low-hP9_152", "Sn-beta-tin-white-A5_141", "TiO2-rutile-C4_136", "CuPt-L1-1_166",
    ]
  )
  func twoBeamBandsCorrelateWithEMsoft(name: String) throws {
    let beam = ElectronBeam(acceleratingVoltage: 20)
    let bands = TwoBeamBands(of: try Self.crystal(name), beam: beam, minimumSpacing: 0.55)
    let half = Double(Self.size / 2)
    let ours = (0..<Self.size * Self.size).map { index in
      let (x, y) = (Double(index % Self.size) / half - 1, Double(index / Self.size) / half - 1)
      return bands.intensity(in: SquareLambert.direction(x: x, y: y))
    }
    #expect(try Self.correlation(of: ours, with: name) > 0.78)
  }

  private static let size = 81

  private static func crystal(_ name: String) throws -> Crystal {
    try CIF(path: Project.shared.appending(path: "master_patterns/\(name).cif").path).crystal
  }

  /// The correlation of a northern grid with EMsoft's, both band-passed.
  private static func correlation(of ours: [Float], with name: String) throws -> Double {
    let theirs = try MasterPatternFile.read(
      Project.shared.appending(path: "master_patterns/\(name).png").path
    ).masterPattern
    let step = (theirs.size - 1) / (size - 1)
    let middle = theirs.size / 2
    var (a, b) = (GrayImage(width: size, height: size), GrayImage(width: size, height: size))
    a.pixels = ours
    b.pixels = (0..<size * size).map { index in
      let x = (index % size) * step - middle
      let y = middle - (index / size) * step
      let ring = max(abs(x), abs(y))
      let outwards = ring > 0 ? Double(min(ring + 1, middle)) / Double(ring) : 1
      let column = middle + Int((Double(x) * outwards).rounded())
      let row = middle + Int((Double(y) * outwards).rounded())
      return theirs.northern[row * theirs.size + column]
    }
    BackgroundRemoval.subtract(sigma: 0.04).apply(to: &a)
    BackgroundRemoval.subtract(sigma: 0.04).apply(to: &b)
    return a.correlation(with: b)
  }
}
