import Foundation

/// The processes that share work, such as one training, each with the same model, data and options.
///
/// Every process calls the same operations in the same order. A group only carries messages: gradients are added in an
/// order that depends on the number of examples alone, and a ``WorkQueue`` gives its answers in the order of its tasks,
/// so results have the same bits on any number of processes.
public protocol ProcessGroup: Sendable {
  /// The number of this process, from 0.
  var rank: Int { get }
  /// The number of processes.
  var count: Int { get }
  /// The machine of this process, for messages.
  var host: String { get }

  /// Exchanges bytes.
  ///
  /// - Parameter bytes: those of this process; the number may differ from process to process.
  /// - Returns: the bytes of all processes, by rank.
  /// - Throws: an error of the communication.
  func gather(_ bytes: [UInt8]) throws -> [[UInt8]]
  /// Exchanges scalars with other processes, in both directions at once.
  ///
  /// The numbers of views that a process sends to another, and of scalars in each, are those that the other expects.
  ///
  /// - Parameters:
  ///   - sent: the scalars for each process, by rank.
  ///   - received: the memory for those of each process, by rank; on return it holds them.
  /// - Throws: an error of the communication.
  func exchange(_ sent: [[TensorView]], into received: [[MutableTensorView]]) throws

  /// Sends a message, which the receiver takes when it asks for it.
  func send(_ message: [UInt8], to rank: Int) throws
  /// The next message of a process; nil if none has arrived.
  func nextMessage(from rank: Int) throws -> [UInt8]?
}

/// The group of one process, which does all of the work.
public struct SingleProcess: ProcessGroup {
  /// 0.
  public let rank = 0
  /// 1.
  public let count = 1
  /// Empty: no message names it.
  public let host = ""

  /// Creates the group.
  public init() {}

  /// The bytes themselves.
  public func gather(_ bytes: [UInt8]) -> [[UInt8]] { [bytes] }
  /// Nothing: there is no other process.
  public func exchange(_ sent: [[TensorView]], into received: [[MutableTensorView]]) {}
  /// Nothing: there is no other process.
  public func send(_ message: [UInt8], to rank: Int) {}
  /// Nil: there is no other process.
  public func nextMessage(from rank: Int) -> [UInt8]? { nil }
}

/// An error in one process, as all processes of its group report it.
public struct ProcessFailure: Error, Equatable, Codable, CustomStringConvertible {
  /// The process with the error.
  public let rank: Int
  /// Its machine.
  public let host: String
  /// The error's sentence.
  public let reason: String

  /// One sentence.
  public var description: String { "process \(rank) on \(host): \(reason)" }
}

extension ProcessGroup {
  /// The part of `count` tasks that a process does: consecutive ones.
  public func share(of count: Int, rank: Int) -> Range<Int> {
    rank * count / self.count..<(rank + 1) * count / self.count
  }

  /// The part of `count` tasks that this process does.
  public func ownShare(of count: Int) -> Range<Int> { share(of: count, rank: rank) }

  /// True if the answer of every process is true.
  public func agree(_ answer: Bool) throws -> Bool {
    count == 1 ? answer : try gather([answer ? 1 : 0]).allSatisfy { $0 == [1] }
  }

  /// Does work in this process and exchanges its results; an error of one process is thrown in all.
  ///
  /// - Parameter work: the work; its results are written as bytes.
  /// - Returns: the bytes of all processes, by rank.
  /// - Throws: the error of the work in a group of one process, otherwise ``ProcessFailure`` for the first process with
  ///   an error.
  public func gathering(_ work: () throws -> [UInt8]) throws -> [[UInt8]] {
    guard count > 1 else { return [try work()] }
    // The first byte tells results from the sentence of an error.
    let own = Result { try work() }
    let message: [UInt8] =
      switch own {
      case .success(let bytes): [0] + bytes
      case .failure(let error): [1] + Array("\(host)\n\(error)".utf8)
      }
    let all = try gather(message)
    for (rank, bytes) in all.enumerated() where bytes.first != 0 {
      let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
      let parts = text.split(separator: "\n", maxSplits: 1).map(String.init)
      throw ProcessFailure(rank: rank, host: parts.first ?? "", reason: parts.last ?? "")
    }
    return all.map { Array($0.dropFirst()) }
  }

  /// Does work in process 0 and gives its result to all; its error is thrown in all.
  ///
  /// - Parameter work: the work, which other processes do not do.
  /// - Returns: the result.
  /// - Throws: as ``gathering(_:)``.
  public func sharing<Value: Codable>(_ work: () throws -> Value) throws -> Value {
    guard count > 1 else { return try work() }
    var own: Value?
    let all = try gathering {
      guard rank == 0 else { return [] }
      let value = try work()
      own = value
      return try ExactJSON.bytes(value)
    }
    return try own ?? ExactJSON.value(all[0])
  }

  /// Waits for a message.
  func message(from rank: Int) throws -> [UInt8] {
    while true {
      if let message = try nextMessage(from: rank) { return message }
      pause()
    }
  }

  /// Waits for half a millisecond, in which other threads have the processor.
  func pause() { Thread.sleep(forTimeInterval: 0.0005) }

  /// Does work in this process and exchanges the numbers that it gives, exactly.
  ///
  /// - Parameter work: the work.
  /// - Returns: the numbers of all processes, one process after the other.
  /// - Throws: as ``gathering(_:)``.
  func gatheringNumbers(_ work: () throws -> [Double]) throws -> [Double] {
    guard count > 1 else { return try work() }
    let all = try gathering {
      try work().flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * $0)) } }
    }
    return all.flatMap { bytes in
      stride(from: 0, to: bytes.count, by: 8).map { start in
        Double(bitPattern: (0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << (8 * $1) })
      }
    }
  }
}
