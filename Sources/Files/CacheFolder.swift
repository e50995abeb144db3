import Foundation

/// The folder for files that ednet can make again.
public enum CacheFolder {
  /// `ednet` in `$XDG_CACHE_HOME`, or in `~/.cache`.
  public static var usual: String {
    let environment = ProcessInfo.processInfo.environment
    let base =
      environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? (environment["HOME"] ?? NSTemporaryDirectory()) + "/.cache"
    return base + "/ednet"
  }
}
