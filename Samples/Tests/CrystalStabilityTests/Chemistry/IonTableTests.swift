import SampleSupport
import Testing

@testable import CrystalStability

@Suite struct IonTableTests {
  private let table: IonTable

  init() throws {
    table = try IonTable(
      CommaSeparatedTable(
        "ion,electronegativity,radius,shannon_4,shannon_6,shannon_8\nY3+,1.22,1.04,,0.9,1.019",
        file: "ions"
      )
    )
  }

  @Test func radiusFitsTheSite() throws {
    #expect(try table.descriptors(of: Ion("Y", charge: 3), radius: .independentOfSite) == [1.04, 1.22])
    #expect(try table.descriptors(of: Ion("Y", charge: 3), radius: .coordination(8)) == [1.019, 1.22])
  }

  @Test func missingRadiiAreErrors() {
    #expect(throws: SampleError("the table has no radius for Y3+ with 4 neighbours")) {
      try table.descriptors(of: Ion("Y", charge: 3), radius: .coordination(4))
    }
    #expect(throws: SampleError("the table has no radius for Y2+")) {
      try table.descriptors(of: Ion("Y", charge: 2), radius: .independentOfSite)
    }
  }
}
