import Crystallography
import Foundation
import Testing

@testable import Diffraction

@Suite struct StructureFactorsTests {
  private static let beam = ElectronBeam(acceleratingVoltage: 100)

  private static func factors(
    _ crystal: Crystal,
    reach: Double = 1,
    absorption: Absorption = .none
  ) -> StructureFactors {
    StructureFactors(of: crystal, beam: beam, reach: reach, absorption: absorption)
  }

  private static func value(_ values: [SIMD2<Float>], _ position: Int) -> SIMD2<Double> {
    SIMD2(Double(values[position].x), Double(values[position].y))
  }

  @Test func agreesWithTheDirectSumOverAtoms() throws {
    let crystal = try CrystalExamples.triclinic()
    let factors = Self.factors(crystal, reach: 0.8, absorption: .thermalDiffuse)
    let reflections = factors.reflections(within: 0.8)
    #expect(reflections.count > 250)
    let absorptive = try crystal.atoms.map { atom in
      AbsorptiveScatteringFactor(
        elastic: try #require(
          ElectronScatteringFactor(atomicNumber: atom.element.atomicNumber)
        ),
        debyeWallerFactor: atom.debyeWallerFactor,
        beam: Self.beam,
        reach: 0.8
      )
    }
    for index in reflections {
      let g = crystal.cell.reciprocalVector(of: index)
      let length = g.length
      var sums = [SIMD2<Double>](repeating: .zero, count: 3)
      var occupancies = 0.0
      for (atom, loss) in zip(crystal.atoms, absorptive) {
        let elastic = try #require(
          ElectronScatteringFactor(atomicNumber: atom.element.atomicNumber)
        )
        // In Cartesian coordinates, to test the metric too.
        let angle = -2 * Double.pi * g.dot(crystal.cell.cartesian(atom.position))
        let phase = atom.occupancy * SIMD2(cos(angle), sin(angle))
        let thermal = exp(-atom.debyeWallerFactor * length * length / 4)
        let number = Double(atom.element.atomicNumber)
        sums[0] += elastic(length) * thermal * phase
        sums[1] += loss(length) * phase
        sums[2] += number * number * thermal * phase
        occupancies += atom.occupancy
      }
      let perVolume = Self.beam.relativisticMassRatio / (Double.pi * crystal.cell.volume)
      let position = factors.index(of: index)
      for (found, expected) in zip(
        [factors.elastic, factors.absorptive, factors.emission],
        [sums[0] * perVolume, sums[1] * perVolume, sums[2] / occupancies]
      ) {
        let scale = abs(Self.value(found, factors.origin).x)
        let error = Self.value(found, position) - expected
        #expect((error * error).sum().squareRoot() < 1e-5 * scale, "\(index)")
      }
    }
  }

  @Test func oppositeReflectionsAreComplexConjugates() throws {
    let factors = Self.factors(try CrystalExamples.triclinic(), absorption: .thermalDiffuse)
    var greatest: Float = 0
    for index in factors.reflections(within: 1) {
      let (position, opposite) = (factors.index(of: index), factors.index(of: -index))
      for values in [factors.elastic, factors.absorptive, factors.emission] {
        #expect(values[position].x == values[opposite].x)
        #expect(values[position].y == -values[opposite].y)
      }
      greatest = max(greatest, abs(factors.elastic[position].y))
    }
    #expect(greatest > 0.1 * factors.elastic[factors.origin].x)
  }

  // International Tables for Crystallography A (2016), section 1.6.4: the reflections that are present.
  @Test func systematicAbsencesAreExtinct() throws {
    func isOdd(_ value: Int) -> Bool { value % 2 != 0 }
    func isUnmixed(_ index: MillerIndex) -> Bool {
      isOdd(index.h) == isOdd(index.k) && isOdd(index.k) == isOdd(index.l)
    }
    let iron = try CrystalExamples.cubic(
      "Fe",
      edge: 2.866,
      [("Fe", [[0, 0, 0], [0.5, 0.5, 0.5]])]
    )
    let rules: [(crystal: Crystal, isPresent: (MillerIndex) -> Bool)] = [
      (try CrystalExamples.nickel(), { isUnmixed($0) }),
      (iron, { !isOdd($0.h + $0.k + $0.l) }),
      (
        try CrystalExamples.silicon(),
        { isUnmixed($0) && (isOdd($0.h) || ($0.h + $0.k + $0.l) % 4 == 0) }
      ),
      (
        try CrystalExamples.magnesium(),
        { !(isOdd($0.l) && ($0.h - $0.k) % 3 == 0) }
      ),
    ]
    for (crystal, isPresent) in rules {
      let factors = Self.factors(crystal, reach: 1.2)
      let strongest = factors.intensity(of: MillerIndex(0, 0, 0))
      for index in factors.reflections(within: 1.2) {
        let relative = factors.intensity(of: index) / strongest
        if isPresent(index) {
          #expect(relative > 1e-4, "\(crystal.name) \(index)")
        } else {
          #expect(relative < 1e-12, "\(crystal.name) \(index)")
          #expect(factors.extinctionDistance(of: index) > 1e7)
        }
      }
    }
  }

  @Test func galliumArsenide200IsWeakAndOppositeIn400Sign() throws {
    let factors = Self.factors(try CrystalExamples.galliumArsenide())
    let weak = factors.intensity(of: MillerIndex(2, 0, 0))
    #expect(weak > 0 && weak < 0.01 * factors.intensity(of: MillerIndex(1, 1, 1)))
    // f(Ga) - f(As) is negative: arsenic scatters more at small angles.
    let position = factors.index(of: MillerIndex(2, 0, 0))
    #expect(factors.elastic[position].x < 0)
    #expect(factors.elastic[factors.index(of: MillerIndex(4, 0, 0))].x > 0)
  }

  // V₀ = 47.878 V Å² Σ f(0) / V, with the forward scattering of relativistic Hartree-Fock atoms: P. A. Doyle and
  // P. S. Turner, Acta Cryst. A24, 390 (1968).
  @Test(arguments: [
    ("Si", 14, 5.431, 8, 13.9), ("Al", 13, 4.0495, 4, 17.0), ("Ni", 28, 3.524, 4, 28.7),
    ("Au", 79, 4.078, 4, 29.9), ("Fe", 26, 2.866, 2, 29.1),
  ]
  )
  func meanInnerPotentialsAgreeWithIsolatedAtoms(
    name: String,
    number: Int,
    edge: Double,
    atoms: Int,
    expected: Double
  ) throws {
    let crystal = try Self.element(name, edge: edge, atoms: atoms, debyeWallerFactor: 0.5)
    let potential = Self.factors(crystal, reach: 0.5).meanInnerPotential
    #expect(abs(potential - expected) < 0.02 * expected, "\(potential) V")
    // The potential does not depend on the voltage.
    let slow = StructureFactors(
      of: crystal,
      beam: ElectronBeam(acceleratingVoltage: 20),
      reach: 0.5,
      absorption: .none
    )
    #expect(abs(slow.meanInnerPotential - potential) < 1e-5 * potential)
  }

  // P. Hirsch et al., Electron Microscopy of Thin Crystals (1965), appendix 5: 100 kV, atoms at rest. The heavier
  // elements use the statistical atom, which scatters too strongly at small angles.
  @Test(arguments: [
    ExtinctionDistance("Al", 4.0495, 4, [1, 1, 1], 556, within: 0.03),
    ExtinctionDistance("Al", 4.0495, 4, [2, 0, 0], 673, within: 0.03),
    ExtinctionDistance("Al", 4.0495, 4, [2, 2, 0], 1057, within: 0.03),
    ExtinctionDistance("Al", 4.0495, 4, [3, 1, 1], 1300, within: 0.03),
    ExtinctionDistance("Fe", 2.866, 2, [1, 1, 0], 270, within: 0.05),
    ExtinctionDistance("Fe", 2.866, 2, [2, 0, 0], 395, within: 0.05),
    ExtinctionDistance("Fe", 2.866, 2, [2, 1, 1], 503, within: 0.05),
    ExtinctionDistance("C", 3.567, 8, [1, 1, 1], 476, within: 0.03),
    ExtinctionDistance("C", 3.567, 8, [2, 2, 0], 665, within: 0.03),
    ExtinctionDistance("Si", 5.431, 8, [1, 1, 1], 602, within: 0.03),
    ExtinctionDistance("Si", 5.431, 8, [2, 2, 0], 757, within: 0.03),
    ExtinctionDistance("Ni", 3.524, 4, [1, 1, 1], 236, within: 0.12),
    ExtinctionDistance("Ni", 3.524, 4, [2, 2, 0], 409, within: 0.12),
    ExtinctionDistance("Ag", 4.086, 4, [1, 1, 1], 224, within: 0.12),
    ExtinctionDistance("Au", 4.078, 4, [1, 1, 1], 159, within: 0.13),
    ExtinctionDistance("Au", 4.078, 4, [2, 0, 0], 179, within: 0.13),
    ExtinctionDistance("Au", 4.078, 4, [2, 2, 0], 248, within: 0.13),
  ]
  )
  func extinctionDistancesAgreeWithHirsch(expected: ExtinctionDistance) throws {
    let crystal = try Self.element(
      expected.name,
      edge: expected.edge,
      atoms: expected.atoms,
      debyeWallerFactor: 0
    )
    let distance = Self.factors(crystal, reach: 0.9).extinctionDistance(
      of: MillerIndex(expected.index[0], expected.index[1], expected.index[2])
    )
    #expect(abs(distance / expected.distance - 1) < expected.tolerance, "\(distance) Å")
  }

  @Test func shiftingTheOriginRotatesThePhases() throws {
    let crystal = try CrystalExamples.triclinic()
    let shift: Vector3 = [0.13, 0.71, 0.29]
    let (before, after) = (
      Self.factors(crystal, absorption: .thermalDiffuse),
      Self.factors(crystal.translated(by: shift), absorption: .thermalDiffuse)
    )
    #expect(abs(before.meanInnerPotential - after.meanInnerPotential) < 1e-4)
    for index in before.reflections(within: 1) {
      let position = before.index(of: index)
      let angle = -2 * Double.pi * index.vector.dot(shift)
      let (c, s) = (cos(angle), sin(angle))
      for (first, second) in [
        (before.elastic, after.elastic), (before.absorptive, after.absorptive),
        (before.emission, after.emission),
      ] {
        let (old, new) = (Self.value(first, position), Self.value(second, position))
        let turned = SIMD2(c * old.x - s * old.y, s * old.x + c * old.y)
        let error = ((new - turned) * (new - turned)).sum().squareRoot()
        #expect(error < 1e-5 * Double(first[before.origin].x), "\(index)")
      }
    }
  }

  @Test func tableIndexIsLinear() throws {
    let factors = Self.factors(try CrystalExamples.magnesium())
    #expect(factors.index(of: MillerIndex(0, 0, 0)) == factors.origin)
    let beams = factors.reflections(within: 0.5)
    #expect(Set(beams.map(factors.index(of:))).count == beams.count)
    for first in beams {
      for second in beams {
        let difference = factors.index(of: first) - factors.index(of: second) + factors.origin
        #expect(factors.index(of: first - second) == difference)
        #expect(factors.elastic.indices.contains(difference))
      }
    }
  }

  @Test func reflectionsAreCompleteAndSortedByLength() throws {
    let crystal = try CrystalExamples.nickel()
    let factors = Self.factors(crystal)
    let found = factors.reflections(within: 1)
    let lengths = found.map { crystal.cell.reciprocalVector(of: $0).length }
    #expect(lengths == lengths.sorted() && (lengths.last ?? 2) <= 1)
    #expect(found.first == MillerIndex(0, 0, 0))
    // Integers with h² + k² + l² up to a² = 12.42, including extinct ones: 1 + 6 + 12 + 8 + 6 + 24 + 24 + 0
    // + 12 + 30 + 24 + 24 + 8.
    #expect(found.count == 179)
    #expect(factors.reflections(within: 0) == [MillerIndex(0, 0, 0)])
  }

  @Test func mixedSitesAreWeightedByOccupancy() throws {
    let (copper, gold) = (
      try Self.element("Cu", edge: 3.9, atoms: 4, debyeWallerFactor: 0.5),
      try Self.element("Au", edge: 3.9, atoms: 4, debyeWallerFactor: 0.5)
    )
    var mixed = copper
    for index in mixed.atoms.indices { mixed.atoms[index].occupancy = 0.75 }
    for var atom in gold.atoms {
      atom.occupancy = 0.25
      mixed.atoms.append(atom)
    }
    let three = [copper, gold, mixed].map { Self.factors($0) }
    for index in three[0].reflections(within: 1) {
      let position = three[0].index(of: index)
      let elastic = three.map { $0.elastic[position].x }
      #expect(abs(0.75 * elastic[0] + 0.25 * elastic[1] - elastic[2]) < 1e-6)
    }
    let emission = three.map { $0.emission[$0.origin].x }
    #expect(abs(emission[0] - 29 * 29) < 0.01 && abs(emission[1] - 79 * 79) < 0.01)
    #expect(abs(0.75 * emission[0] + 0.25 * emission[1] - emission[2]) < 0.01)
  }

  @Test func elementsBeyondTheTableScatterAsLawrencium() throws {
    let oganesson = try Self.element("Og", edge: 5, atoms: 4, debyeWallerFactor: 0.5)
    let lawrencium = try Self.element("Lr", edge: 5, atoms: 4, debyeWallerFactor: 0.5)
    #expect(Self.factors(oganesson).elastic == Self.factors(lawrencium).elastic)
  }

  /// An element in the face-centred (4 atoms), body-centred (2 atoms) or diamond (8 atoms) structure.
  private static func element(
    _ symbol: String,
    edge: Double,
    atoms: Int,
    debyeWallerFactor: Double
  ) throws -> Crystal {
    let centred = CrystalExamples.faceCentred([0, 0, 0])
    let positions: [Vector3] =
      switch atoms {
      case 2: [[0, 0, 0], [0.5, 0.5, 0.5]]
      case 4: centred
      default: centred + CrystalExamples.faceCentred([0.25, 0.25, 0.25])
      }
    return try CrystalExamples.cubic(
      symbol,
      edge: edge,
      [(symbol, positions)],
      debyeWallerFactor: debyeWallerFactor
    )
  }

  /// An element with its cell edge in Å, atoms per cubic cell, and an extinction distance in Å.
  struct ExtinctionDistance: Sendable, CustomTestStringConvertible {
    let name: String
    let edge: Double
    let atoms: Int
    let index: [Int]
    let distance: Double
    let tolerance: Double

    init(
      _ name: String,
      _ edge: Double,
      _ atoms: Int,
      _ index: [Int],
      _ distance: Double,
      within tolerance: Double
    ) {
      (self.name, self.edge, self.atoms, self.index) = (name, edge, atoms, index)
      (self.distance, self.tolerance) = (distance, tolerance)
    }

    var testDescription: String { "\(name) \(index)" }
  }
}
