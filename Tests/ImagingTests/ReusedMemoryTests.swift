import Foundation
import Imaging
import Testing

#if canImport(Glibc)
  @Suite struct ReusedMemoryTests {
    /// Page faults of this thread.
    private static func faults() -> Int {
      var usage = rusage()
      // RUSAGE_THREAD; its name is not in Swift's module of glibc.
      getrusage(1, &usage)
      return usage.ru_minflt
    }

    private static func fill() -> UInt8 {
      let bytes = [UInt8](repeating: 1, count: 16 << 20)
      return bytes[bytes.count / 2]
    }

    /// Fills that follow a first one, in a thread that already holds memory.
    private static func faultsOfFills(holding megabytes: Int) async -> Int {
      await withCheckedContinuation { continuation in
        Thread {
          // Blocks this small lie in the arena of the thread, which consists of heaps of 64 MiB.
          let held = (0..<megabytes * 16).map { [UInt8](repeating: UInt8($0 % 256), count: 65_000) }
          _ = fill()
          let before = faults()
          for _ in 0..<8 { #expect(fill() == 1) }
          let after = faults()
          #expect(held.count == megabytes * 16)
          continuation.resume(returning: after - before)
        }.start()
      }
    }

    /// Without reuse, each fill would touch 4,096 new pages.
    @Test(arguments: [0, 8, 16, 24, 32, 40, 48, 56])
    func memoryIsTakenFromTheSystemOnce(held megabytes: Int) async {
      ReusedMemory.keep()
      #expect(await Self.faultsOfFills(holding: megabytes) < 4096)
    }
  }
#endif
