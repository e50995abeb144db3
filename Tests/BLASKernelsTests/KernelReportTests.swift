import Testing

@testable import BLASKernels

@Suite struct KernelReportTests {
  private static func report(
    core: String = "Prescott",
    chooser: KernelReport.Chooser = .library,
    options: String = "DYNAMIC_ARCH",
    failure: String? = nil,
    features: Set<Processor.Feature> = [.sse42, .avx, .avx2, .fma, .avx512, .vnni]
  ) -> KernelReport {
    KernelReport(
      processor: Processor(
        name: "Xeon",
        vendor: "GenuineIntel",
        family: 6,
        model: 207,
        stepping: 2,
        features: features
      ),
      configuration: "OpenBLAS 0.3.21 \(options) \(core) MAX_THREADS=64",
      core: core,
      chooser: chooser,
      outcome: failure.map { .failed($0) }
    )
  }

  @Test func widerInstructionsAreBetter() {
    #expect(Self.report().better == .skylakeX && Self.report(core: "Haswell").better == .skylakeX)
    // So Prescott is named in a library with few core types.
    #expect(Self.report(core: "Katmai").better == .skylakeX)
    for core in ["SkylakeX", "Cooperlake", "SapphireRapids"] { #expect(Self.report(core: core).better == nil) }
    let haswell: Set<Processor.Feature> = [.sse42, .avx, .avx2, .fma]
    #expect(Self.report(core: "Sandybridge", features: haswell).better == .haswell)
    #expect(Self.report(core: "Zen", features: haswell).better == nil)
  }

  @Test func unknownCoreTypesAndFixedLibrariesAreLeftAlone() {
    #expect(Self.report(core: "GraniteRapids").better == nil)
    #expect(Self.report(options: "NO_LAPACKE").better == nil)
    var arm = Self.report(core: "NEOVERSEN1")
    arm.processor = nil
    #expect(
      arm.better == nil
        && arm.lines == ["matrix products: OpenBLAS 0.3.21, core type NEOVERSEN1, chosen by the library"]
    )
  }

  @Test func theReportNamesProcessorAndInstructions() {
    #expect(
      Self.report().lines.dropLast() == [
        "processor: Xeon (GenuineIntel, family 6, model 207)",
        "instructions: SSE4.2, AVX, AVX2, FMA, AVX-512, AVX-512 VNNI",
      ]
    )
  }

  @Test(arguments: [
    (report(core: "SkylakeX"), "core type SkylakeX, chosen by the library"),
    (report(), "core type Prescott, chosen by the library; SkylakeX fits this processor"),
    (
      report(failure: "sgemm differs from plain sums"),
      """
      core type Prescott, chosen by the library; SkylakeX fits this processor, but its self-check failed: \
      sgemm differs from plain sums
      """
    ),
    (
      report(core: "Haswell", chooser: .environment("haswell")),
      "core type Haswell, chosen by the environment (OPENBLAS_CORETYPE); SkylakeX fits this processor"
    ),
    (
      report(core: "SkylakeX", chooser: .environment("Zork")),
      "core type SkylakeX, chosen by the library instead of \"Zork\" in the environment (OPENBLAS_CORETYPE)"
    ),
    (
      report(core: "SkylakeX", chooser: .program(insteadOf: "Prescott")),
      "core type SkylakeX, chosen by ednet after a self-check (the library chose Prescott)"
    ),
  ])
  func theReportSaysWhoChose(report: KernelReport, words: String) {
    #expect(report.lines.last == "matrix products: OpenBLAS 0.3.21, " + words)
  }

  @Test func exitStatusesOfChecksAreExplained() {
    #expect(KernelChoice.failure(status: 0, wasKilled: false) == nil)
    #expect(KernelChoice.failure(status: 103, wasKilled: false) == "dgemm differs from plain sums")
    #expect(KernelChoice.failure(status: KernelChoice.notTaken, wasKilled: false) == "the library does not have it")
    #expect(KernelChoice.failure(status: 1, wasKilled: false) == "it ended with status 1")
    // Four is the number of the signal for an unknown instruction.
    #expect(KernelChoice.failure(status: 4, wasKilled: true) == "it ended by a signal")
  }
}
