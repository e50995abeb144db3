import ArgumentParser
import Crystallography
import Diffraction
import Imaging
import Pipelines
import SymmetryClassification

/// `training-reference tables`.
struct TablesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tables",
    abstract: "Print scattering factors, symmetry tables and ranges of parameters."
  )

  /// The tables; lengths in Å, energies in keV, voltages in kV.
  private struct Tables: Encodable {
    struct SpaceGroup: Encodable {
      let lattice: BravaisLattice
      let laueClass: LaueClass
    }

    struct Electron: Encodable {
      let restEnergy = ElectronBeam.restEnergy
      let comptonWavelength = ElectronBeam.comptonWavelength
    }

    /// The spacing of the finest planes increases with the logarithm of the volume of the primitive cell.
    struct FinestPlanes: Encodable {
      let volumes = TwoBeamParameterRanges.volumes
      let spacings = TwoBeamParameterRanges.spacings
    }

    /// The most probable depth of backscattered electrons, see `DepthProfile`.
    struct Depth: Encodable {
      let scale = DepthProfile.scale
      let exponent = DepthProfile.exponent
    }

    let lattices = BravaisLattice.allCases
    let laueClasses = LaueClass.allCases
    /// The space groups 1 to 230.
    let spaceGroups = Crystallography.SpaceGroup.all.map {
      SpaceGroup(lattice: $0.bravaisLattice, laueClass: $0.laueClass)
    }
    let symmetryTolerance = CrystalSymmetry.usualTolerance
    let scatteringFactors = ElectronScatteringFactor.coefficients
    let electron = Electron()
    let finestPlanes = FinestPlanes()
    let depthProfile = Depth()
    let twoBeam = TwoBeamParameterRanges()
    let twoBeamVoltage: ClosedRange<Float>
    let masterPatternVoltage: Double
    let localContrast = LocalContrast()
    let localContrastRounding = LocalContrast.rounding
    let shadows = ShadowLimits()
    /// The range of the high pass in training, in pixels.
    let highPass = SimulatedTrainingData.highPass
    let camera = EBSDParameterRanges.wide
    let shadeWidth = FlatField.shadeWidth

    init(_ sources: StructureSources) {
      (twoBeamVoltage, masterPatternVoltage) = (sources.twoBeamVoltage, sources.acceleratingVoltage)
    }
  }

  func run() throws {
    try TrainingReference.print(Tables(StructureSources(cache: MasterPatternCache(folder: nil))))
  }
}
