import Imaging

/// The removal of the background, as `BackgroundRemoval` and `LocalContrast`.
struct BackgroundNodes {
  let gaussian: GaussianNodes
  /// The width of the images, in pixels.
  let size: Int
  private static let axes = [1, 2, 3]

  /// The images without their background.
  ///
  /// - Parameters:
  ///   - background: the kind of removal.
  ///   - images: the images.
  ///   - mask: 1 for each pixel that counts, else 0; nil if all count.
  /// - Returns: the images.
  func removed(_ background: BackgroundRemoval, from images: Value, mask: Value?) -> Value {
    switch background {
    case .none: return images
    case .divide(let sigma):
      let (quotient, isPositive) = divided(images, sigma: sigma, weights: mask)
      return isPositive.choose(quotient.cast(to: .float), images.scalar(0))
    case .subtract(let sigma):
      let rest = images - gaussian.mean(images, sigma: sigma * Float(size), weights: mask)
      let rounding = images.absolute.greatest(Self.axes) * 2e-6
      let isRounding = (mask.map { rest * $0 } ?? rest).absolute.greatest(Self.axes) <= rounding
      return isRounding.choose(images.scalar(0), rest)
    }
  }

  /// The images with normalised local contrast.
  func normalized(_ contrast: LocalContrast, _ images: Value, weights: Value?) -> Value {
    var (image, isPositive) = divided(images, sigma: contrast.background, weights: weights)
    func subtractMean(_ sigma: Float) { image = image - gaussian.mean(image, sigma: sigma, weights: weights) }
    image = (image - 1).cast(to: .float)
    for _ in 0..<2 { subtractMean(contrast.background * Float(size)) }
    if contrast.highPass > 0 { subtractMean(contrast.highPass) }
    let greatest = (weights.map { image * $0 } ?? image).absolute.greatest(Self.axes)
    let hasContrast = isPositive.and(greatest > Double(LocalContrast.rounding))
    let power = gaussian.mean(image.squared, sigma: contrast.neighbourhood * Float(size), weights: weights)
    let limit = Double(contrast.limit)
    image = (image / power.atLeast(1e-12).squareRoot).clamped(-limit, limit)
    if let weights { image = image * weights }
    return hasContrast.choose(image, image.scalar(0))
  }

  /// The images divided by their Gaussian mean, with the width as a fraction of the image's, and truth values, true if
  /// some mean of an image is positive.
  ///
  /// The quotients of a faint pattern are close to 1, and their difference from 1 would show the rounding of products
  /// of matrices in single precision.
  private func divided(_ images: Value, sigma: Float, weights: Value?) -> (image: Value, isPositive: Value) {
    let images = images.cast(to: .double)
    let mean = gaussian.mean(images, sigma: sigma * Float(size), weights: weights)
    let smallest = mean.greatest(Self.axes) * 1e-3
    let isPositive = smallest > 0
    // A divisor of 0 would make numbers that no later choice can undo.
    return (images / mean.atLeast(isPositive.choose(smallest, smallest.scalar(1))), isPositive)
  }
}
