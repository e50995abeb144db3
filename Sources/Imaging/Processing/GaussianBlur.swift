import Foundation

extension GrayImage {
  /// The image smoothed by a Gaussian of standard deviation `sigma`, in pixels, at least 0.
  ///
  /// The image is reflected at its edges (the edge pixel twice), so that they do not darken. The cost does not grow
  /// with `sigma`: from 8 pixels, the image is averaged down until `sigma` is about 4 pixels, smoothed, and
  /// interpolated up. The variance of averaging and interpolation is subtracted from that of the Gaussian, which leaves
  /// an error below 0.2 % of the image's contrast.
  public func blurred(sigma: Float) -> GrayImage {
    precondition(sigma >= 0 && sigma.isFinite, "a standard deviation is finite and not negative")
    guard sigma > 0 else { return self }
    let columns = CoarseAxis(count: width, sigma: Double(sigma))
    let rows = CoarseAxis(count: height, sigma: Double(sigma))
    return resized(width: columns.count, height: rows.count).blurredAlongColumns(GaussianKernel(sigma: rows.sigma))
      .blurredAlongRows(GaussianKernel(sigma: columns.sigma)).resized(width: width, height: height)
  }

  /// The pixels of the image smoothed by a Gaussian, each counted by a weight from 0 to 1; nil for equal weights.
  ///
  /// The weighted mean is a normalised convolution (Knutsson and Westin, CVPR 1993).
  func meanPixels(sigma: Float, weights: [Float]?) -> [Float] {
    guard let weights else { return blurred(sigma: sigma).pixels }
    var weighted = self
    PixelArithmetic.multiply(&weighted.pixels, by: weights)
    var mean = weighted.blurred(sigma: sigma).pixels
    let total = GrayImage(width: width, height: height, pixels: weights).blurred(sigma: sigma).pixels
    // Far from any weight both are 0; the result there is masked at the end.
    PixelArithmetic.divide(&mean, by: total, atLeast: 1e-4)
    return mean
  }

  private func blurredAlongColumns(_ kernel: GaussianKernel) -> GrayImage {
    guard kernel.radius > 0 else { return self }
    let rows = (-kernel.radius..<height + kernel.radius).map { reflected($0, into: height) }
    return GrayImage(
      width: width,
      height: height,
      pixels: PixelArithmetic.weightedRows(of: pixels, width: width, rows: rows, weights: kernel.weights)
    )
  }

  private func blurredAlongRows(_ kernel: GaussianKernel) -> GrayImage {
    guard kernel.radius > 0 else { return self }
    let columns = (-kernel.radius..<width + kernel.radius).map { reflected($0, into: width) }
    return GrayImage(
      width: width,
      height: height,
      pixels: PixelArithmetic.weightedColumns(of: pixels, width: width, columns: columns, weights: kernel.weights)
    )
  }
}

/// The index in `0..<count` of which an index outside is the mirror image, edges doubled.
func reflected(_ place: Int, into count: Int) -> Int {
  if place >= 0 && place < count { return place }
  let period = 2 * count
  let inPeriod = ((place % period) + period) % period
  return inPeriod < count ? inPeriod : period - 1 - inPeriod
}

/// The factor by which an axis is averaged down before it is smoothed, and the remaining width of the Gaussian.
private struct CoarseAxis {
  let count: Int
  let sigma: Double

  init(count fineCount: Int, sigma fineSigma: Double) {
    let coarse = min(fineCount, max(1, Int((4 * Double(fineCount) / fineSigma).rounded(.up))))
    guard fineSigma >= 8, coarse < fineCount else {
      // A Gaussian much wider than the axis just averages it.
      count = fineCount
      sigma = min(fineSigma, 8 * Double(fineCount))
      return
    }
    let scale = Double(fineCount) / Double(coarse)
    count = coarse
    // The box of the average has the variance (s² − 1) / 12 and linear interpolation s² / 6 on average, in
    // fine pixels; here they are in coarse ones.
    let smoothed = 0.25 - 1 / (12 * scale * scale)
    let variance = (fineSigma / scale) * (fineSigma / scale) - smoothed
    sigma = min(variance.squareRoot(), 8 * Double(coarse))
  }
}

/// The weights of a Gaussian sampled to four standard deviations, with sum 1.
private struct GaussianKernel {
  let radius: Int
  let weights: [Float]

  init(sigma: Double) {
    radius = Int((4 * sigma).rounded(.up))
    let values = (-radius...radius).map { sigma > 0 ? exp(-0.5 * pow(Double($0) / sigma, 2)) : 1 }
    let sum = values.reduce(0, +)
    weights = values.map { Float($0 / sum) }
  }
}
