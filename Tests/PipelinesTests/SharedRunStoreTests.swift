import NeuralNetworks
import TestSupport
import Testing

@testable import Pipelines

@Suite struct SharedRunStoreTests {
  @Test func processZeroReadsAndWritesForAll() throws {
    let base = MemoryRunStore()
    let results = ThreadsAsProcesses.run(3) { group in
      let store = SharedRunStore(group.rank == 0 ? base : MemoryRunStore(), among: group)
      try store.open(.new)
      try store.write([UInt8(group.rank)], to: "checkpoint.safetensors")
      try store.write([], to: "empty")
      let content = try store.read("checkpoint.safetensors")
      #expect(try store.read("absent") == nil)
      #expect(try store.read("empty") == [])
      let names = store.names
      store.remove("empty")
      return (content, names)
    }
    for result in results {
      let (content, names) = try result.get()
      #expect(content == [0] && names == ["checkpoint.safetensors", "empty"])
    }
    #expect(base.names == ["checkpoint.safetensors"])
  }

  @Test func anErrorOfProcessZeroIsThatOfAll() throws {
    let base = MemoryRunStore()
    base.write([1], to: RunFile.model)
    let results = ThreadsAsProcesses.run(2) { group in
      try SharedRunStore(group.rank == 0 ? base : MemoryRunStore(), among: group).open(.new)
    }
    for result in results {
      let error = #expect(throws: ProcessFailure.self) { try result.get() }
      #expect(error?.rank == 0 && error?.reason.contains("already holds a run") == true)
    }
  }
}
