import Crystallography
import Foundation
import RandomNumbers
import Testing

@testable import Diffraction

@Suite struct BlochWavesTests {
  /// Thresholds that make all beams strong, leaving only absorption to perturbation theory.
  private static let exact = BetheThresholds(strong: 40, weak: 40, cutoff: 1e6)

  private static func waves(
    _ crystal: Crystal,
    spacing: Double = 1,
    thresholds: BetheThresholds = BetheThresholds(),
    absorption: Absorption = .thermalDiffuse
  ) -> (waves: BlochWaves, potential: DynamicalPotential, depth: DepthProfile) {
    let beam = ElectronBeam(acceleratingVoltage: 20)
    let factors = StructureFactors(
      of: crystal,
      beam: beam,
      reach: 2 / spacing,
      absorption: absorption
    )
    let potential = DynamicalPotential(
      factors: factors,
      cell: crystal.cell,
      minimumSpacing: spacing,
      thresholds: thresholds
    )
    let depth = DepthProfile(of: crystal, beam: beam)
    return (BlochWaves(potential: potential, depth: depth), potential, depth)
  }

  private static func directions(_ count: Int, seed: Int = 1) -> [Vector3] {
    var generator = KeyedGenerator(seed)
    return (0..<count).map { _ in Orientation(uniformlyUsing: &generator).matrix * [0, 0, 1] }
  }

  @Test(arguments: [false, true])
  func intensityAgreesWithStepwisePropagation(polar: Bool) throws {
    let crystal = try polar ? CrystalExamples.galliumArsenide() : CrystalExamples.nickel()
    var (waves, potential, depth) = Self.waves(crystal, spacing: 1.4, thresholds: Self.exact)
    #expect(potential.isReal == !polar)
    for direction in Self.directions(1) + [[0, 0, 1]] {
      let intensity = Double(waves.intensity(in: direction))
      let expected = PropagatedWave(potential: potential, incident: -direction).intensity(
        depth: depth
      )
      #expect(
        abs(intensity - expected) < 0.01 * expected,
        "\(direction): \(intensity), \(expected)"
      )
    }
  }

  @Test func bethePotentialsApproximateTheExactTreatment() throws {
    let crystal = try CrystalExamples.nickel()
    var exact = Self.waves(crystal, thresholds: Self.exact).waves
    var perturbed = Self.waves(
      crystal,
      thresholds: BetheThresholds(strong: 12, weak: 40, cutoff: 1e6)
    ).waves
    var ignored = Self.waves(
      crystal,
      thresholds: BetheThresholds(strong: 12, weak: 12, cutoff: 1e6)
    ).waves
    var (perturbation, neglect): (Float, Float) = (0, 0)
    for direction in Self.directions(6, seed: 2) {
      let value = exact.intensity(in: direction)
      perturbation += abs(perturbed.intensity(in: direction) - value) / value
      neglect += abs(ignored.intensity(in: direction) - value) / value
    }
    #expect(perturbation < 6 * 0.02)
    #expect(perturbation < neglect)
  }

  @Test func intensityHasThePointGroupSymmetry() throws {
    for (crystal, polar) in [
      (try CrystalExamples.nickel(), false), (try CrystalExamples.galliumArsenide(), true),
    ] {
      var waves = Self.waves(crystal).waves
      for direction in Self.directions(2, seed: 3) {
        let expected = waves.intensity(in: direction)
        for operation in CrystalExamples.cubicOperations(polar: polar) {
          let image = waves.intensity(in: operation * direction)
          #expect(abs(image - expected) < 2e-3 * expected)
        }
      }
    }
  }

  @Test func polarCrystalBreaksFriedelsLaw() throws {
    var polar = Self.waves(try CrystalExamples.galliumArsenide()).waves
    var centred = Self.waves(try CrystalExamples.silicon()).waves
    // At the edge of a band of polar planes, where polarity has the largest effect.
    let direction = (Vector3(1, 1, 1) + [0.09, 0.09, -0.18]).normalized
    func contrast(_ waves: inout BlochWaves) -> Float {
      let (there, back) = (waves.intensity(in: direction), waves.intensity(in: -direction))
      return abs(there - back) / (there + back)
    }
    #expect(contrast(&polar) > 0.004)
    #expect(contrast(&centred) < 5e-4)
  }

  @Test func intensityDoesNotDependOnTheOrigin() throws {
    let crystal = try CrystalExamples.nickel()
    var real = Self.waves(crystal)
    var complex = Self.waves(crystal.translated(by: [0.11, 0.23, 0.37]))
    #expect(real.potential.isReal && !complex.potential.isReal)
    for direction in Self.directions(6, seed: 4) {
      let value = real.waves.intensity(in: direction)
      #expect(abs(complex.waves.intensity(in: direction) - value) < 1e-3 * value)
    }
  }

  @Test func withoutDiffractionTheDensityIsThatOfTheIncidentWave() throws {
    let thresholds = BetheThresholds(strong: 1e-9, weak: 1e-9, cutoff: 1)
    var waves = Self.waves(try CrystalExamples.nickel(), thresholds: thresholds).waves
    let value = waves.intensity(in: Vector3(0.3, 0.5, 0.7).normalized)
    #expect(waves.strongBeams == 1)
    #expect(abs(value - 28 * 28) < 0.01)
  }
}

/// The slow reference: a wave propagated through a crystal in small steps, with all beams exact.
private struct PropagatedWave {
  private let size: Int
  private let matrix: [SIMD2<Double>]
  private let emission: [SIMD2<Double>]
  private let meanDecay: Double

  init(potential: DynamicalPotential, incident: Vector3) {
    let wavenumber = Double(potential.wavenumber)
    var beams = [(position: potential.origin, error: 0.0)]
    for beam in potential.beams {
      let g = Vector3(Double(beam.vector.x), Double(beam.vector.y), Double(beam.vector.z))
      let along = g.dot(incident)
      let error = -(2 * wavenumber * along + g.dot(g)) / (2 * (wavenumber + along))
      if abs(error) <= Double(potential.strongLimit) { beams.append((Int(beam.tableIndex), error)) }
    }
    size = beams.count
    var matrix: [SIMD2<Double>] = []
    var emission: [SIMD2<Double>] = []
    for (row, first) in beams.enumerated() {
      for (column, second) in beams.enumerated() {
        let entry = potential.table[first.position - second.position + potential.origin]
        var elastic = SIMD2(Double(entry[0]), Double(entry[1]))
        if row == column { elastic = [2 * wavenumber * first.error, 0] }
        // U + i U', both complex.
        matrix.append(elastic + [-Double(entry[3]), Double(entry[2])])
        emission.append([Double(entry[4]), Double(entry[5])])
      }
    }
    // Per Å: dψ/dz = 2πi A / (2K) ψ.
    self.matrix = matrix.map { $0 * (.pi / wavenumber) }
    self.emission = emission
    meanDecay = 2 * .pi * Double(potential.meanAbsorption) / wavenumber
  }

  func intensity(depth: DepthProfile) -> Double {
    let zeta = depth.mostProbableDepth
    let step = 0.5
    var wave = [SIMD2<Double>](repeating: .zero, count: size)
    wave[0] = [1, 0]
    var sum = 0.0
    var z = 0.0
    while z < 12 * zeta {
      z += step / 2
      wave = advanced(wave, by: sum == 0 ? step / 2 : step)
      sum += z / (zeta * zeta) * exp(-z / zeta + meanDecay * z) * density(of: wave) * step
      z += step / 2
    }
    return sum
  }

  /// One step, by the power series of the exponential.
  private func advanced(_ wave: [SIMD2<Double>], by step: Double) -> [SIMD2<Double>] {
    var (result, term) = (wave, wave)
    for order in 1...5 {
      term = apply(matrix, to: term).map { [-$0.y, $0.x] * (step / Double(order)) }
      for index in result.indices { result[index] += term[index] }
    }
    return result
  }

  private func apply(_ matrix: [SIMD2<Double>], to wave: [SIMD2<Double>]) -> [SIMD2<Double>] {
    (0..<size).map { row in
      var sum = SIMD2<Double>()
      for column in 0..<size {
        let (a, b) = (matrix[row * size + column], wave[column])
        sum += [a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x]
      }
      return sum
    }
  }

  private func density(of wave: [SIMD2<Double>]) -> Double {
    zip(wave, apply(emission, to: wave)).reduce(0) { $0 + ($1.0 * $1.1).sum() }
  }
}
