import Foundation
import Imaging
import Testing

@Suite struct ReusedMemoryTests {
  @Test func memoryIsTakenFromTheSystemOnce() throws {
    #if canImport(Glibc)
      ReusedMemory.keep()
      func faults() -> Int {
        var usage = rusage()
        // Of this thread alone; the name of the 1 is not in Swift's module of glibc.
        getrusage(1, &usage)
        return usage.ru_minflt
      }
      func fill() -> UInt8 {
        let bytes = [UInt8](repeating: 1, count: 16 << 20)
        return bytes[bytes.count / 2]
      }
      _ = fill()
      let before = faults()
      for _ in 0..<8 { #expect(fill() == 1) }
      // Each filling touches 4,096 pages, which would all be new without it.
      #expect(faults() - before < 4096)
    #endif
  }
}
