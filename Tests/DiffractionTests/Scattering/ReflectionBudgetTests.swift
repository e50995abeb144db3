import Crystallography
import Diffraction
import Testing

@Suite struct ReflectionBudgetTests {
  @Test func refusesLargeCellsAndNamesAUsableSpacing() throws {
    let cell = try UnitCell(a: 40, b: 50, c: 60)
    var simulator = MasterPatternSimulator(size: 21, minimumSpacing: 0.8)
    let error = #expect(throws: DiffractionError.self) { try simulator.validate(for: cell) }
    #expect(
      error?.description
        == "minimumSpacing: 0.8 Å for a cell of 120000 Å³ cannot be used; expected at least 2.93 Å"
    )
    simulator.minimumSpacing = 2.93
    try simulator.validate(for: cell)
    #expect(throws: DiffractionError.self) {
      try KikuchiBands.validate(cell, minimumSpacing: 0.8)
    }
    try KikuchiBands.validate(try UnitCell(a: 10, b: 10, c: 10), minimumSpacing: 0.8)
  }
}
