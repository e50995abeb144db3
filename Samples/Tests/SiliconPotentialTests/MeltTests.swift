import Atomistics
import Foundation
import SampleSupport
import Testing

@testable import SiliconPotential

@Suite struct MeltTests {
  @Test func theCrystalIsDiamonds() {
    let crystal = Melt.crystal
    #expect(crystal.count == 64 && abs(crystal.volume - pow(20.526 * 0.529177210903, 3)) < 1e-9)
    let neighbors = NeighborList(of: crystal, within: 2.6)
    // Four neighbours at √3/4 of the cell's edge.
    #expect((0..<64).allSatisfy { neighbors.starts[$0 + 1] - neighbors.starts[$0] == 4 })
  }

  @Test func digitisedCurvesAreCompared() throws {
    let folder = try CommittedData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "curves.csv")
    var distribution = RadialDistribution(to: 5, bins: 50)
    distribution.add(Melt.crystal)
    let values = distribution.values
    let rows = values.map { "\($0.x),\($0.y + 0.1),0" }
    try Data((["r_A,DFT,Bazant_EDIP"] + rows).joined(separator: "\n").utf8).write(to: file)
    let curves = try DigitisedCurves(contentsOf: file)
    #expect(curves.names == ["DFT", "Bazant EDIP"])
    let difference = try #require(curves.differences(of: distribution, from: "DFT"))
    #expect(abs(difference.mean - 0.1) < 1e-9 && abs(difference.greatest - 0.1) < 1e-9)
    #expect(try curves.figure(with: distribution, name: "ours").data(as: .png).count > 1000)
    try Data("r,a\n1,2\n3".utf8).write(to: file)
    #expect(throws: SampleError.self) { try DigitisedCurves(contentsOf: file) }
  }
}
