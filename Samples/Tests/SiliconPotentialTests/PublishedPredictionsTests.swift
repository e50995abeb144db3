import Atomistics
import Foundation
import Testing

@testable import SiliconPotential

@Suite struct PublishedPredictionsTests {
  @Test func thePublishedNetworkPredictsAsN2P2Does() throws {
    let potential = try N2P2Files.potential(in: CommittedData.folder)
    let file = CommittedData.folder.appending(path: "n2p2_predictions_test.json")
    let comparison = try PublishedPredictions(file, of: potential, on: CommittedData.structures())
    #expect(comparison.energyDifference < 1e-6 && comparison.forceDifference < 1e-5)
    #expect(comparison.selfImageCount == 1 && comparison.selfImageSlopeDifference < 1e-5)
  }
}
