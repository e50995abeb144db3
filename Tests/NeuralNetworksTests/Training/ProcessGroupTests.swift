import Foundation
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct ProcessGroupTests {
  @Test(arguments: 1...5) func sharesCoverAllTasksOnce(count: Int) throws {
    let shares = try ThreadsAsProcesses.run(count) { group in Array(group.ownShare(of: 13)) }.map { try $0.get() }
    #expect(shares.flatMap(\.self) == Array(0..<13))
  }

  /// More processes than shards, and numbers that divide nothing.
  @Test(arguments: [1, 2, 3, 5, 8], [1, 2, 4, 13]) func sumsHaveTheBitsOfOneProcess(count: Int, shards: Int) throws {
    let vectors = (0..<shards).map { shard in (0..<6).map { Float(1) / Float(3 + shard * 6 + $0) } }
    @Sendable func sum(_ group: any ProcessGroup) throws -> [Float] {
      let tree = SummationTree(count: shards)
      let own = group.ownShare(of: shards)
      let memory = own.map { shard in
        let arena = Arena(count: 6)
        arena.view.copy(vectors[shard])
        return arena
      }
      func vector(_ shard: Int) -> MutableTensorView { memory[shard - own.lowerBound].view }
      for addition in tree.additions(within: own) { vector(addition.target).add(vector(addition.source).readOnly) }
      let (slices, total) = (Arena(count: group.sliceMemory(of: shards, length: 6)), Arena(count: 6))
      try group.complete(tree, shards: shards, own: vector, slices: slices.view, total: total.view) { $0.add($1) }
      return total.view.readOnly.array
    }
    var sums = vectors
    for addition in SummationTree(count: shards).additions {
      for i in 0..<6 { sums[addition.target][i] += sums[addition.source][i] }
    }
    let expected = sums[0]
    for result in ThreadsAsProcesses.run(count, sum) { #expect(try result.get() == expected) }
  }

  @Test func anErrorOfOneProcessIsThatOfAll() {
    struct Unreadable: Error, CustomStringConvertible { var description: String { "a.png is no image" } }
    let results = ThreadsAsProcesses.run(3) { group in
      try group.gathering {
        if group.rank == 1 { throw Unreadable() }
        return [UInt8(group.rank)]
      }
    }
    for result in results {
      #expect(throws: ProcessFailure(rank: 1, host: "host 1", reason: "a.png is no image")) { try result.get() }
    }
    #expect("\(ProcessFailure(rank: 1, host: "b", reason: "c"))" == "process 1 on b: c")
    #expect(throws: Unreadable.self) { try SingleProcess().gathering { throw Unreadable() } }
  }

  @Test(arguments: [1, 2, 3]) func processZeroSharesItsResult(count: Int) throws {
    let results = ThreadsAsProcesses.run(count) { group in try group.sharing { ["rank": group.rank] } }
    for result in results { #expect(try result.get() == ["rank": 0]) }
  }

  @Test func processesAgreeOnlyTogether() throws {
    for (answers, expected) in [([true, true], true), ([true, false], false)] {
      let results = ThreadsAsProcesses.run(2) { try $0.agree(answers[$0.rank]) }
      for result in results { #expect(try result.get() == expected) }
    }
  }
}
