import Foundation
import SampleSupport
import Testing

@testable import CrystalStability

@Suite struct PublishedNetworkTests {
  private func networks(
    _ activation: String,
    second: String = "[[2], [3]]"
  ) throws(SampleError) -> [String: PublishedNetwork] {
    let json = """
      {"small": {"mean": [1, 2], "scale": [2, 4], "nTrain": 7, "layers": [
        {"type": "Dense", "activation": "\(activation)", "W": [[1, -1], [2, 1]], "b": [0.5, 0]},
        {"type": "Dropout", "rate": 0.1},
        {"type": "Dense", "activation": "linear", "W": \(second), "b": [10]}]}}
      """
    return try PublishedNetwork.all(in: Data(json.utf8), file: "models.json")
  }

  @Test func layersAreEvaluatedInOrder() throws {
    // Standardised: (1, −0.5); before the activation: (1 − 1 + 0.5, −1 − 0.5).
    #expect(try networks("relu")["small"]?.energy([3, 0]) == 10 + 2 * 0.5)
    #expect(try networks("linear")["small"]?.energy([3, 0]) == 10 + 2 * 0.5 - 3 * 1.5)
    #expect(try networks("relu")["small"]?.nTrain == 7)
  }

  @Test func unknownAndUnfittingLayersAreRefused() {
    #expect(throws: SampleError.self) { try networks("tanh") }
    #expect(
      throws: SampleError("models.json: the network small has weights in layer 3 that do not fit the layer before")
    ) {
      try networks("relu", second: "[[2]]")
    }
  }

  @Test func damagedFilesAreRefused() {
    #expect(throws: SampleError.self) { try PublishedNetwork.all(in: Data("{".utf8), file: "models.json") }
  }
}
