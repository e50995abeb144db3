import SymmetryClassification
import Testing

@testable import Pipelines

@Suite struct ScanNeighboursTests {
  @Test func neighboursLieInASquareAroundTheImage() throws {
    // Three columns and two rows; the names are not in the order of the positions, and one image is missing.
    let names = ["x2_y1.png", "x0_y0.png", "x1_y0.png", "x2_y0.png", "x1_y1.png"]
    let neighbours = ScanNeighbours(try ScanGrid(names: names))
    #expect(neighbours.images(around: 2, radius: 1) == [1, 3, 4, 0])
    #expect(neighbours.images(around: 1, radius: 1) == [2, 4])
    #expect(neighbours.images(around: 1, radius: 2) == [2, 3, 4, 0])
    #expect(neighbours.images(around: 7, radius: 1).isEmpty)
  }
}
