import Testing

@testable import Figures

@Suite struct PNGResolutionTests {
  @Test func theCheckSumIsThatOfThePNGSpecification() {
    let file = [UInt8](repeating: 7, count: 40)
    let stated = PNGResolution.stating(300, in: file)
    // 300 dots an inch are 11811 a metre; the sum is zlib's.
    let expected: [UInt8] =
      [0, 0, 0, 9] + Array("pHYs".utf8) + [0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1]
      + [0x78, 0xA5, 0x3F, 0x76]
    #expect(Array(stated[33..<54]) == expected)
    #expect(Array(stated[..<33]) == Array(file[..<33]) && stated.count == 61)
    #expect(PNGResolution.stating(300, in: [1, 2]) == [1, 2])
  }
}
