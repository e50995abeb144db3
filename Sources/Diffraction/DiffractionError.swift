import Imaging

/// The only typed error of this module: an invalid parameter or an unusable master pattern file.
///
/// Reading JSON also throws `ImagingError.unknownKey` and `DecodingError`.
public enum DiffractionError: Error, Equatable, Sendable {
  /// A parameter has a value that cannot be used; all three strings are shown to the user.
  case invalidSetting(name: String, value: String, expected: String)
  /// A file is not a usable master pattern; the reason says why and what to do.
  case masterPatternFile(path: String, reason: String)
}

extension DiffractionError: CustomStringConvertible {
  /// The problem and the expected value, as in `dose: 0 to 10 cannot be used; expected within 1 to 1e9`.
  public var description: String {
    switch self {
    case .invalidSetting(let name, let value, let expected): "\(name): \(value) cannot be used; expected \(expected)"
    case .masterPatternFile(let path, let reason): "\(path): \(reason)"
    }
  }
}

extension DiffractionError {
  /// Throws `invalidSetting` unless a value lies in a range; infinities and NaN never do.
  static func check<Value: Comparable>(
    _ name: String,
    _ value: Value,
    in range: ClosedRange<Value>
  ) throws(DiffractionError) {
    do { try ImagingError.check(name, value, in: range) } catch { throw Self(error) }
  }

  /// Throws `invalidSetting` unless all parameters are in their allowed ranges.
  static func check<Root>(_ root: Root, _ parameters: [Parameter<Root>]) throws(DiffractionError) {
    do { try Parameter.check(root, parameters) } catch { throw Self(error) }
  }

  private init(_ error: ImagingError) {
    switch error {
    case .invalidSetting(let name, let value, let expected):
      self = .invalidSetting(name: name, value: value, expected: expected)
    case .unknownKey(let key, let place, let known):
      self = .invalidSetting(name: "a key of \(place)", value: key, expected: known.joined(separator: ", "))
    }
  }

  /// Throws `invalidSetting` unless the sum of two probabilities is at most 1, apart from rounding.
  static func checkSum(_ names: (String, String), _ values: (Float, Float)) throws(DiffractionError) {
    guard values.0 + values.1 <= 1.000001 else {
      throw .invalidSetting(
        name: "\(names.0) and \(names.1)",
        value: "\(values.0) and \(values.1)",
        expected: "a sum of at most 1"
      )
    }
  }
}
