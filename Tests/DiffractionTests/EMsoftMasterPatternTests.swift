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
    let crystal = try CIF(path: Project.shared.appending(path: "master_patterns/\(name).cif").path)
      .crystal
    let size = 81
    let simulator = MasterPatternSimulator(size: size, minimumSpacing: 0.5)
    let ours = simulator.simulate(crystal, symmetry: try CrystalSymmetry(of: crystal)).pattern
    let theirs = try MasterPatternFile.read(
      Project.shared.appending(path: "master_patterns/\(name).png").path
    )
    .masterPattern
    let step = (theirs.size - 1) / (size - 1)
    let middle = theirs.size / 2
    var (a, b) = (GrayImage(width: size, height: size), GrayImage(width: size, height: size))
    a.pixels = ours.northern
    b.pixels = (0..<size * size).map { position in
      let x = (position % size) * step - middle
      let y = middle - (position / size) * step
      let ring = max(abs(x), abs(y))
      let outwards = ring > 0 ? Double(min(ring + 1, middle)) / Double(ring) : 1
      let column = middle + Int((Double(x) * outwards).rounded())
      let row = middle + Int((Double(y) * outwards).rounded())
      return theirs.northern[row * theirs.size + column]
    }
    for index in [0, 1] {
      var image = index == 0 ? a : b
      BackgroundRemoval.subtract(sigma: 0.04).apply(to: &image)
      if index == 0 { a = image } else { b = image }
    }
    #expect(a.correlation(with: b) > 0.88)
  }
}
