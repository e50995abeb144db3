import Imaging

/// The background correction of a recorded pattern, which makes its bands stand out.
public enum PatternCorrection: Sendable, Hashable {
  /// No correction.
  case raw
  /// Removes the background of the detector, the mean pattern of many orientations.
  case staticBackground(Operation)
  /// Removes a Gaussian-smoothed copy of the pattern; `sigma` is in units of the image width.
  case dynamicBackground(Operation, sigma: Float)

  /// The operation that removes a background.
  public enum Operation: String, Codable, Sendable, CaseIterable {
    /// Divides the pattern by the background.
    case divide
    /// Subtracts the background from the pattern.
    case subtract
  }

  /// Validates that the Gaussian's standard deviation is between 0.001 and 10 image widths.
  ///
  /// - Throws: `DiffractionError.invalidSetting`.
  public func validate() throws(DiffractionError) {
    guard case .dynamicBackground(_, let sigma) = self else { return }
    try DiffractionError.check("correction sigma", sigma, in: 0.001...10)
  }

  /// The name of the correction: `raw`, `static-divide`, `dynamic-subtract` and so on.
  public var name: String {
    switch self {
    case .raw: "raw"
    case .staticBackground(let operation): "static-\(operation.rawValue)"
    case .dynamicBackground(let operation, _): "dynamic-\(operation.rawValue)"
    }
  }

  /// Corrects a pattern and scales it to 0...`largest`.
  ///
  /// A raw pattern keeps the camera's scale. A corrected one is stretched from its darkest to its brightest pixel, both
  /// clipped at 4 standard deviations from the mean.
  ///
  /// - Parameters:
  ///   - pattern: intensities as ``EBSDCamera/record(_:seed:)`` returns them.
  ///   - camera: the camera that recorded it.
  ///   - largest: the largest intensity of the result.
  /// - Returns: an image of the same size.
  public func applied(to pattern: GrayImage, of camera: EBSDCamera, largest: Float) -> GrayImage {
    var image = pattern
    switch self {
    case .raw:
      let count = image.pixels.count
      let scale = largest / camera.fullScale
      PixelArithmetic.scale(&image.pixels, from: 0, count: count, by: scale, plus: 0)
      return image
    case .staticBackground(let operation):
      let background = camera.backgroundImage(width: image.width, height: image.height).pixels
      switch operation {
      case .divide:
        // One step of the camera is its smallest intensity above zero.
        PixelArithmetic.divide(&image.pixels, by: background, atLeast: 1)
      case .subtract:
        PixelArithmetic.add(background, from: 0, times: -1, to: &image.pixels, at: 0, count: background.count)
      }
    case .dynamicBackground(.divide, let sigma): BackgroundRemoval.divide(sigma: sigma).apply(to: &image)
    case .dynamicBackground(.subtract, let sigma): BackgroundRemoval.subtract(sigma: sigma).apply(to: &image)
    }
    stretch(&image.pixels, to: largest)
    return image
  }

  private func stretch(_ pixels: inout [Float], to largest: Float) {
    let count = pixels.count
    let (mean, squares) = PixelArithmetic.moments(of: pixels)
    let reach = 4 * Float((squares / Double(count)).squareRoot())
    let (smallest, greatest) = PixelArithmetic.extremes(of: pixels)
    let low = max(smallest, mean - reach)
    let high = min(greatest, mean + reach)
    // A pattern without contrast becomes black.
    let scale = high > low ? largest / (high - low) : 0
    PixelArithmetic.scale(&pixels, from: 0, count: count, by: scale, plus: -low * scale)
    PixelArithmetic.clamp(&pixels, to: largest)
  }
}

extension PatternCorrection: Codable {
  private enum Key: String, CodingKey, CaseIterable { case method, operation, sigma }

  private enum Method: String, Codable { case raw, `static`, dynamic }

  /// Reads `{"method": "raw"}`, or `{"method": "dynamic", "operation": "divide", "sigma": 0.125}`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(knowingOnly: Key.self, of: "correction")
    let operation = try container.decodeIfPresent(Operation.self, forKey: .operation) ?? .divide
    switch try container.decode(Method.self, forKey: .method) {
    case .raw: self = .raw
    case .static: self = .staticBackground(operation)
    case .dynamic:
      let sigma = try container.decodeIfPresent(Float.self, forKey: .sigma)
      self = .dynamicBackground(operation, sigma: sigma ?? BackgroundRemoval.defaultSigma)
    }
    try validate()
  }

  /// Writes what `init(from:)` reads.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .raw: try container.encode(Method.raw, forKey: .method)
    case .staticBackground(let operation):
      try container.encode(Method.static, forKey: .method)
      try container.encode(operation, forKey: .operation)
    case .dynamicBackground(let operation, let sigma):
      try container.encode(Method.dynamic, forKey: .method)
      try container.encode(operation, forKey: .operation)
      try container.encode(sigma, forKey: .sigma)
    }
  }
}
