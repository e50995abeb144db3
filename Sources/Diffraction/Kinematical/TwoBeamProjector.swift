import Crystallography
import Foundation
import Imaging

/// A projector that draws the two-beam bands of a crystal directly onto a screen, without a master pattern.
///
/// Without a grid on the sphere, edges stay sharp, and no interpolation error shows the symmetry of a grid. All unsafe
/// code of the drawing is here.
public struct TwoBeamProjector: PatternProjecting {
  private let bands: [TwoBeamBands.Band]
  /// The mean intensity over all directions and the standard deviation.
  public let statistics: (mean: Float, deviation: Float)

  /// Prepares the bands of a crystal.
  public init(_ bands: TwoBeamBands) {
    self.bands = bands.bands
    statistics = KikuchiBands.statistics(bands.intensity)
  }

  /// The pattern of a crystal with the given rotation from the crystal frame to the laboratory frame.
  public func project(
    crystalToLaboratory rotation: Matrix3,
    onto geometry: DetectorGeometry
  ) -> GrayImage {
    let (width, height) = (geometry.width, geometry.height)
    var image = GrayImage(width: width, height: height)
    var inverseSquares = [Float](repeating: 0, count: width)
    let vectors = bands.map { SIMD3<Float>(rotation * Vector3($0.vector)) }
    unsafe image.pixels.withUnsafeMutableBufferPointer { pixels in
      unsafe inverseSquares.withUnsafeMutableBufferPointer { inverseSquares in
        for row in 0..<height {
          let first = SIMD3<Float>(geometry.vector(row: Double(row) + 0.5, column: 0.5))
          let squaredDistance = first.y * first.y + first.z * first.z
          for column in 0..<width {
            let x = first.x - Float(Int32(truncatingIfNeeded: column))
            unsafe inverseSquares[column] = 1 / (x * x + squaredDistance)
          }
          let line = unsafe UnsafeMutableBufferPointer(
            rebasing: pixels[(row * width)..<(row + 1) * width]
          )
          for (band, vector) in zip(bands, vectors) {
            unsafe draw(band, (vector * first).sum(), vector.x, inverseSquares, into: line)
          }
        }
      }
    }
    return image
  }

  /// Adds a band to a row, along which u · |r| decreases by `step` from pixel to pixel.
  @inline(__always)
  private func draw(
    _ band: TwoBeamBands.Band,
    _ start: Float,
    _ step: Float,
    _ inverseSquares: UnsafeMutableBufferPointer<Float>,
    into pixels: UnsafeMutableBufferPointer<Float>
  ) {
    let (n, d) = (band.numerator, band.denominator)
    for column in 0..<pixels.count {
      let along = start - Float(Int32(truncatingIfNeeded: column)) * step
      let v = unsafe along * along * inverseSquares[column]
      unsafe pixels[column] += (n.x + n.y * v) / (d.x + v * (d.y + v))
    }
  }
}
