/// The linear map of intensities of any range to 0...65535.
///
/// Intensities that lie in this range stay as they are, so that images of one camera remain comparable. Negative ones
/// are raised until the lowest is 0. If the highest is then more than 65535, it becomes 65535. Floating-point numbers
/// of at most 1, which programs use for fractions of the full scale, are multiplied by 65535.
struct IntensityRange: Equatable {
  /// The number that is added, before the multiplication.
  let offset: Double
  /// The number by which the sum is multiplied.
  let factor: Double

  /// Chooses the map for intensities from `low` to `high`, both finite.
  init(low: Double, high: Double, isFloatingPoint: Bool) {
    offset = low < 0 ? -low : 0
    // Half of the numbers, since the difference of two may overflow.
    let half = high / 2 + offset / 2
    factor = half > 65535 / 2 ? 65535 / 2 / half : isFloatingPoint && half > 0 && half <= 0.5 ? 65535 : 1
  }

  /// The conversions, for a person.
  var notes: [ConversionNote] { (offset == 0 ? [] : [.raised]) + (factor == 1 ? [] : [.scaled]) }

  /// The intensity in the new range.
  func callAsFunction(_ intensity: Double) -> Float {
    Float(min(max(2 * ((intensity / 2 + offset / 2) * factor), 0), 65535))
  }
}
