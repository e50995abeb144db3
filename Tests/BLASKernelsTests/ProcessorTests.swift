import CProcessor
import Testing

@testable import BLASKernels

@Suite struct ProcessorTests {
  /// The registers of a Xeon of 2023 in a virtual machine without AMX and bfloat16, as that machine gave them.
  private static let emeraldRapids: [[UInt32]: [UInt32]] = [
    [0x0, 0]: [0x1C, 0x756E6547, 0x6C65746E, 0x49656E69],
    [0x1, 0]: [0xC06F2, 0x20800, 0xFFFA3203, 0x1F8BFBFF],
    [0x7, 0]: [0x0, 0xF1BF2FFB, 0x415F46, 0x20000010],
    [0x7, 1]: [0x0, 0x0, 0x0, 0x0],
    [0x80000000, 0]: [0x80000021, 0x0, 0x0, 0x0],
    [0x80000002, 0]: [0x65746E49, 0x2952286C, 0x6F655820, 0x2952286E],
    [0x80000003, 0]: [0x6F725020, 0x73736563, 0x726F, 0x0],
    [0x80000004, 0]: [0x0, 0x0, 0x0, 0x0],
  ]

  private static func processor(_ table: [[UInt32]: [UInt32]], saved: UInt64) -> Processor {
    Processor(
      registers: { leaf, subleaf in
        let r = table[[leaf, subleaf]] ?? [0, 0, 0, 0]
        return EdnetRegisters(eax: r[0], ebx: r[1], ecx: r[2], edx: r[3])
      },
      savedRegisters: { saved }
    )
  }

  @Test func registersAreDecoded() {
    let processor = Self.processor(Self.emeraldRapids, saved: 0xE7)
    #expect(processor.name == "Intel(R) Xeon(R) Processor" && processor.vendor == "GenuineIntel")
    #expect((processor.family, processor.model, processor.stepping) == (6, 207, 2))
    #expect(processor.features == [.sse42, .avx, .avx2, .fma, .avx512, .vnni])
  }

  @Test func instructionsCountOnlyIfTheSystemSavesTheirRegisters() {
    #expect(Self.processor(Self.emeraldRapids, saved: 0x7).features == [.sse42, .avx, .avx2, .fma])
    #expect(Self.processor(Self.emeraldRapids, saved: 0x3).features == [.sse42])
    // Without OSXSAVE (leaf 1, ecx, bit 27) the saved registers must not be asked for.
    var table = Self.emeraldRapids
    table[[1, 0]]?[2] &= ~(1 << 27)
    let processor = Processor(
      registers: { leaf, subleaf in
        let r = table[[leaf, subleaf]] ?? [0, 0, 0, 0]
        return EdnetRegisters(eax: r[0], ebx: r[1], ecx: r[2], edx: r[3])
      },
      savedRegisters: {
        Issue.record("asked")
        return 0xE7
      }
    )
    #expect(processor.features == [.sse42])
  }

  @Test func bfloat16AndTilesAreFound() {
    var table = Self.emeraldRapids
    table[[7, 0]]?[0] = 1
    table[[7, 0]]?[3] |= 1 << 22 | 1 << 23 | 1 << 24 | 1 << 25
    table[[7, 1]] = [1 << 5, 0, 0, 0]
    #expect(
      Self.processor(table, saved: 0x600E7).features
        == [.sse42, .avx, .avx2, .fma, .avx512, .vnni, .bfloat16, .float16, .amx]
    )
    #expect(!Self.processor(table, saved: 0xE7).features.contains(.amx))
    // A processor whose leaf 7 has no second part answers with that of another leaf.
    table[[7, 0]]?[0] = 0
    #expect(!Self.processor(table, saved: 0xE7).features.contains(.bfloat16))
  }

  @Test func oldProcessorsHaveNoLeaf7() {
    var table = Self.emeraldRapids
    table[[0, 0]]?[0] = 6
    #expect(Self.processor(table, saved: 0xE7).features == [.sse42, .avx, .fma])
    table[[0x8000_0000, 0]] = [0x8000_0001, 0, 0, 0]
    #expect(Self.processor(table, saved: 0xE7).name == "")
  }

  @Test func extendedFamiliesAreAdded() {
    var table = Self.emeraldRapids
    // Family 15 + 10, model 1 × 16 + 1: Zen 4.
    table[[1, 0]]?[0] = 0x00A1_0F12
    let processor = Self.processor(table, saved: 0xE7)
    #expect((processor.family, processor.model, processor.stepping) == (0x19, 0x11, 2))
  }

  #if arch(x86_64)
    @Test func thisProcessorIsOfAKnownVendor() throws {
      let processor = try #require(Processor.current)
      #expect(processor.vendor.utf8.count == 12 && processor.family >= 6)
    }
  #endif
}
