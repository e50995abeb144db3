/// An image kept in memory at one or two bytes a pixel.
///
/// Images of integers within 0...255 or 0...65535, as they come from a file, are kept exactly. Others are
/// rounded to 65536 steps between their smallest and largest intensity.
public struct CompactImage: Sendable, Equatable {
  private enum Samples: Sendable, Equatable {
    case eight([UInt8])
    case sixteen([UInt16])
  }

  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The intensity between neighbouring samples; intensities are off by at most half of it.
  public let scale: Float
  /// The intensity of sample 0.
  public let offset: Float
  private let samples: Samples

  /// Packs an image; infinities become the nearest finite intensity, NaN the smallest one.
  public init(_ image: GrayImage) {
    width = image.width
    height = image.height
    if let largest = PixelArithmetic.largestInteger(of: image.pixels) {
      (scale, offset) = (1, 0)
      samples = largest <= 255 ? .eight(image.pixels.map { UInt8($0) }) : .sixteen(image.pixels.map { UInt16($0) })
      return
    }
    let finite = image.pixels.filter(\.isFinite)
    let (smallest, largest) = PixelArithmetic.extremes(of: finite.isEmpty ? [0] : finite)
    // In double precision, because the difference of two large floats may overflow.
    let step = (Double(largest) - Double(smallest)) / 65535
    scale = Float(step)
    offset = smallest
    let inverse = step > 0 ? 1 / step : 0
    samples = .sixteen(
      image.pixels.map { pixel in
        let clamped = min(max(Double(pixel), Double(smallest)), Double(largest))
        let sample = ((clamped - Double(smallest)) * inverse).rounded()
        return sample > 0 ? UInt16(min(sample, 65535)) : 0
      }
    )
  }

  /// The image, unpacked.
  public var image: GrayImage {
    let pixels: [Float] =
      switch samples {
      case .eight(let samples): unpacked(samples)
      case .sixteen(let samples): unpacked(samples)
      }
    return GrayImage(width: width, height: height, pixels: pixels)
  }

  /// In double precision, because a large sample times a large step may overflow before the offset is added.
  private func unpacked(_ samples: [some FixedWidthInteger]) -> [Float] {
    if scale == 1 && offset == 0 { return samples.map { Float($0) } }
    let (scale, offset) = (Double(scale), Double(offset))
    return samples.map { Float(Double($0) * scale + offset) }
  }

  /// The bytes that the samples take.
  public var byteCount: Int {
    switch samples {
    case .eight(let samples): samples.count
    case .sixteen(let samples): 2 * samples.count
    }
  }
}
