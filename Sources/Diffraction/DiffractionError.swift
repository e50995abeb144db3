/// Why a diffraction pattern cannot be simulated, read or written, as one line of text.
public enum DiffractionError: Error, Equatable, Sendable {
  /// A setting has a value that makes no sense; all three are texts for a person.
  case invalidSetting(name: String, value: String, expected: String)
  /// A file cannot be used as a master pattern; the reason says why and what to do.
  case masterPatternFile(path: String, reason: String)
}

extension DiffractionError: CustomStringConvertible {
  /// What is wrong and what is expected, as in `dose: 0 to 10 cannot be used; expected within 1 to 1e9`.
  public var description: String {
    switch self {
    case .invalidSetting(let name, let value, let expected):
      "\(name): \(value) cannot be used; expected \(expected)"
    case .masterPatternFile(let path, let reason): "\(path): \(reason)"
    }
  }
}

extension DiffractionError {
  /// Throws `invalidSetting` unless a setting lies in a range; infinities and NaN never do.
  static func check<Value: Comparable>(
    _ name: String,
    _ value: Value,
    in range: ClosedRange<Value>
  ) throws(DiffractionError) {
    guard range.contains(value) else {
      throw .invalidSetting(
        name: name,
        value: "\(value)",
        expected: "\(range.lowerBound) to \(range.upperBound)"
      )
    }
  }

  /// Throws `invalidSetting` unless both ends of a setting lie in a range.
  static func check<Value: Comparable>(
    _ name: String,
    _ value: ClosedRange<Value>,
    in range: ClosedRange<Value>
  ) throws(DiffractionError) {
    guard range.contains(value.lowerBound), range.contains(value.upperBound) else {
      throw .invalidSetting(
        name: name,
        value: "\(value.lowerBound) to \(value.upperBound)",
        expected: "within \(range.lowerBound) to \(range.upperBound)"
      )
    }
  }
}
