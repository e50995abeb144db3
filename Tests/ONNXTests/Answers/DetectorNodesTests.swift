import Testing

@testable import ONNX

@Suite struct DetectorNodesTests {
  @Test func theInverseOfAFactorTimesTheFactorIsTheIdentity() {
    let count = 5
    let factor = (0..<count * count).map { index -> Float in
      let (row, column) = (index / count, index % count)
      return column > row ? 0 : column == row ? Float(row + 2) : Float((row * 3 + column * 5) % 4) - 1.5
    }
    let inverse = DetectorNodes.inverse(of: factor, count)
    for row in 0..<count {
      for column in 0..<count {
        let value = (0..<count).reduce(Float(0)) { $0 + factor[row * count + $1] * inverse[$1 * count + column] }
        #expect(abs(value - (row == column ? 1 : 0)) < 1e-5)
        if column > row { #expect(inverse[row * count + column] == 0) }
      }
    }
  }
}
