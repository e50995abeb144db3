import Foundation
import Imaging

/// Numbers of a pattern of which the simulated bands are known, to compare patterns by.
struct PatternMeasures {
  /// Quantiles of the intensities without their background, in standard deviations.
  private let histogram: [Double]
  /// The logarithm to base 10 of the power of the noise at 1, 2, … periods a row or column.
  private let noise: [Double]
  /// Natural logarithms of quantiles of the local standard deviation, as a share of the background.
  private let contrast: [Double]

  /// Measures a pattern.
  ///
  /// - Parameters:
  ///   - pattern: the pattern, without a dark surrounding.
  ///   - bands: the same view without a camera; noise is what bands of the best strength leave.
  init(_ pattern: GrayImage, bands: GrayImage) {
    let flat = Self.flattened(pattern)
    let clean = Self.flattened(bands)
    let strength = zip(flat.pixels, clean.pixels).reduce(0) { $0 + $1.0 * $1.1 }
    let power = clean.pixels.reduce(0) { $0 + $1 * $1 }
    var residual = flat
    residual.pixels = zip(flat.pixels, clean.pixels).map { $0 - strength / power * $1 }
    noise = Self.spectrum(residual)

    let count = Double(flat.pixels.count)
    let mean = flat.pixels.reduce(0) { $0 + Double($1) } / count
    let deviation = (flat.pixels.reduce(0) { $0 + pow(Double($1) - mean, 2) } / count).squareRoot()
    histogram = Self.quantiles(flat.pixels, count: 200).map { ($0 - mean) / deviation }

    var squares = flat
    squares.pixels = flat.pixels.map { $0 * $0 }
    let local = squares.blurred(sigma: Float(pattern.width) / 16).pixels.map { max($0, 1e-12).squareRoot() }
    contrast = Self.quantiles(local, count: 20).map { log($0) }
  }

  /// The distances of histogram (mean, in standard deviations), noise spectrum (root mean square, in decades) and local
  /// contrast (mean, of natural logarithms).
  func distances(to other: PatternMeasures) -> [Double] {
    func mean(_ a: [Double], _ b: [Double], _ distance: (Double) -> Double) -> Double {
      zip(a, b).reduce(0) { $0 + distance($1.0 - $1.1) } / Double(a.count)
    }
    return [
      mean(histogram, other.histogram) { abs($0) },
      mean(noise, other.noise) { $0 * $0 }.squareRoot(),
      mean(contrast, other.contrast) { abs($0) },
    ]
  }

  /// The deviation from the background, a Gaussian of an eighth of the width.
  private static func flattened(_ image: GrayImage) -> GrayImage {
    var image = image
    BackgroundRemoval.divide(sigma: BackgroundRemoval.defaultSigma).apply(to: &image)
    image.pixels = image.pixels.map { $0 - 1 }
    return image
  }

  private static func quantiles(_ pixels: [Float], count: Int) -> [Double] {
    let sorted = pixels.sorted()
    return (0..<count).map { Double(sorted[($0 * 2 + 1) * sorted.count / (2 * count)]) }
  }

  /// The mean power of rows and columns at 1 to half as many periods as the shorter side has pixels.
  private static func spectrum(_ image: GrayImage) -> [Double] {
    let (width, height) = (image.width, image.height)
    let rows = (0..<height).map { row in (0..<width).map { image[row, $0] } }
    let columns = (0..<width).map { column in (0..<height).map { image[$0, column] } }
    return (1...min(width, height) / 2).map { periods in
      let total = (rows + columns).reduce(0.0) { sum, line in
        let step = 2 * Double.pi * Double(periods) / Double(line.count)
        var (real, imaginary) = (0.0, 0.0)
        for (place, value) in line.enumerated() {
          real += Double(value) * cos(step * Double(place))
          imaginary += Double(value) * sin(step * Double(place))
        }
        return sum + (real * real + imaginary * imaginary) / Double(line.count)
      }
      return log10(max(total / Double(width + height), 1e-15))
    }
  }
}
