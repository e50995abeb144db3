import Crystallography
import Diffraction
import Foundation
import Imaging
import RandomNumbers
import TestSupport
import Testing

@Suite struct KikuchiProjectorTests {
  /// Projects pixel by pixel, by the definition.
  private func slowly(
    _ pattern: MasterPattern,
    _ orientation: Orientation,
    _ geometry: DetectorGeometry
  ) -> GrayImage {
    let toCrystal = geometry.crystalToLaboratory(orientation).transposed
    var image = GrayImage(width: geometry.width, height: geometry.height)
    for row in 0..<geometry.height {
      for column in 0..<geometry.width {
        let direction = geometry.direction(row: Double(row) + 0.5, column: Double(column) + 0.5)
        image[row, column] = pattern.intensity(in: toCrystal * direction)
      }
    }
    return image
  }

  @Test(arguments: [(3, 17, 9), (41, 13, 30)])
  func agreesWithTheReferenceAtEveryPixel(size: Int, width: Int, height: Int) {
    // Noise reveals a wrong cell.
    var generator = KeyedGenerator(size)
    func grid() -> [Float] { (0..<size * size).map { _ in generator.uniform(in: 0...1) } }
    let north = grid()
    var south = grid()
    for index in 0..<size * size {
      let (row, column) = (index / size, index % size)
      let isEdge = row % (size - 1) == 0 || column % (size - 1) == 0
      if isEdge { south[index] = north[index] }
    }
    let pattern = MasterPattern(size: size, northern: north, southern: south)
    let projector = KikuchiProjector(pattern)
    for number in 0..<12 {
      let orientation = Orientation(uniformlyUsing: &generator)
      let geometry = DetectorGeometry(
        width: width,
        height: height,
        patternCenter: [0.45, 0.3, number == 0 ? 0.02 : 0.6],
        detectorTilt: 7,
        azimuth: 3
      )
      let fast = projector.project(orientation, onto: geometry)
      let slow = slowly(pattern, orientation, geometry)
      for (a, b) in zip(fast.pixels, slow.pixels) { #expect(abs(a - b) < 1e-4) }
    }
  }

  @Test func handlesAxesDiagonalsAndTheEquator() {
    let pattern = SmoothMasterPattern.grid(size: 31)
    let projector = KikuchiProjector(pattern)
    // The centre of the central pixel is straight ahead; directions at 45° also meet pixel centres.
    let geometry = DetectorGeometry(
      width: 5,
      height: 5,
      patternCenter: [0.5, 0.5, 0.4],
      sampleTilt: 90
    )
    let half = 0.5.squareRoot()
    let quarters = [
      Orientation.identity,
      Orientation(w: 0, vector: [1, 0, 0]),
      Orientation(w: half, vector: [half, 0, 0]),
      Orientation(w: half, vector: [0, half, 0]),
      Orientation(w: half, vector: [0, 0, half]),
      Orientation(w: 0.5, vector: [0.5, 0.5, 0.5]),
    ]
    for orientation in quarters {
      let fast = projector.project(orientation, onto: geometry)
      let slow = slowly(pattern, orientation, geometry)
      for (a, b) in zip(fast.pixels, slow.pixels) { #expect(abs(a - b) < 1e-3) }
    }
  }

  @Test func polesMeetTheScreenWhereTheirDirectionsPoint() throws {
    var generator = KeyedGenerator(11)
    let geometry = DetectorGeometry(
      width: 40,
      height: 30,
      patternCenter: [0.55, 0.4, 0.7],
      detectorTilt: 5
    )
    for (row, column) in [(15.0, 20.0), (9, 28), (22, 12)] {
      let orientation = Orientation(uniformlyUsing: &generator)
      let rotation = geometry.crystalToLaboratory(orientation)
      let pole = rotation.transposed * geometry.direction(row: row, column: column)
      let projector = KikuchiProjector(SmoothMasterPattern.spot(at: pole, size: 101))
      let center = projector.project(orientation, onto: geometry).centroid
      #expect(abs(center.row - row) < 0.4 && abs(center.column - column) < 0.4)
    }
  }

  @Test func poleOfAnUnrotatedCrystalIsThePatternCentre() {
    let projector = KikuchiProjector(SmoothMasterPattern.spot(at: [0, 0, 1], size: 101))
    let upright = DetectorGeometry(
      width: 40,
      height: 40,
      patternCenter: [0.4, 0.3, 0.7],
      sampleTilt: 90
    )
    let center = projector.project(.identity, onto: upright).centroid
    #expect(abs(center.column - 16) < 0.1 && abs(center.row - 12) < 0.1)
    // A positive rotation about the vertical takes z towards x, to the left.
    let turned = Orientation(w: cos(0.1), vector: [0, sin(0.1), 0])
    let moved = projector.project(turned, onto: upright).centroid
    #expect(abs(moved.column - (16 - 28 * tan(0.2))) < 0.2 && abs(moved.row - 12) < 0.1)
  }

  @Test func toleratesANaNOrientation() {
    let projector = KikuchiProjector(SmoothMasterPattern.grid(size: 5))
    let geometry = DetectorGeometry(width: 20, height: 3, patternCenter: [0.5, 0.5, 0.5])
    let image = projector.project(Orientation(w: 0, vector: .zero), onto: geometry)
    #expect(image.pixels.count == 60)
  }

  @Test(
    .enabled(
      if: Project.sharedHas("patterns/emsoft"),
      "../shared/patterns is absent: the projection is tested against the slow reference alone"
    )
  )
  func reproducesAnEMsoftPatternOfRutile() throws {
    let file = try MasterPatternFile.read(
      Project.shared.appending(path: "master_patterns/TiO2-rutile-C4_136.png").path
    )
    let name = "tP/TiO2_136_rutileC4/000.png"
    let table = try String(
      contentsOfFile: Project.shared.appending(path: "patterns/emsoft/patterns.tsv").path,
      encoding: .utf8
    )
    let line = try #require(table.split(separator: "\n").first { $0.hasPrefix(name) })
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
    let quaternion = fields[6].split(separator: " ").compactMap { Double($0) }
    let numbers = fields[7...10].compactMap { Double($0) }
    try #require(quaternion.count == 4 && numbers.count == 4)
    let geometry = DetectorGeometry(
      width: 128,
      height: 128,
      patternCenter: [numbers[0], numbers[1], numbers[2]],
      detectorTilt: numbers[3]
    )
    // EMsoft's quaternion rotates the sample frame into the crystal frame, and its x points down the slope.
    let inverse = Orientation(
      w: quaternion[0],
      vector: [-quaternion[1], -quaternion[2], -quaternion[3]]
    )
    let downTheSlope = Matrix3(rows: [0, -1, 0], [1, 0, 0], [0, 0, 1])
    let rotation = geometry.sampleToLaboratory * downTheSlope * inverse.matrix
    func bands(_ image: GrayImage) -> GrayImage {
      var image = image.resized(width: 64, height: 64)
      BackgroundRemoval.subtract(sigma: 0.1).apply(to: &image)
      return image
    }
    let projection = KikuchiProjector(file.masterPattern).project(
      crystalToLaboratory: rotation,
      onto: geometry
    )
    let pattern = try PNG.read(Project.shared.appending(path: "patterns/emsoft/" + name).path).image
    #expect(bands(projection).correlation(with: bands(pattern)) > 0.9)
  }
}
