/// The error of an invalid setting of image processing, in one sentence.
public enum ImagingError: Error, CustomStringConvertible, Sendable, Equatable {
  /// A setting has an invalid value; all three are texts for a person.
  case invalidSetting(name: String, value: String, expected: String)
  /// A JSON object has an unknown key.
  case unknownKey(String, in: String, known: [String])

  /// The setting, its value and the expected values, as in `zoom: 0...2 cannot be used; expected 0.1 to 10`.
  public var description: String {
    switch self {
    case .invalidSetting(let name, let value, let expected): "\(name): \(value) cannot be used; expected \(expected)"
    case .unknownKey(let key, let place, let known):
      "\(place): unknown key \"\(key)\"; known are \(known.joined(separator: ", "))"
    }
  }

  /// Throws `invalidSetting` unless a setting lies in a range; infinities and NaN never do.
  package static func check<Value: Comparable>(
    _ name: String,
    _ value: Value,
    in range: ClosedRange<Value>
  ) throws(ImagingError) {
    guard range.contains(value) else {
      throw .invalidSetting(name: name, value: "\(value)", expected: "\(range.lowerBound) to \(range.upperBound)")
    }
  }

  /// Throws `invalidSetting` unless both ends of a setting lie in a range.
  package static func check<Value: Comparable>(
    _ name: String,
    _ value: ClosedRange<Value>,
    in range: ClosedRange<Value>
  ) throws(ImagingError) {
    guard range.contains(value.lowerBound), range.contains(value.upperBound) else {
      throw .invalidSetting(
        name: name,
        value: "\(value.lowerBound) to \(value.upperBound)",
        expected: "within \(range.lowerBound) to \(range.upperBound)"
      )
    }
  }
}
