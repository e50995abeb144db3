import Foundation
import Synchronization
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct WorkQueueTests {
  private struct Odd: Error, CustomStringConvertible { var description: String { "a.png is no image" } }

  /// More processes than tasks, and no tasks.
  @Test(arguments: [1, 2, 3, 5, 8], [0, 1, 4, 40]) func answersComeInTheOrderOfTheTasks(count: Int, tasks: Int) throws {
    let results = ThreadsAsProcesses.run(count) { group in
      var received: [Int] = []
      try WorkQueue(tasks, among: group).run { task in
        // The first tasks are the slowest.
        Thread.sleep(forTimeInterval: 0.001 * Double(max(0, 5 - task)))
        return 10 * task
      } receive: { task, answer in
        received += [task, answer]
      }
      return received
    }
    for (rank, result) in results.enumerated() {
      #expect(try result.get() == (rank == 0 ? (0..<tasks).flatMap { [$0, 10 * $0] } : []))
    }
  }

  @Test func everyTaskIsDoneOnceAndASlowProcessGetsFewer() throws {
    let ranks = try ThreadsAsProcesses.run(3) { group in
      try WorkQueue(60, among: group).map { _ in
        Thread.sleep(forTimeInterval: group.rank == 1 ? 0.05 : 0.002)
        return group.rank
      }
    }.map { try $0.get() }
    #expect(ranks[0].count == 60 && ranks.allSatisfy { $0 == ranks[0] })
    let counts = (0..<3).map { rank in ranks[0].count { $0 == rank } }
    #expect(counts.allSatisfy { $0 > 0 } && counts[1] < counts[0] && counts[1] < counts[2])
  }

  @Test(arguments: [1, 2, 5]) func numbersKeepTheirBits(count: Int) throws {
    let values: [Float] = [
      0.1, -0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1 / 3, 16_777_215,
    ]
    let results = ThreadsAsProcesses.run(count) { group in
      try WorkQueue(7, among: group).map { task in values.map { $0 / Float(task + 1) } }
    }
    let expected = (0..<7).map { task in values.map { ($0 / Float(task + 1)) } }
    for result in results {
      let answers = try result.get()
      for (answer, expected) in zip(answers.joined(), expected.joined()) {
        #expect(answer.bitPattern == expected.bitPattern || answer.isNaN && expected.isNaN)
      }
    }
  }

  /// In the second process, and in the first.
  @Test(arguments: [0, 1]) func anErrorOfOneProcessIsThatOfAll(rank: Int) {
    let done = Atomic(0)
    let results = ThreadsAsProcesses.run(3) { group in
      try WorkQueue(1000, among: group).map { task in
        Thread.sleep(forTimeInterval: 0.001)
        if group.rank == rank { throw Odd() }
        done.add(1, ordering: .relaxed)
        return task
      }
    }
    let failure = ProcessFailure(rank: rank, host: "host \(rank)", reason: "a.png is no image")
    for result in results { #expect(throws: failure) { try result.get() } }
    #expect(done.load(ordering: .relaxed) < 900)
  }

  @Test(arguments: [true, false]) func anErrorOfTheCheckOrTheReceiverEndsTheWork(receives: Bool) {
    let results = ThreadsAsProcesses.run(3) { group in
      var received = 0
      try WorkQueue(1000, among: group).run { task in
        Thread.sleep(forTimeInterval: 0.001)
        return task
      } check: {
        if !receives && received > 3 { throw Odd() }
      } receive: { task, _ in
        if receives && task == 3 { throw Odd() }
        received += 1
      }
    }
    #expect(throws: Odd.self) { try results[0].get() }
    for result in results.dropFirst() {
      #expect(throws: ProcessFailure(rank: 0, host: "host 0", reason: "a.png is no image")) { try result.get() }
    }
  }

  @Test func errorsOfASingleProcessStayThemselves() {
    #expect(throws: Odd.self) { try WorkQueue(2, among: SingleProcess()).map { _ -> Int in throw Odd() } }
  }

  @Test func queuesFollowOneAnother() throws {
    let results = ThreadsAsProcesses.run(4) { group in
      try (0..<20).map { round in try WorkQueue(round % 5, among: group).map { 100 * round + $0 } }
    }
    let expected = (0..<20).map { round in (0..<round % 5).map { 100 * round + $0 } }
    for result in results { #expect(try result.get() == expected) }
  }

  @Test func tasksAreSmallEnoughForEveryProcess() throws {
    #expect(WorkQueue.size(of: 10_000, among: SingleProcess(), in: 8...256) == 256)
    for result in ThreadsAsProcesses.run(2, { WorkQueue.size(of: 1600, among: $0, in: 8...256) }) {
      #expect(try result.get() == 50)
    }
    for result in ThreadsAsProcesses.run(2, { WorkQueue.size(of: 5, among: $0, in: 8...256) }) {
      #expect(try result.get() == 8)
    }
  }
}
