import Foundation
import Testing

@testable import BLASKernels

@Suite struct KernelCheckRecordTests {
  private static let processor = Processor(
    name: "",
    vendor: "GenuineIntel",
    family: 6,
    model: 207,
    stepping: 2,
    features: [.avx, .avx2, .fma, .avx512]
  )
  private let folder = FileManager.default.temporaryDirectory.appending(path: "checks-\(UUID().uuidString)").path

  private func record(
    _ core: OpenBLASCore = .skylakeX,
    _ processor: Processor = processor,
    _ configuration: String = "OpenBLAS 0.3.21 DYNAMIC_ARCH Prescott"
  ) -> KernelCheckRecord {
    KernelCheckRecord(core: core, processor: processor, configuration: configuration, folder: folder)
  }

  @Test func outcomesAreRemembered() {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(record().outcome == nil)
    record().write(.passed)
    #expect(record().outcome == .passed)
    record().write(.failed("sgemm differs from plain sums"))
    #expect(record().outcome == .failed("sgemm differs from plain sums"))
  }

  @Test func otherMachinesVersionsAndCoreTypesAreCheckedAgain() {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    record().write(.passed)
    var other = Self.processor
    other.model = 143
    #expect(record(.haswell).outcome == nil && record(.skylakeX, other).outcome == nil)
    #expect(record(.skylakeX, Self.processor, "OpenBLAS 0.3.22 DYNAMIC_ARCH Prescott").outcome == nil)
    other = Self.processor
    other.features.insert(.amx)
    #expect(record(.skylakeX, other).outcome == nil)
  }

  @Test(arguments: ["", "passed\n", "KEY\n", "KEY\nperhaps\n", "KEY\npassed\nmore\n", "other\npassed\n"])
  func damagedFilesSayNothing(content: String) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    record().write(.passed)
    try content.replacing("KEY", with: record().key).write(toFile: record().path, atomically: true, encoding: .utf8)
    #expect(record().outcome == nil)
  }

  @Test func aFolderThatCannotBeMadeIsNoError() {
    let record = KernelCheckRecord(
      core: .skylakeX,
      processor: Self.processor,
      configuration: "",
      folder: "/dev/null/checks"
    )
    record.write(.passed)
    #expect(record.outcome == nil)
  }
}
