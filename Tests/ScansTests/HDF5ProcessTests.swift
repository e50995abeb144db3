import Foundation
import Imaging
import Testing

@testable import Scans

@Suite struct HDF5ProcessTests {
  private let folder: ScanFolder
  private let heap: Int

  /// Writes `a.h5`, whose text `manufacturer` is in a global heap, and finds the heap.
  init() throws {
    folder = try ScanFolder()
    folder.hdf5("a.h5") { file in
      file.text("/manufacturer", "kikuchipy", variable: true)
      file.bytes("/Scan 1/EBSD/Data/patterns", [4, 3, 4], ScanFolder.patterns(4))
    }
    let data = Data(try folder.bytes("a.h5"))
    heap = try #require(data.range(of: Data("GCOL".utf8))).lowerBound
  }

  /// Writes a copy of the file in which the first text of the heap claims to have some bytes.
  private func claim(_ size: UInt64, _ name: String) throws {
    var bytes = try folder.bytes("a.h5")
    for byte in 0..<8 { bytes[heap + 24 + byte] = UInt8(truncatingIfNeeded: size >> (8 * UInt64(byte))) }
    try folder.write(name, bytes)
  }

  @Test func aFileThatMakesLibhdf5CrashIsAnErrorOnly() throws {
    try claim(1 << 40, "crash.h5")
    #expect(
      folder.error("crash.h5")
        == "crash.h5: damaged: a text cannot be read (libhdf5: it crashed with signal \(SIGSEGV))"
    )
    #expect(folder.error("a.h5") == nil)
  }

  @Test func aCallThatNeverEndsIsAnErrorOnly() throws {
    try claim(0, "endless.h5")
    #expect(
      folder.error("endless.h5")
        == "endless.h5: damaged: a text cannot be read (libhdf5: a call took more than 3 s of processor time)"
    )
  }

  @Test func anErrorStaysForAllFurtherCalls() throws {
    try claim(1 << 40, "crash.h5")
    let file = try HDF5File(ImageFile(path: folder.path("crash.h5")))
    let patterns = try #require(try file.dataset("/Scan 1/EBSD/Data/patterns"))
    #expect(try patterns.slab(0..<1).count == 12)
    #expect(throws: ImageFileError.self) { try file.dataset("/manufacturer")?.text() }
    #expect(throws: ImageFileError.self) { try file.members(of: "/") }
    #expect(throws: ImageFileError.self) { try file.contains("/manufacturer") }
    #expect(throws: ImageFileError.self) { try patterns.slab(0..<1) }
  }

  @Test func filesAreReadOnSeveralThreadsAtOnce() async throws {
    let folder = folder
    let path = folder.path("a.h5")
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask { try HDF5Format().open(ImageFile(path: path)).image(at: 3).image.pixels.count }
      }
      for try await count in group { #expect(count == 12) }
    }
  }

  @Test func noProcessOutlivesItsFile() throws {
    func children() -> Int {
      let path = "/proc/self/task/\(getpid())/children"
      return (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: " ").count ?? 0
    }
    // Other tests of the process have children of their own.
    let before = children()
    for _ in 0..<50 { _ = try HDF5Format().open(ImageFile(path: folder.path("a.h5"))).image(at: 0) }
    #expect(children() < before + 25)
  }
}
