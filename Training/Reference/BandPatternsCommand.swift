import ArgumentParser
import Crystallography
import Diffraction
import Foundation
import Pipelines
import SymmetryClassification

/// `training-reference band-patterns`.
struct BandPatternsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "band-patterns",
    abstract: "Print patterns by two-beam theory, drawn by TwoBeamProjector."
  )

  @Argument(help: "A JSON file with the size and the list of patterns.") var request: String

  private struct Request: Decodable {
    let size: Int
    let patterns: [Pattern]
  }

  private struct Pattern: Decodable {
    /// The CIF file, drawn in its primitive cell.
    let structure: String
    let voltage: Double
    let bandCount: Int
    let sharpness: Double
    let thickness: Double
    let absorption: Double
    /// The factor exp(amplitude cos(2π |g| / period + phase)) on |U_g|.
    let strength: Strength
    /// The rows of the rotation from the crystal frame to the laboratory frame.
    let rotation: [[Double]]
    let patternCenter: [Double]

    func image(size: Int) throws -> [Float] {
      guard patternCenter.count == 3, rotation.count == 3, rotation.allSatisfy({ $0.count == 3 }) else {
        throw PipelineError("\(structure): patternCenter needs 3 numbers and rotation 3 rows of 3")
      }
      let crystal = try LabeledStructure(path: structure).symmetry.primitive
      let strength = strength
      let bands = TwoBeamBands(
        of: crystal,
        beam: ElectronBeam(acceleratingVoltage: voltage),
        minimumSpacing: TwoBeamParameterRanges.minimumSpacing(primitiveVolume: crystal.cell.volume),
        count: bandCount,
        parameters: TwoBeamBands.Parameters(sharpness: sharpness, thickness: thickness, absorption: absorption),
        strength: { exp(strength.amplitude * cos(2 * .pi * $0 / strength.period + strength.phase)) }
      )
      let rows = rotation.map { Vector3($0[0], $0[1], $0[2]) }
      let geometry = DetectorGeometry(
        width: size,
        height: size,
        patternCenter: Vector3(patternCenter[0], patternCenter[1], patternCenter[2])
      )
      try geometry.validate()
      return TwoBeamProjector(bands)
        .project(crystalToLaboratory: Matrix3(rows: rows[0], rows[1], rows[2]), onto: geometry).pixels
    }
  }

  private struct Strength: Decodable {
    let amplitude: Double
    let period: Double
    let phase: Double
  }

  func run() throws {
    let request: Request = try JSONFile.read(request, orOneOf: ["a file of patterns to draw"])
    try TrainingReference.print(request.patterns.map { try $0.image(size: request.size) })
  }
}
