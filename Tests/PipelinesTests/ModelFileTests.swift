import Foundation
import Pipelines
import Testing

@Suite struct ModelFileTests {
  @Test func aFolderMeansTheModelInIt() {
    let folder = FileManager.default.temporaryDirectory.path
    #expect(ModelFile(folder).path.hasSuffix("/model.safetensors"))
    #expect(!ModelFile(folder + "/").path.contains("//"))
    #expect(ModelFile("a.safetensors").path == "a.safetensors")
  }

  @Test func anAbsentModelIsRefused() {
    let absent = #expect(throws: PipelineError.self) { try ModelFile("absent").load() }
    #expect(
      absent?.description == "there is no model at absent; train one with \"ednet train patterns/\", or name one with "
        + "--model"
    )
    let mistyped = #expect(throws: PipelineError.self) { try ModelFile("bravias").load() }
    #expect(mistyped?.description.hasSuffix("or name one with --model; did you mean bravais?") == true)
    let empty = #expect(throws: PipelineError.self) { try ModelFile("").load() }
    #expect(empty?.description == "the name of the model is empty")
  }
}
