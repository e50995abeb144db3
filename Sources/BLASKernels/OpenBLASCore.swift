/// A core type of OpenBLAS for x86-64: a set of kernels, named after the processors they were written for.
public enum OpenBLASCore: String, CaseIterable, Sendable {
  case prescott = "Prescott"
  // Of 32 bits; libraries with few core types give Prescott such a name.
  case katmai = "Katmai"
  case coppermine = "Coppermine"
  case northwood = "Northwood"
  case banias = "Banias"
  case athlon = "Athlon"
  case core2 = "Core2"
  case penryn = "Penryn"
  case dunnington = "Dunnington"
  case atom = "Atom"
  case nano = "Nano"
  case opteron = "Opteron"
  case opteronSSE3 = "Opteron_SSE3"
  case barcelona = "Barcelona"
  case bobcat = "Bobcat"
  case nehalem = "Nehalem"
  case sandybridge = "Sandybridge"
  case bulldozer = "Bulldozer"
  case piledriver = "Piledriver"
  case steamroller = "Steamroller"
  case excavator = "Excavator"
  case haswell = "Haswell"
  case zen = "Zen"
  case skylakeX = "SkylakeX"
  case cooperlake = "Cooperlake"
  case sapphireRapids = "SapphireRapids"

  /// The widest instructions of the kernels of single and double precision.
  public enum Vectors: Int, Comparable, Sendable {
    case sse, avx, fma, avx512

    /// True if instructions are narrower.
    public static func < (a: Vectors, b: Vectors) -> Bool { a.rawValue < b.rawValue }
  }

  /// The widest instructions of the kernels.
  public var vectors: Vectors {
    switch self {
    case .prescott, .katmai, .coppermine, .northwood, .banias, .athlon, .core2, .penryn, .dunnington, .atom, .nano,
      .opteron, .opteronSSE3, .barcelona, .bobcat, .nehalem:
      .sse
    case .sandybridge, .bulldozer, .piledriver, .steamroller, .excavator: .avx
    case .haswell, .zen: .fma
    case .skylakeX, .cooperlake, .sapphireRapids: .avx512
    }
  }

  /// The first version that takes the core type from `OPENBLAS_CORETYPE`, for those that `fitting` can name.
  ///
  /// From `force_coretype` in driver/others/dynamic.c of each version: 0.3.11 to 0.3.21 have Cooperlake and do not find
  /// its name, and no version to 0.3.28 finds SapphireRapids, whose own kernels are for bfloat16 only.
  private static let choices: [(core: OpenBLASCore, since: OpenBLASVersion, needs: Set<Processor.Feature>)] = [
    (.cooperlake, OpenBLASVersion(0, 3, 22), [.avx, .avx2, .fma, .avx512, .vnni, .bfloat16]),
    (.skylakeX, OpenBLASVersion(0, 3, 1), [.avx, .avx2, .fma, .avx512]),
    (.zen, OpenBLASVersion(0, 2, 20), [.avx, .avx2, .fma]),
    (.haswell, OpenBLASVersion(0, 2, 9), [.avx, .avx2, .fma]),
    (.sandybridge, OpenBLASVersion(0, 2, 9), [.avx]),
    (.nehalem, OpenBLASVersion(0, 2, 9), [.sse42]),
  ]

  /// The best core type for a processor among those that a version of the library takes from the environment.
  ///
  /// - Parameters:
  ///   - processor: the processor.
  ///   - version: the version of the library.
  /// - Returns: nil for AMD's processors before Zen, which have kernels of their own, and for those without SSE4.2.
  public static func fitting(_ processor: Processor, version: OpenBLASVersion) -> OpenBLASCore? {
    let isAMD = processor.vendor == "AuthenticAMD" || processor.vendor == "HygonGenuine"
    // Zen is family 17h, Hygon's copy of it 18h.
    if isAMD && processor.family < 0x17 { return nil }
    return choices.first { choice in
      version >= choice.since && processor.features.isSuperset(of: choice.needs) && (choice.core != .zen || isAMD)
    }?.core
  }
}
