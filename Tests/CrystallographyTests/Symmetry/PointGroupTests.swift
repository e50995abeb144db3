import Testing

@testable import Crystallography

@Suite struct PointGroupTests {
  @Test func thereAre32WithElevenCentrosymmetric() {
    #expect(PointGroup.allCases.count == 32)
    let centrosymmetric = PointGroup.allCases.filter(\.isCentrosymmetric)
    #expect(centrosymmetric.map(\.rawValue) == LaueClass.allCases.map(\.rawValue))
  }

  @Test(arguments: LaueClass.allCases)
  func laueClassIsThatOfItsPointGroup(laueClass: LaueClass) {
    #expect(laueClass.pointGroup.laueClass == laueClass)
    #expect(laueClass.pointGroup.rawValue == laueClass.rawValue)
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
}
