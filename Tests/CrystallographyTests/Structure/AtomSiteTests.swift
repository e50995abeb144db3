import Testing

@testable import Crystallography

@Suite struct AtomSiteTests {
  @Test func sitesHaveDefaults() throws {
    let element = try #require(Element(symbol: "Fe"))
    let site = AtomSite(element: element, position: [0, 0, 0])
    #expect(site.label == "Fe" && site.occupancy == 1)
    #expect(site.debyeWallerFactor == AtomSite.defaultDebyeWallerFactor)
    #expect(AtomSite(label: "M1", element: element, position: .zero).label == "M1")
  }
}
