/// The removal of the slowly varying background of a diffraction pattern.
///
/// The background is the image smoothed by a Gaussian much wider than Kikuchi bands or spots. Its standard
/// deviation `sigma` is a fraction of the image's width; 1/8 is the default of kikuchipy's
/// `remove_dynamic_background` (Ånes et al., J. Appl. Cryst. 55, 2022).
public enum BackgroundRemoval: Sendable, Equatable, Hashable {
  /// No removal.
  case none
  /// Division by the background: corrects gain and shadows.
  case divide(sigma: Float)
  /// Subtraction of the background: removes additive scattering.
  case subtract(sigma: Float)

  /// The usual width of the Gaussian, as a fraction of the image's width.
  public static let defaultSigma: Float = 0.125

  /// Checks that the Gaussian's width is between 0.001 and 10 image widths.
  ///
  /// - Throws: `ImagingError.invalidSetting`.
  public func validate() throws(ImagingError) {
    switch self {
    case .none: return
    case .divide(let sigma), .subtract(let sigma): try ImagingError.check("background sigma", sigma, in: 0.001...10)
    }
  }

  /// Removes the background of an image with finite pixels.
  ///
  /// With a mask, only pixels in the mask contribute to the background (normalised convolution, Knutsson and Westin
  /// 1993), so that a black rim does not brighten the area next to it. Division clamps the background to at least a
  /// thousandth of its largest value; without any positive background the result is 0. A difference within rounding
  /// error becomes 0.
  public func apply(to image: inout GrayImage, mask: CircularMask? = nil) {
    switch self {
    case .none: return
    case .divide(let sigma):
      image.divideByMean(sigma: sigma * Float(image.width), weights: mask?.weights)
    case .subtract(let sigma):
      let background = image.meanPixels(sigma: sigma * Float(image.width), weights: mask?.weights)
      let scale = PixelArithmetic.extremes(of: image.pixels)
      PixelArithmetic.add(background, from: 0, times: -1, to: &image.pixels, at: 0, count: background.count)
      let rest = PixelArithmetic.extremes(of: mask?.masked(image.pixels) ?? image.pixels)
      let rounding = 2e-6 * max(abs(scale.smallest), abs(scale.largest))
      if max(abs(rest.smallest), abs(rest.largest)) <= rounding {
        image = GrayImage(width: image.width, height: image.height)
      }
    }
  }
}

extension GrayImage {
  /// Divides by the Gaussian mean, clamped to at least a thousandth of its largest value.
  ///
  /// - Returns: false if no mean is positive; the image is 0 then.
  @discardableResult
  mutating func divideByMean(sigma: Float, weights: [Float]?) -> Bool {
    let mean = meanPixels(sigma: sigma, weights: weights)
    let smallest = PixelArithmetic.extremes(of: mean).largest * 1e-3
    guard smallest > 0, smallest.isFinite else {
      self = GrayImage(width: width, height: height)
      return false
    }
    PixelArithmetic.divide(&pixels, by: mean, atLeast: smallest)
    return true
  }
}

extension BackgroundRemoval: Codable {
  private enum Key: String, CodingKey, CaseIterable { case method, sigma }

  private enum Method: String, Codable, CaseIterable { case none, divide, subtract }

  /// Reads `{"method": "divide", "sigma": 0.125}`; `sigma` may be missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(knowingOnly: Key.self, of: "background")
    let name = try container.decode(String.self, forKey: .method)
    let sigma = try container.decodeIfPresent(Float.self, forKey: .sigma) ?? Self.defaultSigma
    switch Method(rawValue: name) {
    case .divide: self = .divide(sigma: sigma)
    case .subtract: self = .subtract(sigma: sigma)
    case .some(.none): self = .none
    case nil:
      let known = Method.allCases.map(\.rawValue).joined(separator: ", ")
      throw ImagingError.invalidSetting(name: "background method", value: name, expected: known)
    }
    try validate()
  }

  /// Writes the object that `init(from:)` reads.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .none: try container.encode(Method.none, forKey: .method)
    case .divide(let sigma):
      try container.encode(Method.divide, forKey: .method)
      try container.encode(sigma, forKey: .sigma)
    case .subtract(let sigma):
      try container.encode(Method.subtract, forKey: .method)
      try container.encode(sigma, forKey: .sigma)
    }
  }
}
