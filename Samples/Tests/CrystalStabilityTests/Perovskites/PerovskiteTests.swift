import Testing

@testable import CrystalStability

@Suite struct PerovskiteTests {
  @Test func formationEnergyIsTheDifferenceFromOxides() {
    let perovskite = Perovskite(a: Ion("Sr", charge: 2), b: Ion("Ti", charge: 4))
    let calculation = PerovskiteCalculation(elements: ["Sr", "Ti"], energy: -160)
    let oxides = [perovskite.a: -12.0, perovskite.b: -27.0]
    #expect(calculation.formationEnergy(as: perovskite, oxides: oxides) == -0.2)
    #expect(calculation.formationEnergy(as: perovskite, oxides: [perovskite.a: -12]) == nil)
  }
}
