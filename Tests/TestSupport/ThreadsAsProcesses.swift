import Foundation
import NeuralNetworks

/// A group of processes whose members are threads of this process, for tests of what processes share.
package final class ThreadsAsProcesses: @unchecked Sendable {
  private let count: Int
  private let condition = NSCondition()
  private var messages: [[UInt8]]
  private var gathered: [[UInt8]] = []
  private var arrived = 0
  private var rounds = 0
  private var sent: [String: [[Float]]] = [:]
  private var posted: [String: [[UInt8]]] = [:]

  private init(count: Int) {
    self.count = count
    messages = [[UInt8]](repeating: [], count: count)
  }

  /// Runs work in each member at the same time.
  ///
  /// - Parameters:
  ///   - count: the number of members.
  ///   - work: the work of a member.
  /// - Returns: the results by rank.
  package static func run<Value: Sendable>(
    _ count: Int,
    _ work: @escaping @Sendable (any ProcessGroup) throws -> Value
  ) -> [Result<Value, any Error>] {
    let group = ThreadsAsProcesses(count: count)
    let (results, ended) = (Box<Value>(count), DispatchSemaphore(value: 0))
    for rank in 0..<count {
      // A pool of threads could have fewer than members, which wait for one another.
      let thread = Thread {
        results.set(Result { try work(Member(rank: rank, group: group)) }, at: rank)
        ended.signal()
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    for _ in 0..<count { ended.wait() }
    return results.all
  }

  private final class Box<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [Result<Value, any Error>?]
    init(_ count: Int) { values = [Result<Value, any Error>?](repeating: nil, count: count) }
    func set(_ value: Result<Value, any Error>, at index: Int) { lock.withLock { values[index] = value } }
    var all: [Result<Value, any Error>] { lock.withLock { values.compactMap(\.self) } }
  }

  private func gather(_ bytes: [UInt8], rank: Int) -> [[UInt8]] {
    condition.lock()
    defer { condition.unlock() }
    messages[rank] = bytes
    arrived += 1
    if arrived == count {
      (gathered, arrived) = (messages, 0)
      rounds += 1
      condition.broadcast()
    } else {
      let round = rounds
      while rounds == round { condition.wait() }
    }
    return gathered
  }

  private func send(_ scalars: [Float], along path: String) {
    condition.lock()
    sent[path, default: []].append(scalars)
    condition.broadcast()
    condition.unlock()
  }

  private func receive(along path: String) -> [Float] {
    condition.lock()
    defer { condition.unlock() }
    while sent[path]?.isEmpty ?? true { condition.wait() }
    return sent[path]?.removeFirst() ?? []
  }

  private func post(_ message: [UInt8], along path: String) {
    condition.withLock { posted[path, default: []].append(message) }
  }

  private func nextMessage(along path: String) -> [UInt8]? {
    condition.withLock { posted[path]?.isEmpty ?? true ? nil : posted[path]?.removeFirst() }
  }

  private struct Member: ProcessGroup {
    let rank: Int
    let group: ThreadsAsProcesses
    var count: Int { group.count }
    var host: String { "host \(rank)" }

    func gather(_ bytes: [UInt8]) -> [[UInt8]] { group.gather(bytes, rank: rank) }
    func exchange(_ sent: [[TensorView]], into received: [[MutableTensorView]]) {
      for (other, views) in sent.enumerated() {
        for view in views { group.send(view.array, along: "\(rank) \(other)") }
      }
      for (other, views) in received.enumerated() {
        for view in views { view.copy(group.receive(along: "\(other) \(rank)")) }
      }
    }
    func send(_ message: [UInt8], to other: Int) { group.post(message, along: "\(rank) \(other)") }
    func nextMessage(from other: Int) -> [UInt8]? { group.nextMessage(along: "\(other) \(rank)") }
  }
}
