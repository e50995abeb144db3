/// A version of OpenBLAS.
public struct OpenBLASVersion: Comparable, Hashable, CustomStringConvertible, Sendable {
  private let parts: [Int]

  /// Creates a version from three numbers.
  public init(_ major: Int, _ minor: Int, _ patch: Int) { parts = [major, minor, patch] }

  /// Reads the version in the library's description of itself, as in `OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH …`.
  ///
  /// It is nil if there is no version, as before 0.3.4.
  ///
  /// - Parameter configuration: the answer of `openblas_get_config`.
  public init?(configuration: String) {
    let words = configuration.split(separator: " ")
    guard words.count >= 2, words[0] == "OpenBLAS" else { return nil }
    // A development version ends in ".dev".
    let parts = words[1].split(separator: ".").prefix(3).compactMap { Int($0) }
    guard parts.count == 3 else { return nil }
    self.parts = parts
  }

  /// The version with points.
  public var description: String { parts.map(String.init).joined(separator: ".") }

  /// True if a version is older.
  public static func < (a: OpenBLASVersion, b: OpenBLASVersion) -> Bool { a.parts.lexicographicallyPrecedes(b.parts) }
}
