import Crystallography
import Foundation

/// The Fourier coefficients of a crystal's scattering potential, for every reciprocal lattice vector up to a length.
///
/// With waves exp(2πi **k**·**r**) and atomic scattering factors f,
///
/// U_g = γ / (πV) Σⱼ occⱼ fⱼ(g) exp(-Bⱼ g²/4) exp(-2πi **g**·**r**ⱼ)   in Å⁻²,
///
/// so that 2m e V(**r**) / h² = Σ U_g exp(2πi **g**·**r**) (P. Hirsch et al., Electron Microscopy of Thin Crystals,
/// 1965; C. J. Humphreys, Rep. Prog. Phys. 42, 1825, 1979). The absorptive U'_g follow likewise from
/// absorptive scattering factors; positive values absorb.
public struct StructureFactors: Sendable {
  /// The electron beam.
  public let beam: ElectronBeam
  /// The largest |**g**| in Å⁻¹ with coefficients; they are 0 beyond.
  public let reach: Double
  /// U_g in Å⁻², real and imaginary part, at ``index(of:)``.
  public let elastic: [SIMD2<Float>]
  /// U'_g in Å⁻², likewise.
  public let absorptive: [SIMD2<Float>]
  /// Σ occ Z² exp(-B g²/4) exp(-2πi g·r) / Σ occ: the sources of backscattered electrons.
  public let emission: [SIMD2<Float>]
  /// The index of (0 0 0) in the tables.
  public let origin: Int
  private let cell: UnitCell
  private let extent: (h: Int, k: Int, l: Int)

  /// Sums over the atoms of a crystal.
  ///
  /// Elements beyond the table of scattering factors use its last entry; crystals read from files contain none.
  ///
  /// - Parameters:
  ///   - crystal: the crystal.
  ///   - beam: the electron beam.
  ///   - reach: the largest |**g**| in Å⁻¹.
  ///   - absorption: the model of absorption.
  public init(of crystal: Crystal, beam: ElectronBeam, reach: Double, absorption: Absorption = .thermalDiffuse) {
    self.beam = beam
    self.reach = reach
    let cell = crystal.cell
    self.cell = cell
    // |h| = |g · a| is at most |g| |a|.
    let extent = (h: Int(reach * cell.lengths.x), k: Int(reach * cell.lengths.y), l: Int(reach * cell.lengths.z))
    self.extent = extent
    let rows = 2 * extent.k + 1
    let columns = 2 * extent.l + 1
    let count = (2 * extent.h + 1) * rows * columns
    origin = count / 2

    let species = Species.atoms(of: crystal).map { species, atoms in
      FormFactors(species, atoms: atoms, beam: beam, reach: reach, absorption: absorption)
    }
    let occupancy = crystal.atoms.reduce(0) { $0 + $1.occupancy }
    let perVolume = beam.relativisticMassRatio / (.pi * cell.volume)
    let phases = species.map { $0.atoms.map { AtomicPhaseFactors(position: $0.position, extent: extent) } }

    var elastic = [SIMD2<Float>](repeating: .zero, count: count)
    var absorptive = elastic
    var emission = elastic
    for h in -extent.h...extent.h {
      for k in -extent.k...extent.k {
        for l in -extent.l...extent.l {
          // Half the vectors suffice: -g has the complex conjugate coefficient.
          let index = ((h + extent.h) * rows + k + extent.k) * columns + l + extent.l
          guard index >= count / 2 else { continue }
          let length = cell.reciprocalVector(of: MillerIndex(h, k, l)).length
          guard length <= reach else { continue }
          var sums = (elastic: SIMD2<Double>(), absorptive: SIMD2<Double>(), emission: SIMD2<Double>())
          for (kind, tables) in zip(species, phases) {
            var phase = SIMD2<Double>()
            for (atom, table) in zip(kind.atoms, tables) {
              phase += atom.occupancy * table.phase(h + extent.h, k + extent.k, l + extent.l)
            }
            sums.elastic += kind.elastic.value(at: length) * phase
            sums.absorptive += kind.absorptive.value(at: length) * phase
            sums.emission += kind.emission.value(at: length) * phase
          }
          func store(_ value: SIMD2<Double>, into table: inout [SIMD2<Float>]) {
            let value = SIMD2<Float>(Float(value.x), Float(value.y))
            table[count - 1 - index] = [value.x, -value.y]
            table[index] = value
          }
          store(sums.elastic * perVolume, into: &elastic)
          store(sums.absorptive * perVolume, into: &absorptive)
          store(sums.emission / occupancy, into: &emission)
        }
      }
    }
    self.elastic = elastic
    self.absorptive = absorptive
    self.emission = emission
  }

  /// The index of a reciprocal lattice vector in the tables.
  ///
  /// The index is linear: index(g - h) = index(g) - index(h) + ``origin``. |**g**| must not exceed ``reach``.
  public func index(of index: MillerIndex) -> Int {
    origin + (index.h * (2 * extent.k + 1) + index.k) * (2 * extent.l + 1) + index.l
  }

  /// All reciprocal lattice vectors up to a length in Å⁻¹, at most ``reach``, by increasing length, then by h, k, l.
  public func reflections(within length: Double) -> [MillerIndex] {
    precondition(length <= reach, "length \(length) Å⁻¹ exceeds the reach \(reach) Å⁻¹ of the structure factors")
    var found: [(length: Double, index: MillerIndex)] = []
    for h in -extent.h...extent.h {
      for k in -extent.k...extent.k {
        for l in -extent.l...extent.l {
          let index = MillerIndex(h, k, l)
          let own = cell.reciprocalVector(of: index).length
          if own <= length { found.append((own, index)) }
        }
      }
    }
    return found.sorted {
      ($0.length, $0.index.h, $0.index.k, $0.index.l) < ($1.length, $1.index.h, $1.index.k, $1.index.l)
    }.map(\.index)
  }

  /// The kinematical intensity |U_g|² of a reflection in Å⁻⁴.
  public func intensity(of index: MillerIndex) -> Float {
    let value = elastic[self.index(of: index)]
    return (value * value).sum()
  }

  /// The extinction distance K / |U_g| of a reflection in Å; infinite for an extinct one.
  public func extinctionDistance(of index: MillerIndex) -> Double {
    beam.wavenumber / Double(intensity(of: index).squareRoot())
  }

  /// The mean inner potential in V: U₀ h² / (2 γ m₀ e).
  public var meanInnerPotential: Double {
    // h² / (2 m₀) = λ_C² m₀c² / 2.
    Double(elastic[origin].x) / beam.relativisticMassRatio * ElectronBeam.comptonWavelength
      * ElectronBeam.comptonWavelength * ElectronBeam.restEnergy * 1000 / 2
  }
}

/// The three factors of a species, tabulated over |**g**|.
private struct FormFactors {
  let atoms: [AtomSite]
  let elastic, absorptive, emission: RadialTable

  init(_ species: Species, atoms: [AtomSite], beam: ElectronBeam, reach: Double, absorption: Absorption) {
    self.atoms = atoms
    let factor = species.scatteringFactor
    let b = species.debyeWallerFactor
    func thermal(_ g: Double) -> Double { exp(-b * g * g / 4) }
    elastic = RadialTable(reach: reach) { factor($0) * thermal($0) }
    let weight = Double(species.element.atomicNumber * species.element.atomicNumber)
    emission = RadialTable(reach: reach) { weight * thermal($0) }
    switch absorption {
    case .none: absorptive = RadialTable(reach: reach) { _ in 0 }
    case .proportional(let ratio): absorptive = RadialTable(reach: reach) { ratio * factor($0) * thermal($0) }
    case .thermalDiffuse:
      let loss = AbsorptiveScatteringFactor(elastic: factor, debyeWallerFactor: b, beam: beam, reach: reach)
      absorptive = RadialTable(reach: reach) { loss($0) }
    }
  }
}

/// A function of |**g**|, tabulated for linear interpolation.
private struct RadialTable {
  private let values: [Double]
  private let stepsPerUnit: Double
  private static let steps = 4096

  init(reach: Double, _ function: (Double) -> Double) {
    let stepsPerUnit = Double(Self.steps) / reach
    self.stepsPerUnit = stepsPerUnit
    values = (0...Self.steps + 1).map { function(Double($0) / stepsPerUnit) }
  }

  func value(at length: Double) -> Double {
    let position = length * stepsPerUnit
    let index = min(Int(position), Self.steps)
    return values[index] + (values[index + 1] - values[index]) * (position - Double(index))
  }
}
