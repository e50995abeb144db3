/// The part of the patterns of one detector that does not move: its gain, its scratches and the mean scattering.
///
/// A pattern is divided by it at the camera's own pixels, before any other step. A. J. Wilkinson and T. B. Britton,
/// Materials Today 15, 366 (2012), describe flat-fielding.
public struct StaticBackground: Sendable, Equatable {
  /// The intensities, with a mean of 1.
  public let image: GrayImage

  /// Creates a background from an image, such as a pattern averaged over many grains.
  ///
  /// - Throws: `ImagingError.invalidSetting` for an image without a finite, positive mean.
  public init(_ image: GrayImage) throws(ImagingError) {
    let count = image.pixels.count
    let mean = PixelArithmetic.sum(of: image.pixels, from: 0, count: count, minus: 0, squared: false) / Double(count)
    guard mean > 0, mean.isFinite else {
      throw .invalidSetting(name: "static background", value: "an image of mean \(mean)", expected: "a positive mean")
    }
    var scaled = image
    PixelArithmetic.scale(&scaled.pixels, from: 0, count: count, by: Float(1 / mean), plus: 0)
    self.image = scaled
  }

  /// Divides a pattern by the background; its mean brightness stays.
  ///
  /// A background darker than a thousandth of its maximum counts as this.
  ///
  /// - Throws: `ImagingError.invalidSetting` if the sizes differ.
  public func divide(_ pattern: inout GrayImage) throws(ImagingError) {
    guard pattern.width == image.width, pattern.height == image.height else {
      throw .invalidSetting(
        name: "static background",
        value: "\(image.width) × \(image.height) pixels",
        expected: "\(pattern.width) × \(pattern.height), the size of the pattern"
      )
    }
    let smallest = PixelArithmetic.extremes(of: image.pixels).largest * 1e-3
    PixelArithmetic.divide(&pattern.pixels, by: image.pixels, atLeast: smallest)
  }

  /// The share of patterns that resemble the one before them, 0 to 1.
  ///
  /// Patterns of one grain follow each other in a scan; their mean holds bands, which the division would remove. Two
  /// patterns resemble each other if, divided by the background, they correlate by more than one half.
  ///
  /// - Throws: `ImagingError.invalidSetting` if sizes differ.
  public func likeness(of patterns: [GrayImage]) throws(ImagingError) -> Double {
    var vectors: [[Float]] = []
    for pattern in patterns {
      var pattern = pattern
      try divide(&pattern)
      PixelArithmetic.standardize(&pattern.pixels, power: 1)
      vectors.append(pattern.pixels)
    }
    guard vectors.count > 1 else { return 0 }
    let alike = zip(vectors, vectors.dropFirst()).count { first, second in
      zip(first, second).reduce(0) { $0 + $1.0 * $1.1 } > 0.5
    }
    return Double(alike) / Double(vectors.count - 1)
  }
}
