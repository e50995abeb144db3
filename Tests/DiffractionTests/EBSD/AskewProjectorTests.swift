import Crystallography
import Foundation
import Imaging
import RandomNumbers
import TestSupport
import Testing
import Workers

@testable import Diffraction

@Suite struct AskewProjectorTests {
  private static let geometry = DetectorGeometry(width: 20, height: 20, patternCenter: [0.5, 0.4, 0.6])

  @Test func drawsTheMasterPatternToTheErrorOfItsGrid() {
    let pattern = SmoothMasterPattern.grid(size: 61)
    let (plain, askew) = (KikuchiProjector(pattern), AskewProjector(pattern))
    var generator = KeyedGenerator(4)
    for _ in 0..<8 {
      let orientation = Orientation(uniformlyUsing: &generator)
      let toCrystal = Self.geometry.crystalToLaboratory(orientation).transposed
      let (one, other) = (
        plain.project(orientation, onto: Self.geometry), askew.project(orientation, onto: Self.geometry)
      )
      for row in 0..<20 {
        for column in 0..<20 {
          let direction = Self.geometry.direction(row: Double(row) + 0.5, column: Double(column) + 0.5)
          let exact = Float(SmoothMasterPattern.intensity(toCrystal * direction))
          #expect(abs(one[row, column] - exact) < 0.06 && abs(other[row, column] - exact) < 0.06)
        }
      }
    }
  }

  // MARK: Symmetry in the errors

  private struct Specimen: Sendable {
    var bands: TwoBeamBands
    var label: Int
    var structure: Int
  }

  /// Crystals of six Laue classes: structures of the samples, each in two sizes.
  private static func specimens() throws -> [Specimen] {
    let classes: [(LaueClass, [String])] = [
      (.bar1, ["aP"]), (.twoOverM, ["mP", "mS"]), (.mmm, ["oP", "oS"]), (.fourOverMMM, ["tP", "tI"]),
      (.sixOverMMM, ["hP"]), (.mBar3M, ["cP", "cF", "cI"]),
    ]
    var specimens: [Specimen] = []
    for (label, (laueClass, folders)) in classes.enumerated() {
      var structures = 0
      for folder in folders {
        let path = Project.structures.appending(path: folder).path
        for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted() where structures < 6 {
          let crystal = try CIF(path: "\(path)/\(name)").crystal
          guard crystal.cell.volume < 400, try CrystalSymmetry(of: crystal).spaceGroup.laueClass == laueClass
          else { continue }
          for size in [0.93, 1.07] {
            var own = crystal
            let (edges, angles) = (crystal.cell.lengths * size, crystal.cell.angles)
            own.cell = try UnitCell(
              a: edges.x,
              b: edges.y,
              c: edges.z,
              alpha: angles.x,
              beta: angles.y,
              gamma: angles.z
            )
            // Bands as wide as a few pixels of the grid, as at the usual sizes.
            let bands = TwoBeamBands(
              of: own,
              beam: ElectronBeam(acceleratingVoltage: 20),
              minimumSpacing: 1.1,
              count: 30,
              parameters: .init(sharpness: 0.4)
            )
            specimens.append(Specimen(bands: bands, label: label, structure: structures))
          }
          structures += 1
        }
      }
    }
    return specimens
  }

  /// The difference between a view of a crystal from two grids of the same size is the error of interpolation.
  ///
  /// A linear probe reads the Laue class off it if one grid lies along the crystal's axes.
  @Test func errorsTellTheLaueClassOnAGridAlongTheAxesButNotOnATurnedOne() throws {
    let size = 41
    let specimens = try Self.specimens()
    let view = Orientation(w: 1, vector: [0.06, -0.045, 0.02]).matrix
    @Sendable func image(_ projector: some PatternProjecting, _ rotation: Matrix3) -> [Float] {
      projector.project(crystalToLaboratory: rotation, onto: Self.geometry).pixels
    }
    let differences = WorkerPool().map(specimens.count) { number -> (along: [Double], turned: [Double]) in
      let bands = specimens[number].bands
      let pattern = bands.masterPattern(size: size)
      var generator = KeyedGenerator(9, number)
      let turn = Orientation(uniformlyUsing: &generator).matrix
      let other = KikuchiProjector(MasterPattern(size: size) { bands.intensity(in: turn * $0) })
      let reference = image(other, view * turn)
      func difference(_ pixels: [Float]) -> [Double] {
        zip(pixels, reference).map { Double($0 - $1) / Double(pattern.statistics.deviation) }
      }
      return (
        difference(image(KikuchiProjector(pattern), view)), difference(image(AskewProjector(pattern), view))
      )
    }
    let (labels, groups) = (specimens.map(\.label), specimens.map(\.structure))
    #expect(Set(labels).count == 6 && Set(groups).count == 6)
    let chance = Double(specimens.count) / 6
    // Three standard deviations of guesses that are the same for both sizes of a structure.
    let reach = 3 * (2 * chance * 5 / 6).squareRoot()
    let rights = [differences.map(\.along), differences.map(\.turned)].map {
      Double(LinearProbe.right($0, labels: labels, groups: groups))
    }
    #expect(rights[0] > chance + 2 * reach, "\(rights)")
    #expect(rights[1] < chance + reach, "\(rights)")
  }
}
