import ArgumentParser
import Foundation
import Imaging
import RandomNumbers

/// Draws simple labelled Kikuchi patterns, so that ednet can be tried without data.
///
/// The geometry is right: bands lie where the lattice planes of a randomly turned crystal meet the
/// screen, with twice the Bragg angle as their width, and lattice centring extinguishes its planes.
/// The intensities are not physics: no dynamical diffraction, one atom to a lattice point. A
/// network trained on these patterns knows nothing of real ones.
struct DrawPatterns: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw-patterns",
    abstract:
      "Draw simple labelled Kikuchi patterns as OUTPUT/<Bravais lattice>/<specimen>/<n>.png."
  )

  @Argument(help: "The folder to write to; it is made where it is missing.")
  var output: String

  @Option(help: "Specimens of each Bravais lattice, each with cell lengths of its own.")
  var specimens = 12

  @Option(help: "Patterns of each specimen, each with an orientation of its own.")
  var patterns = 25

  @Option(help: "Width and height of a pattern in pixels.")
  var size = 64

  @Option(help: "The same seed draws the same patterns.")
  var seed = 1

  func validate() throws {
    guard (1...10_000).contains(specimens), (1...10_000).contains(patterns) else {
      throw ValidationError("--specimens and --patterns must be between 1 and 10000.")
    }
    guard (16...1024).contains(size) else {
      throw ValidationError("--size must be between 16 and 1024 pixels.")
    }
  }

  func run() throws {
    // Specimens of two drawings in one folder would look like those of one.
    if let names = try? FileManager.default.contentsOfDirectory(atPath: output), !names.isEmpty {
      throw ValidationError("\(output) is not empty; name a new folder, or remove this one.")
    }
    for (index, lattice) in DrawnLattice.allCases.enumerated() {
      for specimen in 1...specimens {
        let folder = URL(filePath: output)
          .appending(path: "\(lattice.rawValue)/specimen-\(specimen)", directoryHint: .isDirectory)
        do {
          try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
          throw ValidationError("cannot make \(folder.path): \(error.localizedDescription)")
        }
        var generator = KeyedGenerator(seed, index, specimen)
        let planes = lattice.randomPlanes(using: &generator)
        for number in 1...patterns {
          var generator = KeyedGenerator(seed, index, specimen, number)
          let image = pattern(of: planes, size: size, using: &generator)
          try PNG.write(image, to: folder.appending(path: "\(number).png").path, bitDepth: .eight)
        }
      }
    }
    let count = DrawnLattice.allCases.count * specimens * patterns
    print("\(count) patterns of \(DrawnLattice.allCases.count) Bravais lattices in \(output)")
  }
}

/// The Bravais lattices that are drawn, which differ clearly in their bands.
enum DrawnLattice: String, CaseIterable {
  case cP, cI, cF, tP, hP

  /// Returns the strongest lattice planes of a cell with random lengths.
  func randomPlanes(using generator: inout KeyedGenerator) -> [LatticePlane] {
    // Cells of 25 to 35 Å³ a lattice point: band width alone must not give the lattice away.
    let volume = generator.uniform(in: 25...35)
    let ratio: Float = self == .tP || self == .hP ? generator.uniform(in: 1.3...1.8) : 1
    let points: Float = self == .cF ? 4 : self == .cI ? 2 : 1
    let baseArea: Float = self == .hP ? Float(0.75).squareRoot() : 1  // of a cell with a = 1
    let a = cbrt(volume * points / (ratio * baseArea))
    let aStar: SIMD3<Float> = self == .hP ? [1, 1 / Float(3).squareRoot(), 0] / a : [1 / a, 0, 0]
    let bStar: SIMD3<Float> = self == .hP ? [0, 2 / Float(3).squareRoot(), 0] / a : [0, 1 / a, 0]
    let cStar: SIMD3<Float> = [0, 0, 1 / (ratio * a)]
    var planes: [LatticePlane] = []
    for h in -8...8 {
      for k in -8...8 {
        for l in -8...8 where isAllowed(h, k, l) && (h, k, l) > (0, 0, 0) {  // one of ±(hkl)
          planes.append(LatticePlane(Float(h) * aStar + Float(k) * bStar + Float(l) * cStar))
        }
      }
    }
    return Array(planes.sorted { $0.strength > $1.strength }.prefix(60))
  }

  /// True if the centring allows reflections (hkl).
  ///
  /// International Tables A, 5th ed., table 2.2.13.1.
  private func isAllowed(_ h: Int, _ k: Int, _ l: Int) -> Bool {
    switch self {
    case .cI: (h + k + l).isMultiple(of: 2)
    case .cF: (h + k).isMultiple(of: 2) && (k + l).isMultiple(of: 2)
    case .cP, .tP, .hP: true
    }
  }
}

/// A set of lattice planes as its band needs it.
struct LatticePlane {
  /// The unit normal in the crystal's frame.
  var normal: SIMD3<Float>
  /// The sine of the Bragg angle, half the band's width.
  var sineOfBraggAngle: Float
  /// The relative brightness of the band: the square of a Gaussian form factor with B = 3 Å².
  var strength: Float

  /// The wavelength in Å of 20 kV electrons: 12.2643 / √(U (1 + 0.978476e-6 U)) with U in volts.
  static let wavelength = 12.2643 / (20_000 * (1 + 0.978_476e-6 * 20_000)).squareRoot() as Float

  /// Creates the planes of a reciprocal lattice vector in Å⁻¹, whose length is 1/d.
  init(_ vector: SIMD3<Float>) {
    let inverseSpacing = (vector * vector).sum().squareRoot()
    normal = vector / inverseSpacing
    sineOfBraggAngle = Self.wavelength * inverseSpacing / 2
    strength = exp(-2 * 3 * inverseSpacing * inverseSpacing / 4)
  }
}

/// Draws one pattern of a crystal in a random orientation, with background and Poisson noise.
func pattern(
  of planes: [LatticePlane],
  size: Int,
  using generator: inout KeyedGenerator
) -> GrayImage {
  // The gnomonic projection: pattern centre and screen distance in units of the screen's width.
  let centerX = generator.uniform(in: 0.45...0.55)
  let centerY = generator.uniform(in: 0.3...0.5)
  let distance = generator.uniform(in: 0.5...0.65)
  let rotation = randomRotation(using: &generator)
  let bands = planes.map { plane in
    var band = plane
    band.normal =
      plane.normal.x * rotation.0 + plane.normal.y * rotation.1 + plane.normal.z * rotation.2
    return band
  }
  let edge = 0.7 / (Float(size) * distance)  // about a pixel, so that edges do not alias
  let electrons = generator.uniform(in: 60...250)  // counted in a pixel of middling brightness
  var counts = [Float](repeating: 0, count: size * size)
  for row in 0..<size {
    for column in 0..<size {
      let x = (Float(column) + 0.5) / Float(size) - centerX
      let y = (Float(row) + 0.5) / Float(size) - centerY
      let length = (x * x + y * y + distance * distance).squareRoot()
      let direction = SIMD3<Float>(x, y, distance) / length
      var brightness: Float = 1
      for band in bands {
        let offset = abs((direction * band.normal).sum())
        let inside = min(max((band.sineOfBraggAngle - offset) / edge + 0.5, 0), 1)
        brightness += 0.5 * band.strength * inside
      }
      let background = distance / length  // fewer electrons towards the edges of the screen
      counts[row * size + column] = generator.poisson(mean: electrons * background * brightness)
    }
  }
  let brightest = max(counts.max() ?? 1, 1)
  return GrayImage(
    width: size,
    height: size,
    pixels: counts.map { (255 * $0 / brightest).rounded() }
  )
}

/// Returns the columns of a rotation matrix, uniform over all rotations.
///
/// The quaternion of four normal numbers, made a unit, is uniform (Marsaglia, Ann. Math. Statist.
/// 43, 645, 1972).
func randomRotation(
  using generator: inout KeyedGenerator
) -> (SIMD3<Float>, SIMD3<Float>, SIMD3<Float>) {
  var quaternion = SIMD4<Float>(
    generator.normal(),
    generator.normal(),
    generator.normal(),
    generator.normal()
  )
  quaternion /= max((quaternion * quaternion).sum().squareRoot(), .leastNormalMagnitude)
  let (w, x, y, z) = (quaternion.x, quaternion.y, quaternion.z, quaternion.w)
  return (
    [1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)],
    [2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)],
    [2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)]
  )
}

DrawPatterns.main()
