import Files
import Testing

@Suite struct RunFileTests {
  @Test(arguments: [
    ("checkpoint.safetensors", true), ("checkpoint-12.safetensors", true), ("checkpoint-.safetensors", false),
    ("checkpoint.safetensors.old", false), ("model.safetensors", false),
  ])
  func checkpointsAreKnownByName(name: String, isCheckpoint: Bool) {
    #expect(RunFile.isCheckpoint(name) == isCheckpoint)
  }
}
