import RandomNumbers
import Testing

@testable import Imaging

@Suite struct PixelArithmeticTests {
  @Test func multipliesEachPixelByItsFactor() {
    var pixels: [Float] = (0..<19).map { Float($0) }
    PixelArithmetic.multiply(&pixels, by: (0..<19).map { Float(2 - $0) })
    #expect(pixels == (0..<19).map { Float($0 * (2 - $0)) })
  }

  @Test func clampsAndRounds() {
    let pixels: [Float] = [
      -3, -0.4, 0, 0.49, 1.5, 2.5, 254.6, 255.2, 1e30, .infinity, -.infinity, .nan,
    ]
    var clamped = pixels
    PixelArithmetic.clamp(&clamped, to: 255)
    #expect(clamped == [0, 0, 0, 0.49, 1.5, 2.5, 254.6, 255, 255, 255, 0, 0])
    var rounded = pixels
    PixelArithmetic.round(&rounded, within: 255)
    // Halves go to the even neighbour.
    #expect(rounded == [0, 0, 0, 0, 2, 2, 255, 255, 255, 255, 0, 0])
  }

  /// Compares sums of rows and of columns with plain ones, for whole and broken vectors.
  @Test(arguments: [1, 15, 16, 40, 64, 87, 130]) func rowsAndColumnsAreWeighted(width: Int) {
    let weights: [Float] = [0.5, -2, 3]
    let height = 4
    var generator = KeyedGenerator(5, width)
    let pixels = (0..<width * height).map { _ in generator.normal() }
    let rows = [3, 0, 1, 2, 2]
    let sums = PixelArithmetic.weightedRows(of: pixels, width: width, rows: rows, weights: weights)
    #expect(sums.count == 3 * width)
    let columns = (0..<width + 2).map { $0 % width }
    let sumsOfColumns = PixelArithmetic.weightedColumns(of: pixels, width: width, columns: columns, weights: weights)
    #expect(sumsOfColumns.count == pixels.count)
    for column in 0..<width {
      for row in 0..<3 {
        let sum = zip(weights, rows[row...]).reduce(Float(0)) { $0 + $1.0 * pixels[$1.1 * width + column] }
        #expect(abs(sums[row * width + column] - sum) < 1e-5)
      }
      for row in 0..<height {
        let sum = zip(weights, columns[column...]).reduce(Float(0)) { $0 + $1.0 * pixels[row * width + $1.1] }
        #expect(abs(sumsOfColumns[row * width + column] - sum) < 1e-5)
      }
    }
  }

  @Test func integersOfSixteenBitsAreRecognised() {
    #expect(PixelArithmetic.largestInteger(of: [3, 0, 65535, 7]) == 65535)
    #expect(PixelArithmetic.largestInteger(of: []) == 0)
    for other: Float in [0.5, 65534.5, -1, 65536, .nan, .infinity, -.infinity] {
      #expect(PixelArithmetic.largestInteger(of: [1, 2, other, 3]) == nil)
    }
  }

  @Test func productsAndRootsAreThoseOfEachPixel() {
    let pixels: [Float] = (0..<30).map { Float($0) }
    let expected = (0..<19).map { (2 + $0) * (11 + $0) }.reduce(0, +)
    #expect(PixelArithmetic.product(of: pixels, from: 2, and: 11, count: 19) == Float(expected))
    var divided: [Float] = [6, -9, 8, 1]
    PixelArithmetic.divide(&divided, byRootOf: [4, 9, 0, 1e-20], atLeast: 4, within: 3.5)
    #expect(divided == [3, -3, 3.5, 0.5])
  }

  @Test func runsAreWeightedRowByRow() {
    let sums = PixelArithmetic.weightedRuns(
      of: [1, 2, 3, 4, 5, 6],
      width: 3,
      starts: [0, 1, 2],
      taps: [0, 2, 4, 5],
      weights: [1, 10, 0.5, 0.25, 2]
    )
    #expect(sums == [21, 1.75, 6, 54, 4, 12])
  }

  @Test func distancesAreFromTheSecondExtremesOfEightNeighbours() {
    let (width, height) = (13, 11)
    var generator = KeyedGenerator(3)
    let pixels = (0..<width * height).map { _ in generator.uniform(in: 0...9).rounded() }
    for step in [1, 3] {
      var expected: [Float] = []
      for row in stride(from: 1, to: height - 1, by: step) {
        for column in 1..<width - 1 {
          var around: [Float] = []
          for y in row - 1...row + 1 {
            for x in column - 1...column + 1 where y != row || x != column { around.append(pixels[y * width + x]) }
          }
          around.sort()
          let own = pixels[row * width + column]
          expected.append(max(own - around[6], around[1] - own, 0))
        }
      }
      #expect(PixelArithmetic.distancesFromNeighbours(of: pixels, width: width, everyRow: step) == expected)
    }
  }

  @Test func stepsAreAlongRowAndColumn() {
    // A peak, a hollow, a vertical and a horizontal edge, and NaN.
    let pixels: [Float] = [
      0, 0, 0, 0, 9, 9, 9,
      0, 9, 0, 0, 9, 9, 9,
      0, 0, 0, 0, 9, 2, 9,
      5, 5, 5, .nan, 9, 9, 9,
      5, 5, 5, 5, 9, 9, 9,
    ]
    #expect(PixelArithmetic.steps(of: pixels, width: 7, above: 5) == [8, 19])
    #expect(PixelArithmetic.steps(of: pixels, width: 7, above: 9) == [])
  }

  @Test func standardizedPixelsHaveMean0AndThePowerAskedFor() {
    for power in [1.0, 37] {
      var pixels: [Float] = (0..<37).map { Float(1000 + $0 * 7 % 11) }
      PixelArithmetic.standardize(&pixels, power: power)
      let (mean, squares) = PixelArithmetic.moments(of: pixels)
      #expect(abs(mean) < 1e-4 && abs(squares / power - 1) < 1e-4)
    }
    var constant = [Float](repeating: 7, count: 20)
    PixelArithmetic.standardize(&constant, power: 1)
    #expect(constant.allSatisfy { $0 == 0 })
  }
}
