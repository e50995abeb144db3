import Testing

@testable import Crystallography

@Suite struct SpaceGroupOperationsTests {
  @Test func orderIsThatOfThePointGroupTimesTheCentring() {
    for group in SpaceGroup.all {
      let operations = group.operations
      let points =
        switch group.symbol.first {
        case "F": 4
        case "R": 3
        case "P": 1
        default: 2
        }
      #expect(operations.count == points * group.pointGroup.operations.count, "\(group)")
      #expect(operations.first == .identity, "\(group)")
      #expect(operations.count { $0.type == .one } == points)
      #expect(Set(operations.map(\.rotation)).count == group.pointGroup.operations.count)
      #expect(operations.allSatisfy { $0.reduced == $0 })
      #expect(operations.allSatisfy(\.isProper) || !group.isSohncke)
      #expect(operations.contains { $0.type == .bar1 } == group.isCentrosymmetric)
    }
  }

  // International Tables for Crystallography A (2016), the general positions of the groups.
  @Test func generalPositionsAreThoseOfTheTables() {
    func text(_ number: Int) -> Set<String> {
      Set((SpaceGroup(number: number)?.operations ?? []).map(\.description))
    }
    #expect(text(14) == ["x,y,z", "-x,y+1/2,-z+1/2", "-x,-y,-z", "x,-y+1/2,z+1/2"])
    #expect(text(19) == ["x,y,z", "-x+1/2,-y,z+1/2", "-x,y+1/2,-z+1/2", "x+1/2,-y+1/2,-z"])
    #expect(
      text(169) == [
        "x,y,z", "-y,x-y,z+1/3", "-x+y,-x,z+2/3", "-x,-y,z+1/2", "y,-x+y,z+5/6", "x-y,x,z+1/6",
      ]
    )
  }
}
