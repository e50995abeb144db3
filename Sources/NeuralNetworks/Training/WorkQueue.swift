import Foundation
import Synchronization

/// Tasks that the processes of a group share: each takes the next one when it has finished one.
///
/// Process 0 hands the tasks out, works on them too, and gets the answers in the order of the tasks, so that no result
/// depends on the number of processes or on their speed.
public struct WorkQueue: Sendable {
  /// The number of tasks.
  public let count: Int
  private let processes: any ProcessGroup

  /// Creates a queue; every process of the group creates the same one.
  public init(_ count: Int, among processes: any ProcessGroup) { (self.count, self.processes) = (count, processes) }

  /// The number of equal items that a task should have, so that every process gets some tasks.
  ///
  /// - Parameters:
  ///   - count: the number of items of all tasks.
  ///   - processes: the group.
  ///   - range: the least and the greatest number.
  /// - Returns: the number; the greatest one in a group of one process.
  public static func size(of count: Int, among processes: any ProcessGroup, in range: ClosedRange<Int>) -> Int {
    processes.count == 1
      ? range.upperBound : min(max(count / (16 * processes.count), range.lowerBound), range.upperBound)
  }

  /// Does all tasks; every process calls it.
  ///
  /// - Parameters:
  ///   - work: does a task, in any process, one at a time in each; the answer depends on the task alone.
  ///   - check: asked in process 0 before tasks are handed out; an error ends the work, as after an interruption.
  ///   - receive: takes the answers in process 0, in the order of the tasks.
  /// - Throws: in a group of one process the error of `work` or `receive`; otherwise ``ProcessFailure`` in every
  ///   process after an error in one, but the error itself in process 0 after one of `check` or `receive`.
  public func run<Answer: Codable & Sendable>(
    _ work: @escaping @Sendable (_ task: Int) throws -> Answer,
    check: () throws -> Void = {},
    receive: (_ task: Int, _ answer: Answer) throws -> Void
  ) throws {
    if processes.count == 1 {
      for task in 0..<count {
        try check()
        try receive(task, work(task))
      }
    } else if processes.rank == 0 {
      try handOut(work, check, receive)
    } else {
      try takeTasks(work)
    }
  }

  /// Does all tasks; every process calls it.
  ///
  /// - Parameters:
  ///   - work: does a task, as in ``run(_:check:receive:)``.
  ///   - check: as in ``run(_:check:receive:)``.
  ///   - progress: takes the number of finished tasks, in process 0.
  /// - Returns: the answers in the order of the tasks, in every process.
  /// - Throws: as ``run(_:check:receive:)``.
  public func map<Answer: Codable & Sendable>(
    _ work: @escaping @Sendable (_ task: Int) throws -> Answer,
    check: () throws -> Void = {},
    progress: (_ done: Int) throws -> Void = { _ in }
  ) throws -> [Answer] {
    var answers: [Answer] = []
    try run(work, check: check) { _, answer in
      answers.append(answer)
      try progress(answers.count)
    }
    return try processes.sharing { answers }
  }

  /// Does something with all elements of an array, in parts that the processes of a group share.
  ///
  /// - Parameters:
  ///   - elements: the elements, the same in every process.
  ///   - processes: the group.
  ///   - work: takes some of the elements, one after another in the array, and returns a result for each.
  /// - Returns: the results in the order of the elements, in every process.
  /// - Throws: as ``run(_:check:receive:)``.
  public static func map<Element: Sendable, Answer: Codable & Sendable>(
    _ elements: [Element],
    among processes: any ProcessGroup,
    work: @escaping @Sendable (_ part: [Element]) throws -> [Answer]
  ) throws -> [Answer] {
    let size = size(of: elements.count, among: processes, in: 16...max(16, elements.count))
    return try WorkQueue((elements.count + size - 1) / size, among: processes).map { task in
      try work(Array(elements[task * size..<min((task + 1) * size, elements.count)]))
    }.flatMap(\.self)
  }

  /// The message of a process that asks for a task, with the answer to its last one.
  private struct Request<Answer: Codable>: Codable {
    var answer: Answer?
    var failure: ProcessFailure?
  }

  /// The message of process 0 to a process that asked.
  private enum Reply: Codable {
    case task(Int)
    case end
    case failure(ProcessFailure)
  }

  private func own(_ error: any Error) -> ProcessFailure {
    ProcessFailure(rank: processes.rank, host: processes.host, reason: "\(error)")
  }

  /// The part of every process but the first.
  private func takeTasks<Answer: Codable & Sendable>(_ work: (Int) throws -> Answer) throws {
    var request = Request<Answer>()
    while true {
      try processes.send(ExactJSON.bytes(request), to: 0)
      switch try ExactJSON.value(processes.message(from: 0)) as Reply {
      case .task(let task):
        do { request = Request(answer: try work(task)) } catch { request = Request(failure: own(error)) }
      case .end: return
      case .failure(let failure): throw failure
      }
    }
  }

  /// The part of process 0: a thread works, and this one hands out tasks and takes answers.
  private func handOut<Answer: Codable & Sendable>(
    _ work: @escaping @Sendable (Int) throws -> Answer,
    _ check: () throws -> Void,
    _ receive: (Int, Answer) throws -> Void
  ) throws {
    let desk = Desk<Answer>(count)
    let ownWork = DispatchGroup()
    DispatchQueue.global().async(group: ownWork) {
      while let task = desk.next() {
        do { desk.add(try work(task), of: task) } catch { desk.stop(own(error)) }
      }
    }
    /// The task of each process; nil if it waits for one.
    var tasks = [Int?](repeating: nil, count: processes.count)
    var isWaiting = [Bool](repeating: false, count: processes.count)
    var (received, ownError): (Int, (any Error)?) = (0, nil)
    while true {
      let isOwnWorkDone = ownWork.wait(timeout: .now()) == .success
      var isIdle = true
      for rank in 1..<processes.count {
        if !isWaiting[rank], let message = try processes.nextMessage(from: rank) {
          let request: Request<Answer> = try ExactJSON.value(message)
          if let failure = request.failure { desk.stop(failure) }
          if let answer = request.answer, let task = tasks[rank] { desk.add(answer, of: task) }
          (isWaiting[rank], isIdle) = (true, false)
        }
        if isWaiting[rank], let task = desk.next() {
          try processes.send(ExactJSON.bytes(Reply.task(task)), to: rank)
          (tasks[rank], isWaiting[rank]) = (task, false)
        }
      }
      do {
        if desk.failure == nil { try check() }
        while let answer = desk.answer(to: received) {
          try receive(received, answer)
          (received, isIdle) = (received + 1, false)
        }
      } catch {
        ownError = error
        desk.stop(own(error))
      }
      if isOwnWorkDone, isIdle, isWaiting.dropFirst().allSatisfy(\.self) { break }
      if isIdle { processes.pause() }
    }
    // Only now, so that an error is that of all.
    let failure = desk.failure
    for rank in 1..<processes.count {
      try processes.send(ExactJSON.bytes(failure.map { Reply.failure($0) } ?? .end), to: rank)
    }
    if let error = ownError ?? failure { throw error }
  }
}

/// The tasks that are left, and the answers that were not received yet; used by two threads.
private final class Desk<Answer: Sendable>: Sendable {
  private struct State {
    var next = 0
    var answers: [Int: Answer] = [:]
    var failure: ProcessFailure?
  }

  private let count: Int
  private let state = Mutex(State())

  init(_ count: Int) { self.count = count }

  /// The next task; nil if there are none, or after an error.
  func next() -> Int? {
    state.withLock { state in
      guard state.failure == nil, state.next < count else { return nil }
      state.next += 1
      return state.next - 1
    }
  }

  /// Keeps an answer.
  func add(_ answer: Answer, of task: Int) { state.withLock { $0.answers[task] = answer } }

  /// The answer to a task, which is forgotten; nil if there is none yet, or after an error.
  func answer(to task: Int) -> Answer? {
    state.withLock { $0.failure == nil ? $0.answers.removeValue(forKey: task) : nil }
  }

  /// Ends the work; of several errors the first one counts.
  func stop(_ failure: ProcessFailure) { state.withLock { $0.failure = $0.failure ?? failure } }

  /// The first error.
  var failure: ProcessFailure? { state.withLock { $0.failure } }
}
