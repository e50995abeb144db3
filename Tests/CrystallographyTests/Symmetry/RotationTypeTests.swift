import Testing

@testable import Crystallography

@Suite struct RotationTypeTests {
  @Test(arguments: [
    ("x,y,z", RotationType.one), ("-x,-y,z", .two), ("y,z,x", .three), ("-y,x,z", .four),
    ("x-y,x,z", .six), ("-y,x-y,z", .three), ("-x,-y,-z", .bar1), ("x,y,-z", .m), ("y,x,z", .m),
    ("-y,-z,-x", .bar3), ("y,-x,-z", .bar4), ("-y,x-y,-z", .bar6), ("y,y-x,-z", .bar3),
    ("x,x-y,-z", .two), ("x-y,x,-z", .bar3),
  ])
  func typesAreThoseOfTheTables(triplet: String, type: RotationType) throws {
    let operation = try #require(SymmetryOperation(triplet: triplet))
    #expect(RotationType(operation.rotation) == type)
    #expect(operation.type == type)
  }

  @Test func orderIsTheSmallestPowerThatIsTheIdentity() {
    var seen: Set<RotationType> = []
    for number in stride(from: 1, through: 230, by: 3) {
      for operation in SpaceGroup(number: number)?.operations ?? [] {
        seen.insert(operation.type)
        var power = IntegerMatrix3.identity
        for exponent in 1...operation.type.order {
          power = power * operation.rotation
          #expect((power == .identity) == (exponent == operation.type.order))
        }
        #expect(operation.type.isProper == (operation.rotation.determinant == 1))
      }
    }
    #expect(seen == Set(RotationType.allCases))
  }

  @Test func matricesThatAreNoLatticeSymmetryAreRefused() {
    for matrix in [
      IntegerMatrix3(rows: [1, 1, 0], [0, 1, 0], [0, 0, 1]),
      IntegerMatrix3(rows: [1, 1, 0], [0, 1, 0], [0, 0, -1]),
      IntegerMatrix3(rows: [2, 0, 0], [0, 1, 0], [0, 0, 1]),
      IntegerMatrix3(rows: [0, 0, 0], [0, 0, 0], [0, 0, 0]),
      IntegerMatrix3(rows: [2, 1, 0], [1, 1, 0], [0, 0, 1]),
      IntegerMatrix3(rows: [1, 0, 0], [1, 0, 0], [0, 0, 1]),
    ] {
      #expect(RotationType(matrix) == nil)
    }
  }
}
