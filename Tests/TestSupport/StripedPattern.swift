import Foundation
import Imaging
import RandomNumbers

/// Images that any classifier must tell apart: noisy stripes, of a random phase, in one of three directions.
public enum StripedPattern: Int, CaseIterable, Sendable {
  case horizontal, vertical, diagonal

  /// Draws an image of intensities 0...255; the same number gives the same image.
  ///
  /// - Parameters:
  ///   - size: width and height in pixels.
  ///   - number: the index of the image of this direction.
  ///   - noise: the standard deviation of the noise, in units of the stripes' amplitude.
  /// - Returns: the image.
  public func image(size: Int, number: Int, noise: Float = 0.3) -> GrayImage {
    var generator = KeyedGenerator(rawValue, number)
    let phase = generator.uniform(in: 0...(2 * .pi))
    var image = GrayImage(width: size, height: size)
    for row in 0..<size {
      for column in 0..<size {
        let place =
          switch self {
          case .horizontal: Float(row)
          case .vertical: Float(column)
          case .diagonal: Float(row + column) * 0.7
          }
        let value = sin(place * .pi / 3 + phase) + noise * generator.normal()
        image[row, column] = min(max(128 + 60 * value, 0), 255).rounded()
      }
    }
    return image
  }
}
