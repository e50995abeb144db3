import Imaging

/// The error of the module: a pattern cannot be simulated, or a file not be read or written.
public enum DiffractionError: Error, Equatable, Sendable {
  /// A setting has an invalid value; all three texts are part of the message.
  case invalidSetting(name: String, value: String, expected: String)
  /// A file cannot be used as a master pattern; the reason includes the remedy.
  case masterPatternFile(path: String, reason: String)
}

extension DiffractionError: CustomStringConvertible {
  /// The problem and the remedy, as in `dose: 0 to 10 cannot be used; expected within 1 to 1e9`.
  public var description: String {
    switch self {
    case .invalidSetting(let name, let value, let expected): "\(name): \(value) cannot be used; expected \(expected)"
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
      throw .invalidSetting(name: name, value: "\(value)", expected: "\(range.lowerBound) to \(range.upperBound)")
    }
  }

  /// Throws `invalidSetting` unless all parameters are in their valid ranges.
  static func check<Root>(_ root: Root, _ parameters: [Parameter<Root>]) throws(DiffractionError) {
    do { try Parameter.check(root, parameters) } catch {
      guard case .invalidSetting(let name, let value, let expected) = error else { return }
      throw .invalidSetting(name: name, value: value, expected: expected)
    }
  }

  /// Throws `invalidSetting` unless two probabilities that exclude each other sum to at most 1.
  static func checkSum(
    of firstName: String,
    _ first: Float,
    _ secondName: String,
    _ second: Float
  ) throws(DiffractionError) {
    // A little above 1 is rounding.
    guard first + second <= 1.000001 else {
      throw .invalidSetting(
        name: "\(firstName) and \(secondName)",
        value: "\(first) and \(second)",
        expected: "a sum of at most 1"
      )
    }
  }
}
