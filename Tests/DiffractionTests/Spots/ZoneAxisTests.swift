import Crystallography
import Diffraction
import Foundation
import Testing

@Suite struct ZoneAxisTests {
  @Test func listsEveryCoprimeAxisOnce() {
    let first = ZoneAxis.axes(ofGreatestIndex: 1)
    #expect(first.count == 26)
    let second = ZoneAxis.axes(ofGreatestIndex: 2)
    // 125 - 27 axes with largest index 2, minus the 26 that are multiples of index 1.
    #expect(second.count == 98 - 26)
    #expect(Set(second).count == second.count)
    #expect(second.contains(ZoneAxis(-2, 1, 0)) && !second.contains(ZoneAxis(2, 0, 0)))
    #expect(second.allSatisfy { second.contains(ZoneAxis(-$0.u, -$0.v, -$0.w)) })
    #expect(ZoneAxis.axes(ofGreatestIndex: 0).isEmpty)
  }

  @Test func directionLiesInThePlanesOfItsZone() throws {
    let cell = try UnitCell(a: 4, b: 5, c: 7, alpha: 80, beta: 100, gamma: 115)
    let axis = ZoneAxis(1, 2, -1)
    let direction = axis.direction(in: cell)
    #expect(abs(direction.length - 1) < 1e-12)
    for index in [MillerIndex(1, 0, 1), MillerIndex(-2, 1, 0), MillerIndex(0, 1, 2)] {
      #expect(abs(cell.reciprocalVector(of: index).dot(direction)) < 1e-12)
    }
    #expect(cell.reciprocalVector(of: MillerIndex(1, 0, 0)).dot(direction) > 0.01)
    #expect("\(axis)" == "[1 2 -1]")
  }
}
