import Crystallography
import Foundation

/// The non-extinct reflections of a crystal, stored for a fast search of those near an Ewald sphere.
struct ReflectionTable: Sendable {
  /// The Miller indices by increasing |**g**|.
  let indices: [MillerIndex]
  /// **g** in the Cartesian crystal frame and |**g**|, in Å⁻¹.
  private let vectors: [SIMD4<Float>]
  /// |U_g| / γ in Å⁻², independent of the voltage.
  private let amplitudes: [Float]
  /// The largest amplitude.
  private let greatestAmplitude: Float

  /// The relative intensity below which a reflection is extinct apart from rounding.
  private static let extinction: Float = 1e-7

  /// Computes the reflections of a crystal down to a lattice spacing in Å.
  init(of crystal: Crystal, minimumSpacing: Double) {
    // The voltage is arbitrary: |U_g| / γ does not depend on it.
    let beam = ElectronBeam(acceleratingVoltage: 200)
    let factors = StructureFactors(of: crystal, beam: beam, reach: 1 / minimumSpacing, absorption: .none)
    let all = factors.reflections(within: factors.reach).dropFirst()
    let strongest = all.lazy.map(factors.intensity).max() ?? 0
    indices = all.filter { factors.intensity(of: $0) > Self.extinction * strongest }
    vectors = indices.map { index in
      let vector = SIMD3<Float>(crystal.cell.reciprocalVector(of: index))
      return SIMD4(vector, (vector * vector).sum().squareRoot())
    }
    let mass = Float(beam.relativisticMassRatio)
    amplitudes = indices.map { factors.intensity(of: $0).squareRoot() / mass }
    greatestAmplitude = strongest.squareRoot() / mass
  }

  /// The relative intensity below which spots are left out.
  static let negligible = 1e-5

  /// The highest possible intensity of a reflection of the crystal, in units of the incident beam.
  func greatestIntensity(_ settings: SpotParameters) -> Double {
    let strength = Double.pi * settings.thickness * 10 * inverseExtinction(greatestAmplitude, settings.beam)
    // In two-beam theory the intensity returns to the incident beam, so it never exceeds 1.
    return settings.isTwoBeam ? min(1, strength * strength) : strength * strength
  }

  /// The spots of a pattern within `reach`, in Å⁻¹, of the direct beam.
  func spots(_ settings: SpotParameters, within reach: Double) -> [DiffractionSpot] {
    let factor = ShapeFactor(
      thickness: settings.thickness * 10,
      spread: settings.thicknessSpread,
      isTwoBeam: settings.isTwoBeam
    )
    let beam = settings.beam
    let sphere = EwaldSphere(beam, precessionAngle: settings.precessionAngle)
    let least = Self.negligible * greatestIntensity(settings)
    guard least > 0 else { return [] }
    // The intensity is at most 1/(ξs)², hence negligible beyond s = 1/(ξ √least).
    let perAmplitude = inverseExtinction(1, beam) / least.squareRoot()
    let rotation = settings.orientation.matrix
    // The largest component of g along the beam among the relevant reflections.
    let furthest =
      reach * reach / (2 * sphere.along) + 1.2 * reach * sphere.across / sphere.along + perAmplitude
      * Double(greatestAmplitude)
    let end = count(within: (reach * reach + furthest * furthest).squareRoot())

    var spots: [DiffractionSpot] = []
    let beamRow = SIMD4<Float>(SIMD3<Float>(rotation.transposed.columns.2), 0)
    let along = Float(sphere.along)
    let across = Float(sphere.across)
    let perAmplitudeFloat = Float(perAmplitude)
    for number in 0..<end {
      let vector = vectors[number]
      let z = (vector * beamRow).sum()
      let length = vector.w
      let twice = abs(2 * along * z + length * length)
      // Slightly wider than the exact test, for safety against rounding.
      let bound = 2.001 * (across * length + (along + z) * perAmplitudeFloat * amplitudes[number])
      guard twice < bound else { continue }
      let g = rotation * Vector3(SIMD3(vector.x, vector.y, vector.z))
      let error = sphere.excitationError(of: g)
      let intensity = factor.meanIntensity(
        middle: error.middle,
        amplitude: error.amplitude,
        inverseExtinction: inverseExtinction(amplitudes[number], beam)
      )
      guard intensity > least else { continue }
      let position = settings.screen.position(x: g.x, y: g.y, wavenumber: sphere.wavenumber)
      spots.append(
        DiffractionSpot(
          index: indices[number],
          row: position.row,
          column: position.column,
          excitationError: error.middle,
          intensity: intensity
        )
      )
    }
    return spots
  }

  /// 1/ξ = |U_g| / k in Å⁻¹, given |U_g| / γ.
  private func inverseExtinction(_ amplitude: Float, _ beam: ElectronBeam) -> Double {
    Double(amplitude) * beam.relativisticMassRatio * beam.wavelength
  }

  /// The number of reflections up to a length in Å⁻¹.
  private func count(within length: Double) -> Int {
    var (low, high) = (0, vectors.count)
    while low < high {
      let middle = (low + high) / 2
      if Double(vectors[middle].w) <= length { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
