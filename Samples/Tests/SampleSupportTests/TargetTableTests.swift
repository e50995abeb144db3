import Testing

@testable import SampleSupport

@Suite struct TargetTableTests {
  @Test func missesAreNamed() throws {
    var table = TargetTable()
    table.add("error", .atMost(6), measured: 5.9, unit: "meV/atom")
    table.add("speed", .atLeast(10_000), measured: 12_345, unit: "/s")
    table.add("share", .within(0.2...0.3), measured: 0.2)
    table.add("time", .none, measured: 7, unit: "s")
    try table.verify()
    table.add("drift", .atMost(1e-5), measured: 2e-5)
    table.add("result", .atLeast(0), measured: .nan)
    #expect(table.misses == ["drift", "result"])
    #expect(throws: TargetMiss(names: ["drift", "result"])) { try table.verify() }
  }

  @Test func columnsAreAligned() {
    var table = TargetTable()
    table.add("energy error", .atMost(6), measured: 5.6333, unit: "meV/atom")
    table.add("g(r)", .atMost(0.03), measured: 0.04)
    #expect(
      table.description == """
                      target  measured
        energy error  ≤ 6     5.633 meV/atom  met
        g(r)          ≤ 0.03  0.04            MISSED
        """
    )
  }
}
