import Foundation
import Pipelines
import TestSupport
import Testing

@Suite struct RunConfigurationTests {
  private func file(_ text: String) throws -> String {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "ednet-\(UUID().uuidString).json").path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test func aFileOverridesTheDefaultsAndMayHaveComments() throws {
    let path = try file("{\"epochs\": 7, /* short */ \"label-smoothing\": 0.5, \"threads\": null}")
    var expected = TrainingConfiguration()
    (expected.epochs, expected.labelSmoothing) = (7, 0.5)
    #expect(try TrainingConfiguration(contentsOf: path) == expected)
  }

  @Test func aConfigurationSurvivesItsFile() throws {
    var configuration = SimulatedTrainingConfiguration()
    (configuration.structures, configuration.limit) = (["a.cif"], 3)
    configuration.variation = .free
    #expect(
      try SimulatedTrainingConfiguration(contentsOf: file(configuration.json)) == configuration
    )
  }

  @Test func anUnknownOptionOrAWrongTypeIsAnError() throws {
    for text in ["{\"epoch\": 7}", "{\"epochs\": \"many\"}", "{"] {
      #expect(throws: (any Error).self) { try TrainingConfiguration(contentsOf: file(text)) }
    }
  }
}
