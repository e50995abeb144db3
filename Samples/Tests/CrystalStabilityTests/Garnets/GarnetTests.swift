import SampleSupport
import Testing

@testable import CrystalStability

@Suite struct GarnetTests {
  private let data: StabilityData

  init() throws { data = try StabilityData() }

  @Test func publishedEnergyIsReproduced() throws {
    let garnet = try Garnet(c: "Y3+:2 Gd3+:1", a: "Al3+", d: "Al3+")
    #expect(garnet.description == "GdY2Al5O12")
    #expect(abs(try data.energy(of: garnet, coordinationSpecific: false) + 0.0624481) < 1e-7)
  }

  @Test func knownGarnetsAreStableAgainstOxides() throws {
    for garnet in try KnownGarnets.all() { #expect(try data.energy(of: garnet) < 0, "\(garnet)") }
  }

  @Test func orderOfIonsInTextHasNoEffect() throws {
    let (first, second) = (
      try Garnet(c: "Y3+:2 Gd3+:1", a: "Al3+", d: "Al3+"), try Garnet(c: "Gd3+:1 Y3+:2", a: "Al3+", d: "Al3+")
    )
    #expect(try data.energy(of: first) == data.energy(of: second))
  }

  @Test func sharedSitesHaveAllTheirOrders() throws {
    let c = try Garnet(c: "Y3+:2 Gd3+:1", a: "Al3+", d: "Al3+").inputs(data.ions, coordinationSpecific: true)
    #expect(c.count == 20 && c[19].suffix(5) == [1, 0, 0, 1, 1] && c[0].prefix(2) == [1.053, 1.2])
    // Two ions of equal number have no order of their own, so that both are evaluated.
    let a = try Garnet(c: "Y3+", a: "Al3+:1 Sc3+:1", d: "Al3+").inputs(data.ions, coordinationSpecific: true)
    #expect(a.count == 14 && a[0].count == 11 && Array(a[0][2..<4]) == Array(a[7][4..<6]))
    let d = try Garnet(c: "Y3+", a: "Al3+", d: "Al3+:2 Ga3+:1").inputs(data.ions, coordinationSpecific: true)
    #expect(d.count == 18 && d[0].count == 13)
  }

  @Test(arguments: [
    ("Y3+:2", "Al3+", "Al3+"), ("Y3+", "Al", "Al3+"), ("Y3+", "Al3+", "Si4+"),
    ("Y3+:2 Gd3+:1", "Al3+:1 Ga3+:1", "Al3+"),
    ("Y3+:x", "Al3+", "Al3+"), ("", "Al3+", "Al3+"), ("Y3+:1 Gd3+:1 Lu3+:1", "Al3+", "Al3+"),
  ])
  func impossibleGarnetsAreRefused(c: String, a: String, d: String) {
    #expect(throws: SampleError.self) { try Garnet(c: c, a: a, d: d) }
  }
}
