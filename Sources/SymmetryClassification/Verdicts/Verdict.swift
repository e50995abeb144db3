/// The final answer for an image or a crystal.
public enum Verdict: Sendable, Hashable {
  /// A class, given by its index.
  case accepted(Int)
  /// No class is probable enough.
  case unknown
  /// The image is not a diffraction pattern.
  case notAPattern

  /// The text of ``unknown``.
  public static let unknownLabel = "unknown"
  /// The text of ``notAPattern``.
  public static let notAPatternLabel = "not a pattern"

  /// The name of the class, or the text of the other verdicts.
  public func label(in classes: [String]) -> String {
    switch self {
    case .accepted(let index): classes[index]
    case .unknown: Self.unknownLabel
    case .notAPattern: Self.notAPatternLabel
    }
  }
}
