import Foundation
import Synchronization

/// Does numbered tasks on several threads.
///
/// Which thread takes which task is left to chance, so that nothing may depend on it.
public struct WorkerPool: Sendable {
  /// The number of workers; each works on one task at a time.
  public let threads: Int

  /// More workers than this would bring nothing but a need for memory.
  private static let greatestThreads = 256

  /// Creates a pool of 1 to 256 workers; nil takes as many as there are processors.
  public init(threads: Int? = nil) {
    let wanted = threads ?? ProcessInfo.processInfo.activeProcessorCount
    self.threads = min(max(1, wanted), Self.greatestThreads)
  }

  /// Runs `body(task, worker)` for each task, and returns when all are done.
  ///
  /// `worker` lies in `0..<threads`, and no two tasks have the same one at the same time.
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

  /// The results of `body(task)` for each task, in their order.
  public func map<Result: Sendable>(
    _ tasks: Int,
    _ body: @Sendable (_ task: Int) -> Result
  ) -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: tasks))
    run(tasks) { task, _ in
      let result = body(task)
      results.withLock { $0[task] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
  }
}
