import Foundation
import RandomNumbers
import Testing

@testable import Crystallography

@Suite struct InversePoleFigureSectorTests {
  private static func directions(_ count: Int) -> [Vector3] {
    (0..<count).map { number in
      var generator = KeyedGenerator(3, number)
      return Vector3(Double(generator.normal()), Double(generator.normal()), Double(generator.normal())).normalized
    }
  }

  /// The operations of a Laue class without translations, in Cartesian axes.
  private static func operations(_ laueClass: LaueClass) throws -> [Matrix3] {
    let isHexagonal = [.trigonal, .hexagonal].contains(laueClass.crystalSystem)
    let cell = try UnitCell(a: 1, b: 1, c: 1, gamma: isHexagonal ? 120 : 90)
    return laueClass.pointGroup.operations.map { $0.cartesianRotation(in: cell) }
  }

  @Test(arguments: LaueClass.allCases) func equivalentDirectionsHaveOneImageInTheSector(_ laueClass: LaueClass) throws {
    let sector = InversePoleFigureSector(laueClass)
    for direction in Self.directions(40) {
      let image = sector(direction)
      #expect(sector.contains(image))
      for operation in try Self.operations(laueClass) {
        #expect((sector(operation * direction) - image).length < 1e-9)
      }
    }
  }

  @Test(arguments: LaueClass.allCases) func theSectorIsOneShareOfTheSphere(_ laueClass: LaueClass) throws {
    let sector = InversePoleFigureSector(laueClass)
    let count = 4000
    let inside = Self.directions(count).filter(sector.contains).count
    let expected = Double(count) / Double(try Self.operations(laueClass).count)
    #expect(abs(Double(inside) - expected) < 4 * expected.squareRoot())
    #expect(sector.contains(sector.center) && abs(sector.center.length - 1) < 1e-12)
  }

  @Test(arguments: LaueClass.allCases) func cornersLieOnTwoBoundaries(_ laueClass: LaueClass) {
    let sector = InversePoleFigureSector(laueClass)
    for corner in sector.corners {
      #expect(sector.contains(corner))
      #expect(sector.normals.filter { abs($0.dot(corner)) < 1e-9 }.count >= 2)
    }
  }

  @Test func theMiddleOfMBar3IsItsCentroid() {
    let sector = InversePoleFigureSector(.mBar3)
    let inside = Self.directions(6000).filter(sector.contains)
    #expect((inside.reduce(.zero, +).normalized - sector.center).length < 0.03)
  }

  /// A monoclinic crystal with the unique axis c has the sector of the same crystal with the unique axis b.
  @Test func theSettingDoesNotMatter() throws {
    let standard = InversePoleFigureSector(.twoOverM)
    let other = try #require(InversePoleFigureSector(rotations: [.identity, Orientation(w: 0, vector: [0, 0, 1])]))
    #expect(other.laueClass == .twoOverM)
    #expect((other([0, 0, 1]) - standard([0, 1, 0])).length < 1e-9)
  }

  @Test func rhombohedralAxesAreTurnedToHexagonalOnes() throws {
    // The threefold axis of a rhombohedral cell is [111].
    let cell = try UnitCell(a: 4, b: 4, c: 4, alpha: 70, beta: 70, gamma: 70)
    let rotations = ["x,y,z", "z,x,y", "y,z,x", "-y,-x,-z", "-x,-z,-y", "-z,-y,-x"].compactMap {
      SymmetryOperation(triplet: $0).map { Orientation($0.cartesianRotation(in: cell)) }
    }
    let sector = try #require(InversePoleFigureSector(rotations: rotations))
    #expect(sector.laueClass == .bar3M)
    #expect((sector(cell.cartesian([1, 1, 1])) - [0, 0, 1]).length < 1e-6)
  }

  @Test func rotationsThatAreNoGroupHaveNoSector() {
    #expect(InversePoleFigureSector(rotations: [.identity, Orientation(w: 1, vector: [0, 0, 0.3])]) == nil)
  }
}
