import Foundation
import Testing

@testable import Crystallography

@Suite struct MillerIndexTests {
  @Test func indicesAddAsVectors() {
    let (first, second) = (MillerIndex(1, -2, 3), MillerIndex(4, 5, -6))
    #expect(first + second == MillerIndex(5, 3, -3))
    #expect(first - second == MillerIndex(-3, -7, 9))
    #expect(-first == MillerIndex(-1, 2, -3))
    #expect(first - first == MillerIndex(0, 0, 0))
    #expect(first.vector == [1, -2, 3])
  }

  @Test func textAndJSONAreThoseOfTheIndices() throws {
    #expect("\(MillerIndex(1, -1, 0))" == "(1 -1 0)")
    let data = try JSONEncoder().encode([MillerIndex(1, -1, 10)])
    #expect(try JSONDecoder().decode([MillerIndex].self, from: data) == [MillerIndex(1, -1, 10)])
    #expect(Set([MillerIndex(1, 0, 0), MillerIndex(1, 0, 0), MillerIndex(0, 1, 0)]).count == 2)
  }
}
