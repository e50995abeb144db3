import Testing

@testable import BLASKernels

@Suite struct OpenBLASCoreTests {
  private static func processor(
    _ vendor: String,
    family: Int,
    _ features: Set<Processor.Feature>
  ) -> Processor {
    Processor(name: "", vendor: vendor, family: family, model: 1, stepping: 0, features: features)
  }

  private static let sandybridge: Set<Processor.Feature> = [.sse42, .avx]
  private static let haswell = sandybridge.union([.avx2, .fma])
  private static let skylake = haswell.union([.avx512])
  private static let cascadeLake = skylake.union([.vnni])
  private static let cooperLake = cascadeLake.union([.bfloat16])
  private static let sapphireRapids = cooperLake.union([.float16, .amx])

  @Test(
    arguments: [
      // Intel.
      ("GenuineIntel", 6, [], OpenBLASVersion(0, 3, 21), nil),
      ("GenuineIntel", 6, [.sse42], OpenBLASVersion(0, 3, 21), .nehalem),
      ("GenuineIntel", 6, sandybridge, OpenBLASVersion(0, 3, 21), .sandybridge),
      ("GenuineIntel", 6, haswell, OpenBLASVersion(0, 3, 21), .haswell),
      ("GenuineIntel", 6, skylake, OpenBLASVersion(0, 3, 21), .skylakeX),
      ("GenuineIntel", 6, cascadeLake, OpenBLASVersion(0, 3, 34), .skylakeX),
      ("GenuineIntel", 6, cooperLake, OpenBLASVersion(0, 3, 34), .cooperlake),
      ("GenuineIntel", 6, sapphireRapids, OpenBLASVersion(0, 3, 34), .cooperlake),
      // Versions that do not have the core type, or do not find it by name.
      ("GenuineIntel", 6, sapphireRapids, OpenBLASVersion(0, 3, 21), .skylakeX),
      ("GenuineIntel", 6, sapphireRapids, OpenBLASVersion(0, 3, 22), .cooperlake),
      ("GenuineIntel", 6, sapphireRapids, OpenBLASVersion(0, 3, 0), .haswell),
      ("GenuineIntel", 6, sapphireRapids, OpenBLASVersion(0, 2, 8), nil),
      // AMD: Zen 3, Zen 4, Zen 5, Hygon's Zen, and Excavator, which has kernels of its own.
      ("AuthenticAMD", 0x19, haswell, OpenBLASVersion(0, 3, 21), .zen),
      ("AuthenticAMD", 0x19, haswell, OpenBLASVersion(0, 2, 19), .haswell),
      ("AuthenticAMD", 0x19, cooperLake, OpenBLASVersion(0, 3, 21), .skylakeX),
      ("AuthenticAMD", 0x1A, cooperLake, OpenBLASVersion(0, 3, 29), .cooperlake),
      ("HygonGenuine", 0x18, haswell, OpenBLASVersion(0, 3, 21), .zen),
      ("AuthenticAMD", 0x15, haswell, OpenBLASVersion(0, 3, 21), nil),
      // Others.
      ("CentaurHauls", 7, haswell, OpenBLASVersion(0, 3, 21), .haswell),
      // AVX2 without FMA, which no kernel of Haswell can do without.
      ("GenuineIntel", 6, [.sse42, .avx, .avx2], OpenBLASVersion(0, 3, 21), .sandybridge),
    ] as [(String, Int, Set<Processor.Feature>, OpenBLASVersion, OpenBLASCore?)]
  )
  func coreTypesFitProcessors(
    vendor: String,
    family: Int,
    features: Set<Processor.Feature>,
    version: OpenBLASVersion,
    core: OpenBLASCore?
  ) {
    #expect(OpenBLASCore.fitting(Self.processor(vendor, family: family, features), version: version) == core)
  }

  @Test func noCoreTypeNeedsInstructionsThatTheProcessorLacks() {
    for count in 0..<1 << Processor.Feature.allCases.count {
      let features = Set(Processor.Feature.allCases.enumerated().filter { count >> $0.offset & 1 == 1 }.map(\.element))
      for vendor in ["GenuineIntel", "AuthenticAMD"] {
        let processor = Self.processor(vendor, family: vendor == "GenuineIntel" ? 6 : 0x19, features)
        guard let core = OpenBLASCore.fitting(processor, version: OpenBLASVersion(0, 3, 34)) else { continue }
        if core.vectors >= .avx { #expect(features.contains(.avx)) }
        if core.vectors >= .fma { #expect(features.isSuperset(of: [.avx2, .fma])) }
        if core.vectors == .avx512 { #expect(features.contains(.avx512)) }
      }
    }
  }

  @Test func versionsAreReadFromTheConfiguration() {
    func version(_ text: String) -> OpenBLASVersion? { OpenBLASVersion(configuration: text) }
    #expect(version("OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH") == OpenBLASVersion(0, 3, 21))
    #expect(version("OpenBLAS 0.3.34.dev  USE64BITINT") == OpenBLASVersion(0, 3, 34))
    #expect(version("NO_LAPACKE DYNAMIC_ARCH Haswell") == nil && version("") == nil && version("OpenBLAS 0.3") == nil)
    #expect(OpenBLASVersion(0, 3, 9) < OpenBLASVersion(0, 3, 21) && OpenBLASVersion(0, 3, 21).description == "0.3.21")
  }
}
