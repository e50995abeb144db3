import Imaging

/// The preprocessing of patterns into the input of a network.
///
/// It is part of a model and applied by every command, so that training and classification treat patterns
/// alike. The steps are: replace outliers, pad or crop to a square, resize, fill shadows, remove the background or
/// normalise the local contrast, mask, normalise intensities. None of them is random.
public struct Preprocessing: Codable, Sendable, Equatable {
  /// The treatment of images that are not square.
  public enum Fit: String, Codable, Sendable, CaseIterable {
    /// The shorter side is padded; see `GrayImage.paddedToSquare()`.
    case pad
    /// The longer side is cropped at both ends.
    case crop
  }

  /// True if hot and dead pixels are replaced (see `GrayImage.withOutliersReplaced()`), before any other step.
  public var replaceOutliers: Bool
  /// The width and height of the network's input, in pixels, 4 to 2048.
  public var size: Int
  /// The treatment of images that are not square.
  public var fit: Fit
  /// True if shadows are filled with the brightness around them (see `GrayImage.withShadowsFilled()`), or, with
  /// ``localContrast``, excluded and set to 0.
  public var fillShadows: Bool
  /// The removal of the background, unless there is ``localContrast``.
  public var background: BackgroundRemoval
  /// The local contrast normalisation, which includes the removal of the background; nil for none.
  public var localContrast: LocalContrast?
  /// The normalisation of intensities.
  public var scaling: IntensityScaling
  /// True if the area outside the inscribed disc becomes 0 and is excluded from background and normalisation.
  public var circularMask: Bool

  /// The valid sizes, in pixels.
  public static let sizes = 4...2048

  /// Creates a preprocessing; the defaults are for EBSD patterns at 128 × 128 pixels.
  public init(
    size: Int = 128,
    fit: Fit = .pad,
    fillShadows: Bool = false,
    background: BackgroundRemoval = .divide(sigma: BackgroundRemoval.defaultSigma),
    localContrast: LocalContrast? = nil,
    scaling: IntensityScaling = .standardize,
    circularMask: Bool = false,
    replaceOutliers: Bool = true
  ) {
    self.size = size
    self.fit = fit
    self.fillShadows = fillShadows
    self.background = background
    self.localContrast = localContrast
    self.scaling = scaling
    self.circularMask = circularMask
    self.replaceOutliers = replaceOutliers
  }

  /// Validates the settings.
  ///
  /// - Throws: `ImagingError.invalidSetting`, which names the setting and the expected values.
  public func validate() throws(ImagingError) {
    guard Self.sizes.contains(size) else {
      throw .invalidSetting(
        name: "size",
        value: "\(size)",
        expected: "\(Self.sizes.lowerBound) to \(Self.sizes.upperBound) pixels"
      )
    }
    try background.validate()
    try localContrast?.validate()
    try scaling.validate()
  }

  /// The image without outliers, squared and resized: the steps before augmentation.
  ///
  /// A large image is reduced before it is padded; a long, thin one would otherwise need a square of its length.
  public func resized(_ image: GrayImage) -> GrayImage {
    // Resizing would spread an outlier over its neighbours.
    let image = replaceOutliers ? image.withOutliersReplaced() : image
    guard fit == .pad else { return image.centerCroppedToSquare().resized(width: size, height: size) }
    let side = max(image.width, image.height)
    guard side > size else { return image.paddedToSquare().resized(width: size, height: size) }
    func reduced(_ extent: Int) -> Int { max(1, (extent * size + side / 2) / side) }
    return image.resized(width: reduced(image.width), height: reduced(image.height)).paddedToSquare()
  }

  /// Shadows filled, background removed, masked and scaled: `size * size` intensities, row by row, of mean 0 and
  /// variance 1.
  ///
  /// The image must have been resized by `resized(_:)`, and the settings must be valid.
  public func normalized(_ image: GrayImage) -> [Float] {
    precondition(image.width == size && image.height == size, "the image has the network's size")
    let mask = circularMask ? CircularMask(width: size, height: size) : nil
    var image = image
    if let localContrast {
      var weights = fillShadows ? image.shadowWeights() : nil
      if let disc = mask?.weights { weights = weights.map { zip($0, disc).map { $0 * $1 } } ?? disc }
      localContrast.apply(to: &image, weights: weights)
    } else {
      if fillShadows { image = image.withShadowsFilled() }
      background.apply(to: &image, mask: mask)
    }
    scaling.apply(to: &image, mask: mask)
    return image.pixels
  }

  /// The input of a network of another size: resampled, and of mean 0 and variance 1 again.
  ///
  /// - Parameters:
  ///   - input: a result of ``normalized(_:)``.
  ///   - other: the width and height of the other network's input, in pixels.
  /// - Returns: `other * other` intensities, row by row.
  func input(_ input: [Float], resizedTo other: Int) -> [Float] {
    guard other != size else { return input }
    var image = GrayImage(width: size, height: size, pixels: input).resized(width: other, height: other)
    IntensityScaling.standardize.apply(
      to: &image,
      mask: circularMask ? CircularMask(width: other, height: other) : nil
    )
    return image.pixels
  }

  /// True if a model takes the outliers of an image as part of the pattern.
  package func keepsOutliers(of image: GrayImage) -> Bool { !replaceOutliers && image.outlierCount > 0 }

  /// One sentence on images with outliers that a model takes as part of the pattern; nil if there are none.
  ///
  /// - Parameters:
  ///   - count: the number of images with outliers.
  ///   - total: the number of images.
  /// - Returns: the sentence.
  public static func outlierWarning(_ count: Int, of total: Int) -> String? {
    guard count > 0 else { return nil }
    return
      "\(count) of \(total) images \(count == 1 ? "has" : "have") hot or dead pixels, which may change the answers of "
      + "this model; remove them with the camera's software, or train a model that replaces them"
  }

  /// The image, resized and rounded to at most 16 bits, as training keeps it in memory.
  ///
  /// Every command rounds at this point, so that all of them feed a network the same numbers.
  public func compacted(_ image: GrayImage) -> CompactImage { CompactImage(resized(image)) }

  /// All steps from an image to `size * size` intensities.
  public func callAsFunction(_ image: GrayImage) -> [Float] { normalized(compacted(image).image) }
}

extension Preprocessing {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case size, fit, fillShadows, background, localContrast, scaling, circularMask, replaceOutliers
  }

  /// Reads an object whose keys are the names of the settings; missing keys have their
  /// defaults, except that models without `replaceOutliers` were trained on patterns with outliers.
  ///
  /// - Throws: `ImagingError` for an unknown key or an invalid value, `DecodingError`
  ///   for other types.
  public init(from decoder: any Decoder) throws {
    self.init(replaceOutliers: false)
    let container = try decoder.container(knowingOnly: CodingKeys.self, of: "preprocessing")
    func read<Value: Decodable>(_ value: inout Value, _ key: CodingKeys) throws {
      if container.contains(key) { value = try container.decode(Value.self, forKey: key) }
    }
    try read(&size, .size)
    try read(&fit, .fit)
    try read(&fillShadows, .fillShadows)
    try read(&background, .background)
    try read(&localContrast, .localContrast)
    try read(&scaling, .scaling)
    try read(&circularMask, .circularMask)
    try read(&replaceOutliers, .replaceOutliers)
    try validate()
  }
}
