import Crystallography
import Diffraction
import Foundation
import Imaging

/// The correlation of simulated master patterns with EMsoft's, for each model of diffraction.
///
/// Northern hemispheres on 81 rows, after subtraction of a Gaussian mean of a twenty-fifth of the width.
enum AgreementWithEMsoft {
  private static let size = 81
  private static let voltage = 20.0
  private static let models = [
    "drawn profile", "two beams, e = 0", "two beams", "Bloch waves, no absorption", "Bloch waves",
  ]

  /// Prints the table.
  ///
  /// - Parameter folder: pairs of a CIF and a master pattern, as `<name>.cif` and `<name>.png`.
  /// - Throws: the errors of reading them.
  static func run(folder: String) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".cif") }
      .map { String($0.dropLast(4)) }.sorted()
    var sums = [Double](repeating: 0, count: models.count)
    print("| crystal | " + models.joined(separator: " | ") + " |")
    for name in names {
      let crystal = try CIF(path: "\(folder)/\(name).cif").crystal
      let theirs = band(try northern("\(folder)/\(name).png"))
      let values = try patterns(of: crystal).map { band(image($0.northern)).correlation(with: theirs) }
      for (index, value) in values.enumerated() { sums[index] += value / Double(names.count) }
      print("| \(name) | " + values.map { String(format: "%.3f", $0) }.joined(separator: " | ") + " |")
    }
    print("| mean | " + sums.map { String(format: "%.3f", $0) }.joined(separator: " | ") + " |")
  }

  /// The master patterns of all models.
  private static func patterns(of crystal: Crystal) throws -> [MasterPattern] {
    let beam = ElectronBeam(acceleratingVoltage: voltage)
    let drawn = KikuchiBands(of: crystal, beam: beam, minimumSpacing: 0.55, count: 400, exponent: 1)
    func twoBeam(_ parameters: TwoBeamBands.Parameters) -> MasterPattern {
      TwoBeamBands(of: crystal, beam: beam, minimumSpacing: 0.55, parameters: parameters).masterPattern(size: size)
    }
    let symmetry = try CrystalSymmetry(of: crystal)
    let waves = [Absorption.none, .thermalDiffuse].map { absorption in
      MasterPatternSimulator(
        acceleratingVoltage: voltage,
        size: size,
        minimumSpacing: 0.5,
        absorption: absorption
      ).simulate(crystal, symmetry: symmetry).pattern
    }
    return [drawn.masterPattern(size: size), twoBeam(.init(absorption: 0)), twoBeam(.init())] + waves
  }

  /// A grid of EMsoft's on our rows.
  private static func northern(_ path: String) throws -> GrayImage {
    let theirs = try EMsoftMasterPattern.read(path)
    let step = (theirs.size - 1) / (size - 1)
    return image((0..<size * size).map { theirs.northern[$0 / size * step * theirs.size + $0 % size * step] })
  }

  private static func image(_ pixels: [Float]) -> GrayImage { GrayImage(width: size, height: size, pixels: pixels) }

  private static func band(_ image: GrayImage) -> GrayImage {
    var image = image
    BackgroundRemoval.subtract(sigma: 0.04).apply(to: &image)
    return image
  }
}
