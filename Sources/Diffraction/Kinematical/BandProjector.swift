import Crystallography
import Foundation
import Imaging

/// Projects the Kikuchi bands of a crystal directly onto detectors, without a master pattern.
///
/// Efficient for a few patterns of a crystal. A band covers one contiguous part of each image row, and the profile is
/// computed only there. All unsafe code of the projection is in this file.
public struct BandProjector: PatternProjecting {
  private let bands: [KikuchiBands.Band]
  private let profile: BandProfile
  /// The mean and the standard deviation of the intensity over all directions.
  public let statistics: (mean: Float, deviation: Float)

  /// Creates a projector of bands that share a profile.
  public init(_ bands: KikuchiBands, profile: BandProfile = BandProfile()) {
    self.bands = bands.bands
    self.profile = profile
    statistics = bands.statistics(profile: profile)
  }

  /// The pattern of a crystal with this rotation from the crystal frame to the laboratory frame.
  public func project(crystalToLaboratory rotation: Matrix3, onto geometry: DetectorGeometry) -> GrayImage {
    let (width, height) = (geometry.width, geometry.height)
    var image = GrayImage(width: width, height: height)
    var inverseLengths = [Float](repeating: 0, count: width)
    // In units of the band's half-width, to avoid a division per pixel.
    let normals = bands.map { SIMD3<Float>(rotation * Vector3($0.normal)) / $0.sinTheta }
    unsafe image.pixels.withUnsafeMutableBufferPointer { pixels in
      unsafe inverseLengths.withUnsafeMutableBufferPointer { inverseLengths in
        for row in 0..<height {
          let first = SIMD3<Float>(geometry.vector(row: Double(row) + 0.5, column: 0.5))
          let last = first.x - Float(width - 1)
          let squaredDistance = first.y * first.y + first.z * first.z
          for column in 0..<width {
            let x = first.x - Float(Int32(truncatingIfNeeded: column))
            unsafe inverseLengths[column] = 1 / (x * x + squaredDistance).squareRoot()
          }
          let farthest = max(first.x * first.x, last * last)
          let reach = profile.reach * (farthest + squaredDistance).squareRoot()
          let line = unsafe UnsafeMutableBufferPointer(rebasing: pixels[(row * width)..<(row + 1) * width])
          for (band, normal) in zip(bands, normals) {
            // sin χ / sin θ · |r| decreases by `step` from pixel to pixel.
            let start = (normal * first).sum()
            let step = normal.x
            guard let columns = Self.columns(start, step, within: reach, of: width) else { continue }
            unsafe draw(band.strength, start, step, columns, inverseLengths, into: line)
          }
        }
      }
    }
    return image
  }

  /// The columns c with |start - c step| ≤ reach, and at most one more on either side.
  private static func columns(_ start: Float, _ step: Float, within reach: Float, of width: Int) -> Range<Int>? {
    let last = Float(width - 1)
    guard step.magnitude * last > 1e-6 * reach else {
      return start.magnitude <= reach + step.magnitude * last ? 0..<width : nil
    }
    let (a, b) = ((start - reach) / step, (start + reach) / step)
    let low = max(min(a, b), 0)
    let high = min(max(a, b), last)
    guard low <= high else { return nil }
    return Int(low)..<min(Int(high) + 2, width)
  }

  @inline(__always) private func draw(
    _ strength: Float,
    _ start: Float,
    _ step: Float,
    _ columns: Range<Int>,
    _ inverseLengths: UnsafeMutableBufferPointer<Float>,
    into pixels: UnsafeMutableBufferPointer<Float>
  ) {
    let profile = profile
    for column in columns {
      let along = start - Float(Int32(truncatingIfNeeded: column)) * step
      unsafe pixels[column] += strength * profile(along * inverseLengths[column])
    }
  }
}
