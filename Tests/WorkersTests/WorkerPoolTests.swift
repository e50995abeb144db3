import Foundation
import Synchronization
import Testing
import Workers

@Suite struct WorkerPoolTests {
  @Test(arguments: [1, 2, 5], [0, 1, 3, 200]) func doesEachTaskOnce(threads: Int, tasks: Int) {
    let done = Mutex([Int](repeating: 0, count: tasks))
    WorkerPool(threads: threads).run(tasks) { task, _ in done.withLock { $0[task] += 1 } }
    #expect(done.withLock { $0 } == [Int](repeating: 1, count: tasks))
  }

  @Test(arguments: [1, 4]) func resultsHaveTheOrderOfTheirTasks(threads: Int) {
    #expect(WorkerPool(threads: threads).map(100) { $0 * $0 } == (0..<100).map { $0 * $0 })
    #expect(WorkerPool(threads: threads).map(0) { $0 }.isEmpty)
  }

  @Test func workerRunsOneTaskAtATime() {
    let pool = WorkerPool(threads: 4)
    let busy = Mutex(Set<Int>())
    let clashes = Atomic(0)
    pool.run(100) { _, worker in
      let isFree = busy.withLock { $0.insert(worker).inserted }
      if !isFree || !(0..<4).contains(worker) { clashes.add(1, ordering: .relaxed) }
      Thread.sleep(forTimeInterval: 0.0005)
      _ = busy.withLock { $0.remove(worker) }
    }
    #expect(clashes.load(ordering: .relaxed) == 0)
  }

  @Test func numberOfWorkersIsBounded() {
    #expect(WorkerPool(threads: -3).threads == 1)
    #expect(WorkerPool().threads >= 1)
    #expect(WorkerPool(threads: Int.max).threads <= 1024)
  }
}
