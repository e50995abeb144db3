import Testing

@testable import Crystallography

@Suite struct PointGroupOperationsTests {
  // International Tables for Crystallography A (2016), table 3.2.3.2: the orders of the point groups.
  private static let orders: [PointGroup: Int] = [
    .one: 1, .bar1: 2, .two: 2, .m: 2, .twoOverM: 4, .twoTwoTwo: 4, .mm2: 4, .mmm: 8, .four: 4,
    .bar4: 4, .fourOverM: 8, .fourTwoTwo: 8, .fourMM: 8, .bar42M: 8, .fourOverMMM: 16, .three: 3,
    .bar3: 6, .threeTwo: 6, .threeM: 6, .bar3M: 12, .six: 6, .bar6: 6, .sixOverM: 12,
    .sixTwoTwo: 12, .sixMM: 12, .bar62M: 12, .sixOverMMM: 24, .twoThree: 12, .mBar3: 24,
    .fourThreeTwo: 24, .bar43M: 24, .mBar3M: 48,
  ]

  @Test(arguments: PointGroup.allCases)
  func operationsAreAGroupOfTheRightOrder(group: PointGroup) {
    let operations = group.operations
    #expect(operations.count == Self.orders[group])
    let rotations = Set(operations.map(\.rotation))
    #expect(rotations.count == operations.count)
    #expect(operations.first == .identity)
    #expect(operations.allSatisfy { $0.translation == .zero })
    for first in operations {
      #expect(operations.allSatisfy { rotations.contains((first * $0).rotation) })
    }
    #expect(rotations.contains(.inversion) == group.isCentrosymmetric)
  }

  @Test(arguments: PointGroup.allCases)
  func laueClassAddsTheInversion(group: PointGroup) {
    let rotations = group.operations.map(\.rotation)
    let laue = Set(group.laueClass.pointGroup.operations.map(\.rotation))
    #expect(Set(rotations + rotations.map { -$0 }) == laue)
  }
}
