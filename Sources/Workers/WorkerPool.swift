import Foundation
import Synchronization

/// Runs numbered tasks on several threads.
///
/// The assignment of tasks to threads is arbitrary; no result may depend on it.
public struct WorkerPool: Sendable {
  /// The number of workers, each with one task at a time.
  public let threads: Int

  /// The limit of workers, since each needs memory.
  private static let greatestThreads = 256

  /// Creates a pool of 1 to 256 workers; nil for one per processor.
  public init(threads: Int? = nil) {
    let wanted = threads ?? ProcessInfo.processInfo.activeProcessorCount
    self.threads = min(max(1, wanted), Self.greatestThreads)
  }

  /// Runs `body(task, worker)` for each task and returns after all have ended.
  ///
  /// `worker` lies in `0..<threads`; concurrent tasks have different workers.
  public func run(_ tasks: Int, _ body: @Sendable (_ task: Int, _ worker: Int) -> Void) {
    let workers = min(threads, tasks)
    guard workers > 1 else {
      for task in 0..<tasks { body(task, 0) }
      return
    }
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      while true {
        let task = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard task < tasks else { return }
        body(task, worker)
      }
    }
  }

  /// The results of `body(task)` for each task, in the order of the tasks.
  public func map<Result: Sendable>(_ tasks: Int, _ body: @Sendable (_ task: Int) -> Result) -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: tasks))
    run(tasks) { task, _ in
      let result = body(task)
      results.withLock { $0[task] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
  }
}
