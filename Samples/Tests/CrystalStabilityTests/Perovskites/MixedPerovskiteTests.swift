import Testing

@testable import CrystalStability

@Suite struct MixedPerovskiteTests {
  private let data: StabilityData

  init() throws { data = try StabilityData() }

  @Test func bothIonsComeFirstInTurn() throws {
    let perovskite = try #require(data.sites.perovskites(mixed: ["Mg", "Ti"], alone: "Pr").first)
    #expect(perovskite.network == "perovskite_b")
    let inputs = try perovskite.inputs(data.ions)
    #expect(inputs.count == 20 && inputs.allSatisfy { $0.count == 10 })
    #expect(Array(inputs[9].suffix(4)) == [1, 0, 0, 1])
    #expect(Array(inputs[0][2..<4]) == Array(inputs[10][4..<6]))
    #expect(Array(inputs[0][0..<2]) == Array(inputs[10][0..<2]))
  }

  @Test func chargesBalance() {
    #expect(data.sites.perovskites(mixed: ["Mg", "Zn"], alone: "Al").isEmpty)
    let options = data.sites.perovskites(mixed: ["Nd", "Pr"], alone: "Sc")
    #expect(options.map(\.isMixedOnA) == [true, false])
  }

  @Test func formationEnergyIsTheDifferenceFromOxides() throws {
    let perovskite = try #require(data.sites.perovskites(mixed: ["Mg", "Ti"], alone: "Pr").first)
    let calculations = MixedCalculations(mixed: ["Mg", "Ti"], alone: "Pr", lowest: -320, mean: -319)
    let oxides = [perovskite.mixed[0]: -10.0, perovskite.mixed[1]: -26, perovskite.alone: -20]
    #expect(calculations.formationEnergy(-320, as: perovskite, oxides: oxides) == -0.4)
    #expect(calculations.formationEnergy(-320, as: perovskite, oxides: [:]) == nil)
  }
}
