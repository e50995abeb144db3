import COpenBLAS
import Foundation

/// The kernels that matrix products run on, and who chose them.
public struct KernelReport: Equatable, Sendable {
  /// The one who chose the core type.
  public enum Chooser: Equatable, Sendable {
    /// The library, when it was loaded.
    case library
    /// The user, with a value of `OPENBLAS_CORETYPE`.
    case environment(String)
    /// `KernelChoice.make`, in place of the library's own choice.
    case program(insteadOf: String)
  }

  /// The processor; nil if it is not of x86-64.
  public var processor: Processor?
  /// The library's description of itself, with its version and options.
  public var configuration: String
  /// The core type in use.
  public var core: String
  /// The one who chose it.
  public var chooser: Chooser
  /// The remembered outcome of the better core type's self-check; nil if it was not checked.
  var outcome: KernelCheckRecord.Outcome?

  /// The reason why the fitting core type failed its self-check; nil if it passed or was not checked.
  public var failure: String? {
    if case .failed(let reason) = outcome { reason } else { nil }
  }

  /// The version of the library.
  public var version: OpenBLASVersion? { OpenBLASVersion(configuration: configuration) }

  /// The core type that fits the processor best; nil if that is left to the library.
  public var fitting: OpenBLASCore? {
    // Without DYNAMIC_ARCH the library has one set of kernels.
    guard let processor, let version, configuration.contains("DYNAMIC_ARCH") else { return nil }
    return OpenBLASCore.fitting(processor, version: version)
  }

  /// The fitting core type if it has wider instructions than the one in use.
  ///
  /// Core types with equally wide instructions have the same kernels for the products of ednet, or equally fast ones.
  public var better: OpenBLASCore? {
    guard let fitting, let known = OpenBLASCore(rawValue: core), known.vectors < fitting.vectors else { return nil }
    return fitting
  }

  /// The file that remembers the self-check of the better core type.
  var record: KernelCheckRecord? {
    guard let better, let processor else { return nil }
    return KernelCheckRecord(core: better, processor: processor, configuration: configuration)
  }

  /// The state of this process; loads the library if no product has done so.
  public static var current: KernelReport {
    let value = ProcessInfo.processInfo.environment[KernelChoice.coreVariable]
    var report = KernelReport(
      processor: .current,
      configuration: unsafe String(cString: ednet_openblas_configuration()),
      core: unsafe String(cString: ednet_openblas_core()),
      chooser: KernelChoice.replacedCore.map { .program(insteadOf: $0) } ?? value.map { .environment($0) } ?? .library
    )
    report.outcome = report.record?.outcome
    return report
  }

  /// The lines for `--version --verbose`.
  public var lines: [String] {
    var lines: [String] = []
    if let processor {
      let numbers = "\(processor.vendor), family \(processor.family), model \(processor.model)"
      lines.append("processor: \(processor.name.isEmpty ? "without a name" : processor.name) (\(numbers))")
      let features = Processor.Feature.allCases.filter(processor.features.contains).map(\.rawValue)
      lines.append("instructions: \(features.isEmpty ? "SSE2" : features.joined(separator: ", "))")
    }
    lines.append(
      "matrix products: OpenBLAS \(version?.description ?? "of an unknown version"), core type \(core), \(choice)"
    )
    return lines
  }

  private var choice: String {
    let advice =
      better.map { "; \($0.rawValue) fits this processor\(failure.map { ", but its self-check failed: \($0)" } ?? "")" }
      ?? ""
    return switch chooser {
    case .library: "chosen by the library" + advice
    case .environment(let value):
      if value.lowercased() == core.lowercased() {
        "chosen by the environment (\(KernelChoice.coreVariable))" + advice
      } else {
        "chosen by the library instead of \"\(value)\" in the environment (\(KernelChoice.coreVariable))" + advice
      }
    case .program(let replaced): "chosen by ednet after a self-check (the library chose \(replaced))"
    }
  }
}
