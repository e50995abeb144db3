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
      // Memory of other processes' shards holds anything.
      let memory = vectors.enumerated().map { shard, vector in
        let arena = Arena(count: 6)
        arena.view.copy(own.contains(shard) ? vector : [Float](repeating: -1, count: 6))
        return arena
      }
      func add(_ target: Int, _ source: Int) { memory[target].view.add(memory[source].view.readOnly) }
      for addition in tree.additions(within: own) { add(addition.target, addition.source) }
      try group.complete(tree, shards: shards, sum: { memory[$0].view }, add: add)
      return memory[0].view.readOnly.array
    }
    let expected = try sum(SingleProcess())
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
