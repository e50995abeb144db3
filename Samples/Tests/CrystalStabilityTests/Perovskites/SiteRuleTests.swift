import Testing

@testable import CrystalStability

@Suite struct SiteRuleTests {
  private let data: StabilityData

  init() throws { data = try StabilityData() }

  @Test func listsDecideWhereTheyCan() throws {
    #expect(data.sites.perovskites(of: ["Sr", "Ti"]) == [Perovskite(a: Ion("Sr", charge: 2), b: Ion("Ti", charge: 4))])
    // Gold is on the list of B only, although it is larger than aluminium.
    #expect(data.sites.perovskites(of: ["Al", "Au"]).map(\.description) == ["AlAuO3"])
    #expect(data.sites.perovskites(of: ["Sc", "Tm"]).map(\.description) == ["ScTmO3", "TmScO3"])
    #expect(data.sites.perovskites(of: ["Pm", "Al"]).isEmpty)
  }

  @Test func calculationsOfAllListedIonsAreLabelled() throws {
    let labelled = try SiteRule(data: data, tie: .network).labelled()
    #expect(data.perovskites.count == 427)
    #expect(labelled.count == 296)
    #expect(labelled.count { $0.origin == .lists } == 125)
    #expect(SiteRule.stablest(labelled).count == 243)
    for example in labelled { #expect(example.perovskite.a.charge + example.perovskite.b.charge == 6) }
  }

  @Test func stablerOrderHasTheLargerIonOnA() throws {
    let examples = SiteRule.stablest(try SiteRule(data: data, tie: .network).labelled())
    let pairs = OrderedPairs(examples)
    #expect(pairs.compositions.count == 30)
    #expect(pairs.largerOnAIsStabler >= 29)
  }

  @Test func largerIonOnAIgnoresTheEnergy() throws {
    let examples = try SiteRule(data: data, tie: .largerIonOnA).labelled().filter { $0.origin != .lists }
    #expect(examples.count == 171)
    #expect(examples.allSatisfy { $0.hasLargerIonOnA })
  }

  @Test func publishedNetworkFitsTheEnergies() throws {
    let examples = SiteRule.stablest(try SiteRule(data: data, tie: .network).labelled())
    let error = examples.reduce(0) { $0 + abs($1.published - $1.energy) } / Double(examples.count)
    #expect((0.02...0.034).contains(error))
  }
}
