import Testing

@testable import Crystallography

@Suite struct PointGroupTests {
  @Test func thereAre32WithElevenCentrosymmetric() {
    #expect(PointGroup.allCases.count == 32)
    let centrosymmetric = PointGroup.allCases.filter(\.isCentrosymmetric)
    #expect(centrosymmetric.map(\.rawValue) == LaueClass.allCases.map(\.rawValue))
  }

  /// The point groups of each system: International Tables for Crystallography A (2016), chapter 3.2.
  @Test func crystalSystemsHoldTheirPointGroups() {
    let systems = Dictionary(grouping: PointGroup.allCases, by: \.crystalSystem).mapValues(\.count)
    #expect(
      systems == [
        .triclinic: 2, .monoclinic: 3, .orthorhombic: 3, .tetragonal: 7, .trigonal: 5,
        .hexagonal: 7, .cubic: 5,
      ]
    )
    #expect(PointGroup.bar43M.laueClass == .mBar3M)
    #expect(PointGroup.threeTwo.laueClass == .bar3M)
    #expect(PointGroup.bar6.crystalSystem == .hexagonal)
  }

  @Test func everySymbolAndItsFolderSpellingAreRead() {
    for group in PointGroup.allCases {
      #expect(PointGroup(symbol: group.rawValue) == group)
      let folder = group.rawValue.replacing("/", with: "_")
      #expect(PointGroup(symbol: folder) == group, "\(folder)")
    }
  }

  @Test(arguments: [
    ("4_mmm", PointGroup.fourOverMMM), ("4:mmm", .fourOverMMM), ("4/m m m", .fourOverMMM),
    ("m3m", .mBar3M), ("m3\u{305}m", .mBar3M), ("m3", .mBar3), ("-4m2", .bar42M), ("-6m2", .bar62M),
    ("321", .threeTwo), ("312", .threeTwo), ("3m1", .threeM), ("31m", .threeM), ("-31m", .bar3M),
    ("2mm", .mm2), ("−1", .bar1),
  ])
  func spellingIsRead(spelling: String, group: PointGroup) {
    #expect(PointGroup(symbol: spelling) == group)
  }

  @Test(arguments: [
    "", "5", "21", "21/c", "31", "c", "n", "nma", "M-3M", "cF", "cubic", "7/m", "bcm",
  ])
  func otherTextIsNoPointGroup(text: String) {
    #expect(PointGroup(symbol: text) == nil)
  }

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
