import Crystallography
import Testing

@testable import SymmetryClassification

@Suite struct SymmetryLabelTests {
  @Test(arguments: [
    ("225", 225), ("SG225", 225), ("sg_225", 225), ("No. 62", 62), ("#14", 14), ("Fm-3m", 225),
    ("P2_1_c", 14), ("P2_1_2_1_2_1", 19), ("P6_3_mmc", 194), ("225_Fm-3m", 225), ("Fm-3m_225", 225),
    ("14-P2_1_c", 14), ("P2_1_c 14", 14), ("P2_1", 4), ("P3_1", 144), ("014", 14),
  ])
  func nameOfSpaceGroupIsRead(name: String, number: Int) {
    let label = SymmetryLabel(className: name, at: .spaceGroup)
    #expect(label?.meaning == SpaceGroup(number: number).map { .spaceGroup($0) })
  }

  @Test(arguments: [
    "0", "231", "SG", "SG231", "SG-", "225_Im-3m", "225_", "_225", "٢٢٥", "999999999999999999999",
    "",
    "cat", "1.5",
  ])
  func otherNameIsNoSpaceGroup(name: String) {
    #expect(SymmetryLabel(className: name, at: .spaceGroup) == nil)
  }

  @Test func spaceGroupDeterminesEveryLevel() throws {
    let label = try #require(SymmetryLabel(className: "R-3m", at: .spaceGroup))
    #expect(
      SymmetryLevel.allCases.map { label.rolledUp(to: $0) } == [
        "R-3m", "-3m", "-3m", "hR", "trigonal", "rhombohedral",
      ]
    )
    for group in SpaceGroup.all {
      let label = try #require(SymmetryLabel(className: "\(group.number)", at: .spaceGroup))
      #expect(label.rolledUp(to: .bravaisLattice) == group.bravaisLattice.rawValue)
      #expect(label.reasonNotRolledUp(to: .laueClass) == nil)
    }
  }

  @Test(
    arguments: [
      ("cF", .bravaisLattice, .crystalSystem, "cubic"),
      ("cF", .bravaisLattice, .laueClass, nil),
      ("hP", .bravaisLattice, .latticeSystem, "hexagonal"),
      ("hP", .bravaisLattice, .crystalSystem, nil),
      ("hR", .bravaisLattice, .crystalSystem, "trigonal"),
      ("oC", .bravaisLattice, .latticeSystem, "orthorhombic"),
      ("m-3m", .laueClass, .crystalSystem, "cubic"), ("-3", .laueClass, .latticeSystem, nil),
      ("-3m", .laueClass, .latticeSystem, nil), ("-3m", .laueClass, .crystalSystem, "trigonal"),
      ("6_mmm", .laueClass, .latticeSystem, "hexagonal"), ("4_mmm", .laueClass, .pointGroup, nil),
      ("-43m", .pointGroup, .laueClass, "m-3m"), ("-6m2", .pointGroup, .crystalSystem, "hexagonal"),
      ("Trigonal", .crystalSystem, .latticeSystem, nil),
      ("hexagonal", .crystalSystem, .latticeSystem, "hexagonal"),
      ("hexagonal", .latticeSystem, .crystalSystem, nil),
      ("cubic", .crystalSystem, .bravaisLattice, nil),
      ("rhombohedral", .latticeSystem, .crystalSystem, "trigonal"),
    ] as [(String, SymmetryLevel, SymmetryLevel, String?)]
  )
  func coarserClassFollowsWhereDetermined(
    name: String,
    level: SymmetryLevel,
    target: SymmetryLevel,
    expected: String?
  ) throws {
    let label = try #require(SymmetryLabel(className: name, at: level))
    #expect(label.rolledUp(to: target) == expected)
    #expect((label.reasonNotRolledUp(to: target) == nil) == (expected != nil))
  }

  @Test func reasonNamesWhatIsOpen() throws {
    let lattice = try #require(SymmetryLabel(className: "hP", at: .bravaisLattice))
    #expect(
      lattice.reasonNotRolledUp(to: .crystalSystem)
        == "class hP (Bravais lattice hP) does not determine the crystal system, which may be "
        + "trigonal or hexagonal"
    )
    #expect(lattice.reasonNotRolledUp(to: .spaceGroup)?.hasSuffix("or one of 37 more") == true)
  }
}
