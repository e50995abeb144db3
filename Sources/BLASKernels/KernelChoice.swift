// One of the few files with unsafe code: environment variables.
import COpenBLAS
import CProcessor
import Foundation
import Synchronization

/// The choice of OpenBLAS's kernels where the library's own choice is poorer than the processor allows.
///
/// OpenBLAS chooses when it is loaded, and older versions take kernels of 2004 for processors that they do not know.
/// The variable `OPENBLAS_CORETYPE` is the documented way to choose otherwise, so the library is loaded again with it.
public enum KernelChoice {
  /// The variable that OpenBLAS reads.
  static let coreVariable = "OPENBLAS_CORETYPE"
  /// Set for a process that only checks its kernels.
  static let checkVariable = "EDNET_OPENBLAS_CHECK"
  /// The exit status of a check whose core type the library did not take.
  static let notTaken: Int32 = 110

  private static let replaced = Mutex<String?>(nil)
  /// The core type that the library chose, if this process chose another.
  static var replacedCore: String? { replaced.withLock { $0 } }

  /// Loads OpenBLAS with the fitting kernels if its own choice is poorer; call it first in `main`, before any thread.
  ///
  /// It does nothing if `OPENBLAS_CORETYPE` is set, to whatever value; after the first matrix product; on other systems
  /// than Linux and other processors than x86-64; or if the self-check of the fitting kernels fails, which compares
  /// products and eigenvectors with plain sums. The check runs once for each machine and version, in a process of the
  /// same executable that ends within this call, and its outcome is remembered in `ednet/openblas-checks` in
  /// `$XDG_CACHE_HOME` or `~/.cache`.
  public static func make() {
    #if os(Linux) && arch(x86_64)
      if let wanted = environment(checkVariable) { endCheck(of: wanted) }
      guard environment(coreVariable) == nil, ednet_openblas_is_loaded() == 0 else { return }
      let report = KernelReport.current
      guard let better = report.better, let record = report.record else { return }
      guard (report.outcome ?? check(better, record)) == .passed else { return }
      ednet_openblas_unload()
      unsafe setenv(coreVariable, better.rawValue, 1)
      ednet_openblas_load()
      // It says nothing to the programs that this one starts.
      unsafe unsetenv(coreVariable)
      // A library that another one has loaded too stays loaded, with its kernels.
      if unsafe String(cString: ednet_openblas_core()) != report.core { replaced.withLock { $0 = report.core } }
    #endif
  }

  /// The reason for the exit status of a check; nil for success.
  static func failure(status: Int32, wasKilled: Bool) -> String? {
    if wasKilled { return "it ended by a signal" }
    if status == 0 { return nil }
    if status == notTaken { return "the library does not have it" }
    guard let routine = KernelCheck.Routine(rawValue: status) else { return "it ended with status \(status)" }
    return "\(routine) differs from plain sums"
  }

  #if os(Linux) && arch(x86_64)
    /// The longest time for a check, in seconds; a build without optimisation needs one second.
    private static let longestCheck = 30.0

    private static func environment(_ name: String) -> String? {
      unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    /// Ends a process that was started for a check.
    private static func endCheck(of wanted: String) -> Never {
      let core = KernelReport.current.core
      let isTaken = OpenBLASCore(rawValue: core)?.vectors == OpenBLASCore(rawValue: wanted)?.vectors
      exit(isTaken ? KernelCheck.failure()?.rawValue ?? 0 : notTaken)
    }

    /// Checks a core type in another process, which may crash, and remembers the outcome.
    private static func check(_ core: OpenBLASCore, _ record: KernelCheckRecord) -> KernelCheckRecord.Outcome {
      // If the loader was started with the program as its argument, the file of this process is that of the loader.
      guard ednet_has_loader() != 0,
        let executable = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      else { return .failed("the file of this program is unknown") }
      let process = Process()
      process.executableURL = URL(filePath: executable)
      process.environment = ProcessInfo.processInfo.environment
        .merging([coreVariable: core.rawValue, checkVariable: core.rawValue]) { $1 }
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      // A process that cannot be started says nothing about the kernels.
      do { try process.run() } catch { return .failed("it could not be started") }
      let clock = ContinuousClock()
      let end = clock.now + .seconds(longestCheck)
      while process.isRunning && clock.now < end { usleep(1_000) }
      let isLate = process.isRunning
      if isLate { kill(process.processIdentifier, SIGKILL) }
      process.waitUntilExit()
      let reason =
        isLate
        ? "it did not end"
        : failure(status: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal)
      let outcome = reason.map { KernelCheckRecord.Outcome.failed($0) } ?? .passed
      record.write(outcome)
      return outcome
    }
  #endif
}
