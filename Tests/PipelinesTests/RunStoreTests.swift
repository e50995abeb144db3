import Foundation
import Testing

@testable import Pipelines

@Suite struct RunStoreTests {
  private func exercise(_ store: some RunStore) throws {
    try store.open(.new)
    try store.write("a", to: "figures/a.svg")
    try store.write("b", to: "checkpoint-12.safetensors")
    try store.write("c", to: "checkpoint.safetensors.old")
    #expect(try store.read("figures/a.svg") == Array("a".utf8))
    #expect(try store.read("absent") == nil)
    #expect(store.checkpoints == ["checkpoint-12.safetensors"])
    let error = #expect(throws: PipelineError.self) { try store.open(.new) }
    #expect(
      error?.description
        == "\(store.location) already holds a run; choose another folder with --output, continue the run with "
        + "--resume, or replace it with --overwrite"
    )
    try store.open(.resuming)
    try store.open(.overwriting)
    store.remove("figures")
    #expect(try store.read("figures/a.svg") == nil)
    store.remove("checkpoint-12.safetensors")
    try store.open(.new)
  }

  @Test func memoryAndFolderBehaveAlike() throws {
    try exercise(MemoryRunStore())
    let folder = FileManager.default.temporaryDirectory.appending(path: "ednet-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try exercise(FolderRunStore(folder + "/"))
  }

  @Test func aFolderStoreRefusesAFileAndAnEmptyName() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "ednet-\(UUID().uuidString)").path
    try Data().write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = #expect(throws: PipelineError.self) { try FolderRunStore(path).open(.new) }
    #expect(file?.description == "\(path) is a file; --output names a folder")
    let empty = #expect(throws: PipelineError.self) { try FolderRunStore("").open(.new) }
    #expect(empty?.description == "the name of the run's folder is empty")
  }

  @Test func aFolderThatAnotherStoreWritesToIsRefused() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ednet-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (first, second) = (FolderRunStore(folder), FolderRunStore(folder))
    try first.open(.new)
    for mode in [RunMode.new, .overwriting, .resuming] {
      let error = #expect(throws: PipelineError.self) { try second.open(mode) }
      #expect(
        error?.description
          == "another training is writing to \(folder); wait for its end, or choose another folder with --output"
      )
    }
    first.close()
    try second.open(.new)
    try second.write("m", to: RunFile.model)
    second.close()
    // A refused opening holds no lock.
    #expect(throws: PipelineError.self) { try first.open(.new) }
    try second.open(.resuming)
    second.close()
    #expect(second.names == [RunFile.model])
  }

  @Test func checkpointsAreNamedAfterTheirSeed() {
    #expect(RunFile.checkpoint(seed: nil) == "checkpoint.safetensors")
    #expect(RunFile.checkpoint(seed: 3) == "checkpoint-3.safetensors")
  }
}
