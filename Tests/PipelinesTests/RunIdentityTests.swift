import Testing

@testable import Pipelines

@Suite struct RunIdentityTests {
  private func identity(_ change: (inout TrainingConfiguration) -> Void = { _ in }) -> RunIdentity {
    var configuration = TrainingConfiguration(patterns: "p")
    change(&configuration)
    return RunIdentity(configuration, content: ["images": "1"])
  }

  @Test func theSameOptionsDifferInNothing() throws {
    let (fixed, allowed) = try identity().differences(from: identity().metadata, file: "f")
    #expect(fixed.isEmpty && allowed.isEmpty)
  }

  @Test func onlyOptionsThatChangeTheRunAreFixed() throws {
    let changed = identity {
      ($0.epochs, $0.patience, $0.size) = (7, 9, 32)
      $0.threads = 3
    }
    let epochs = TrainingConfiguration().epochs
    let size = TrainingConfiguration().size
    let differences = try changed.differences(from: identity().metadata, file: "f")
    #expect(differences.fixed.text == "--size 32 instead of \(size)")
    #expect(differences.allowed["epochs"] == "--epochs 7 instead of \(epochs)")
  }

  @Test func anOptionMayNameTheSameDataInAnotherWay() throws {
    func identity(_ architecture: String, network: String) -> RunIdentity {
      var configuration = TrainingConfiguration(patterns: "p")
      configuration.architecture = architecture
      return RunIdentity(configuration, content: ["network": network])
    }
    let former = identity("plain", network: "1").metadata
    let same = try identity("plain.json", network: "1").differences(from: former, file: "f")
    #expect(same.fixed.isEmpty && same.allowed["architecture"] == "--architecture plain.json instead of plain")
    let other = try identity("residual", network: "2").differences(from: former, file: "f")
    #expect(other.fixed.text == "--architecture residual instead of plain, other network")
  }

  @Test func changedContentIsNamed() throws {
    let other = RunIdentity(TrainingConfiguration(patterns: "p"), content: ["images": "2", "model": "1"])
    #expect(try other.differences(from: identity().metadata, file: "f").fixed.text == "other images, other model")
  }

  @Test func metadataWithoutIdentityIsOfAnEarlierVersion() {
    let error = #expect(throws: PipelineError.self) { try identity().differences(from: [:], file: "f") }
    #expect(
      error?.description
        == "f was written by an earlier version of ednet and cannot be resumed; start again with --overwrite"
    )
  }
}
