import CProcessor

/// An x86-64 processor, as far as the choice of kernels depends on it.
public struct Processor: Equatable, Sendable {
  /// Instructions that both the processor and the operating system support.
  public enum Feature: String, CaseIterable, Sendable {
    case sse42 = "SSE4.2"
    case avx = "AVX"
    case avx2 = "AVX2"
    case fma = "FMA"
    /// The subsets F, CD, BW, DQ and VL together.
    case avx512 = "AVX-512"
    case vnni = "AVX-512 VNNI"
    case bfloat16 = "AVX-512 BF16"
    case float16 = "AVX-512 FP16"
    /// Tiles with products of bfloat16 and of 8-bit integers.
    case amx = "AMX"
  }

  /// The name for people, such as "AMD EPYC 9R14"; empty if the processor has none.
  public var name: String
  /// The vendor, such as "GenuineIntel" or "AuthenticAMD".
  public var vendor: String
  /// The family, with the extended family added.
  public var family: Int
  /// The model, with the extended model.
  public var model: Int
  /// The stepping.
  public var stepping: Int
  /// The instructions.
  public var features: Set<Feature>

  /// Creates a processor.
  public init(name: String, vendor: String, family: Int, model: Int, stepping: Int, features: Set<Feature>) {
    (self.name, self.vendor, self.family, self.model) = (name, vendor, family, model)
    (self.stepping, self.features) = (stepping, features)
  }

  /// The processor of this machine; nil if it is not of x86-64.
  public static let current: Processor? = {
    #if arch(x86_64)
      Processor(registers: { ednet_cpuid($0, $1) }, savedRegisters: { ednet_saved_registers() })
    #else
      nil
    #endif
  }()

  /// Decodes the answers of CPUID.
  ///
  /// Intel 64 Software Developer's Manual, volume 2A; AMD64 Architecture Programmer's Manual, volume 3.
  ///
  /// - Parameters:
  ///   - registers: the registers of a leaf and a subleaf.
  ///   - savedRegisters: XCR0, asked only if the system lets programs read it.
  init(registers: (_ leaf: UInt32, _ subleaf: UInt32) -> EdnetRegisters, savedRegisters: () -> UInt64) {
    let first = registers(0, 0)
    let version = registers(1, 0)
    let extended = first.eax >= 7 ? registers(7, 0) : EdnetRegisters(eax: 0, ebx: 0, ecx: 0, edx: 0)
    let extendedMore = extended.eax >= 1 ? registers(7, 1) : EdnetRegisters(eax: 0, ebx: 0, ecx: 0, edx: 0)

    func has(_ register: UInt32, _ bits: Int...) -> Bool { bits.allSatisfy { register >> UInt32($0) & 1 == 1 } }
    let saved = has(version.ecx, 27) ? savedRegisters() : 0
    func saves(_ bits: UInt64) -> Bool { saved & bits == bits }

    var features: Set<Feature> = []
    if has(version.ecx, 20) { features.insert(.sse42) }
    // The system saves the upper halves of the registers (XCR0 bits 1 and 2), and those of AVX-512 (5 to 7).
    if has(version.ecx, 28), saves(0x6) {
      features.insert(.avx)
      if has(extended.ebx, 5) { features.insert(.avx2) }
      if has(version.ecx, 12) { features.insert(.fma) }
      if has(extended.ebx, 16, 17, 28, 30, 31), saves(0xE6) {
        features.insert(.avx512)
        if has(extended.ecx, 11) { features.insert(.vnni) }
        if has(extendedMore.eax, 5) { features.insert(.bfloat16) }
        if has(extended.edx, 23) { features.insert(.float16) }
      }
    }
    if has(extended.edx, 22, 24, 25), saves(0x60000) { features.insert(.amx) }

    let family = Int(version.eax >> 8 & 0xF)
    let model = Int(version.eax >> 4 & 0xF)
    self.init(
      name: Self.name(registers),
      vendor: Self.text([first.ebx, first.edx, first.ecx]),
      family: family == 15 ? family + Int(version.eax >> 20 & 0xFF) : family,
      model: family == 6 || family == 15 ? model + Int(version.eax >> 16 & 0xF) << 4 : model,
      stepping: Int(version.eax & 0xF),
      features: features
    )
  }

  private static func name(_ registers: (UInt32, UInt32) -> EdnetRegisters) -> String {
    guard registers(0x8000_0000, 0).eax >= 0x8000_0004 else { return "" }
    let words = (0x8000_0002...0x8000_0004 as ClosedRange<UInt32>).flatMap { leaf in
      let part = registers(leaf, 0)
      return [part.eax, part.ebx, part.ecx, part.edx]
    }
    return text(words).split(separator: " ").joined(separator: " ")
  }

  /// The characters of words in memory order, up to the first zero.
  private static func text(_ words: [UInt32]) -> String {
    let bytes = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) } }
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}
