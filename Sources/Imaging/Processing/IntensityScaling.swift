/// The normalisation of intensities to the range that a network expects.
///
/// The result has mean 0 and variance 1, so that gain and offset of the detector cancel. An image that is constant or
/// has pixels that are not finite becomes 0.
public enum IntensityScaling: Sendable, Equatable, Hashable {
  /// Subtracts the mean and divides by the standard deviation.
  case standardize
  /// Clips at two percentiles, in per cent, then standardises: robust against hot and dead pixels.
  case percentile(low: Float, high: Float)

  /// Validates the percentiles: in order and within 0 and 100.
  ///
  /// - Throws: `ImagingError.invalidSetting`.
  public func validate() throws(ImagingError) {
    guard case .percentile(let low, let high) = self else { return }
    try ImagingError.check("scaling low", low, in: 0...100)
    try ImagingError.check("scaling high", high, in: 0...100)
    guard low < high else {
      throw .invalidSetting(name: "scaling low", value: "\(low)", expected: "less than scaling high, \(high)")
    }
  }

  /// Scales an image; pixels outside the mask are ignored and become 0.
  public func apply(to image: inout GrayImage, mask: CircularMask? = nil) {
    let area = mask ?? .everything(width: image.width, height: image.height)
    precondition(area.width == image.width && area.height == image.height, "the mask has the image's size")
    if case .percentile(let low, let high) = self { clip(&image.pixels, low, high, area) }
    standardize(&image.pixels, area)
  }

  private func standardize(_ pixels: inout [Float], _ area: CircularMask) {
    let count = Double(area.pixelCount)
    var sum = 0.0
    for row in 0..<area.height {
      let columns = area.columns[row]
      sum += PixelArithmetic.sum(of: pixels, from: row * area.width + columns.lowerBound, count: columns.count)
    }
    let mean = sum / count
    var squares = 0.0
    for row in 0..<area.height {
      let columns = area.columns[row]
      squares += PixelArithmetic.sum(
        of: pixels,
        from: row * area.width + columns.lowerBound,
        count: columns.count,
        minus: Float(mean),
        squared: true
      )
    }
    let deviation = (squares / count).squareRoot()
    // A smaller deviation is rounding error of a constant image, which must not be amplified.
    guard deviation > 1e-6 * abs(mean), deviation > 1e-30, deviation.isFinite else {
      pixels = [Float](repeating: 0, count: pixels.count)
      return
    }
    if area.pixelCount < pixels.count { pixels = area.masked(pixels) }
    for row in 0..<area.height {
      let columns = area.columns[row]
      PixelArithmetic.scale(
        &pixels,
        from: row * area.width + columns.lowerBound,
        count: columns.count,
        by: Float(1 / deviation),
        plus: Float(-mean / deviation)
      )
    }
  }

  private func clip(_ pixels: inout [Float], _ low: Float, _ high: Float, _ area: CircularMask) {
    var values: [Float] = []
    values.reserveCapacity(area.pixelCount)
    for row in 0..<area.height {
      let (start, columns) = (row * area.width, area.columns[row])
      values += pixels[start + columns.lowerBound..<start + columns.upperBound]
    }
    // NaN cannot be ordered; such an image becomes 0.
    guard values.allSatisfy(\.isFinite) else {
      pixels = [Float](repeating: 0, count: pixels.count)
      return
    }
    func rank(_ percent: Float) -> Int { Int((Double(percent) / 100 * Double(values.count - 1)).rounded()) }
    let (lowest, highest) = (rank(low), rank(high))
    let bottom = values.element(ofRank: lowest)
    let top = values.element(ofRank: highest)
    for index in pixels.indices { pixels[index] = min(max(pixels[index], bottom), top) }
  }
}

extension IntensityScaling: Codable {
  private enum Key: String, CodingKey, CaseIterable { case method, low, high }

  private enum Method: String, Codable, CaseIterable { case standardize, percentile }

  /// Reads `{"method": "standardize"}` or `{"method": "percentile", "low": 1, "high": 99}`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(knowingOnly: Key.self, of: "scaling")
    let name = try container.decode(String.self, forKey: .method)
    let low = try container.decodeIfPresent(Float.self, forKey: .low) ?? 1
    let high = try container.decodeIfPresent(Float.self, forKey: .high) ?? 99
    switch Method(rawValue: name) {
    case .standardize: self = .standardize
    case .percentile: self = .percentile(low: low, high: high)
    case nil:
      let known = Method.allCases.map(\.rawValue).joined(separator: ", ")
      throw ImagingError.invalidSetting(name: "scaling method", value: name, expected: known)
    }
    try validate()
  }

  /// Writes the object that `init(from:)` reads.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .standardize: try container.encode(Method.standardize, forKey: .method)
    case .percentile(let low, let high):
      try container.encode(Method.percentile, forKey: .method)
      try container.encode(low, forKey: .low)
      try container.encode(high, forKey: .high)
    }
  }
}
