import Foundation
import Testing

@testable import BLASKernels

/// The kernels of matrix products in the command, without the caller's choice and with a cache of its own.
@Suite struct KernelChoiceTests {
  private let playground: Playground

  init() throws { playground = try Playground() }

  /// Runs `ednet` in a shell with assignments of variables, as in `OPENBLAS_CORETYPE=Haswell`.
  private func run(_ arguments: String, with variables: String = "") throws -> CommandRun {
    try CommandRun(
      ["-c", "exec env -u \(KernelChoice.coreVariable) \(variables) ednet \(arguments)"],
      of: "bash",
      environment: ["XDG_CACHE_HOME": playground.path("cache")]
    )
  }

  private func choice(with variables: String = "") throws -> String {
    let run = try run("--verbose --version", with: variables)
    #expect(run.status == 0 && run.errors.isEmpty)
    return String(try #require(run.outputByLine.last))
  }

  /// The files of self-checks.
  private var records: [String] {
    let folder = playground.path("cache/ednet/openblas-checks")
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).map { "\(folder)/\($0)" }
  }

  #if os(Linux) && arch(x86_64)
    @Test func aChoiceOfTheEnvironmentStays() throws {
      let choice = try choice(with: "OPENBLAS_CORETYPE=Prescott")
      #expect(choice.contains(", core type Prescott, chosen by the environment (OPENBLAS_CORETYPE)"))
      // Any machine of the last ten years has more than the instructions of 2004.
      #expect(choice.contains("; ") && choice.contains(" fits this processor"))
      #expect(records.isEmpty)
    }

    @Test func noPoorerKernelsAreUsedThanTheProcessorAllows() throws {
      let choice = try choice()
      #expect(!choice.contains("fits this processor"))
      guard choice.contains("chosen by ednet after a self-check") else {
        #expect(choice.contains("chosen by the library") && records.isEmpty)
        return
      }
      // The check ran once, and its outcome is used from then on.
      let record = try #require(records.first)
      let text = try String(contentsOfFile: record, encoding: .utf8)
      #expect(records.count == 1 && text.hasSuffix("\npassed\n"))
      func date() throws -> Date? {
        try FileManager.default.attributesOfItem(atPath: record)[.modificationDate] as? Date
      }
      let firstDate = try date()
      let second = try self.choice()
      let secondDate = try date()
      #expect(second == choice && secondDate == firstDate)

      try text.replacing("\npassed\n", with: "\nfailed: dgemm differs from plain sums\n")
        .write(toFile: record, atomically: true, encoding: .utf8)
      let failed = try self.choice()
      #expect(failed.contains("chosen by the library; "))
      #expect(failed.hasSuffix(" fits this processor, but its self-check failed: dgemm differs from plain sums"))
    }

    @Test func aProcessThatChecksSaysSoByItsStatus() throws {
      let check = KernelChoice.checkVariable
      let passed = try run("--version", with: "OPENBLAS_CORETYPE=Prescott \(check)=Prescott")
      #expect(passed.status == 0 && passed.output.isEmpty && passed.errors.isEmpty)
      let missing = try run("--version", with: "OPENBLAS_CORETYPE=Prescott \(check)=SkylakeX")
      #expect(missing.status == KernelChoice.notTaken && missing.output.isEmpty && missing.errors.isEmpty)
    }
  #endif

  @Test func theVersionNamesTheLibrary() throws {
    let run = try run("--version --verbose")
    #expect(run.outputByLine.first.map(String.init) == (try self.run("--version").outputByLine.first.map(String.init)))
    #expect(run.outputByLine.last?.hasPrefix("matrix products: OpenBLAS ") == true)
  }
}
