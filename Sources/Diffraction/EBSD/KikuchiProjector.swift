import Crystallography
import Imaging

/// Projects a master pattern onto detectors: one intensity for each pixel of a screen.
///
/// A gnomonic projection: it rotates the direction of each pixel into the crystal frame and interpolates the master
/// pattern there. The result agrees with ``MasterPattern/intensity(in:)`` to 10⁻⁴ of the intensity range. All unsafe
/// code of the projection is in this file.
public struct KikuchiProjector: PatternProjecting {
  /// Both grids, northern then southern, each with its last row and column repeated.
  private let texels: [Float]
  /// The number of rows and columns of each grid.
  private let size: Int
  /// The number of rows and columns of each grid, including the repeated one.
  private var stride: Int { size + 1 }
  /// The mean and the standard deviation of the intensity over all directions.
  public let statistics: (mean: Float, deviation: Float)

  /// Prepares a master pattern for projection; its size must not exceed ``MasterPattern/largestSize``.
  public init(_ masterPattern: MasterPattern) {
    precondition(
      masterPattern.size <= MasterPattern.largestSize,
      "the size of a master pattern must be at most \(MasterPattern.largestSize)"
    )
    size = masterPattern.size
    var texels: [Float] = []
    texels.reserveCapacity(2 * (size + 1) * (size + 1))
    for grid in [masterPattern.northern, masterPattern.southern] {
      for row in 0...size {
        let start = min(row, size - 1) * size
        texels += grid[start..<start + size]
        texels.append(grid[start + size - 1])
      }
    }
    self.texels = texels
    statistics = masterPattern.statistics
  }

  /// The projector of the smoothed master pattern.
  public func smoothed(by angle: Double) -> any PatternProjecting {
    func grid(firstRow: Int) -> [Float] {
      var pixels: [Float] = []
      pixels.reserveCapacity(size * size)
      for row in firstRow..<firstRow + size { pixels += texels[row * stride..<row * stride + size] }
      return pixels
    }
    let masterPattern = MasterPattern(size: size, northern: grid(firstRow: 0), southern: grid(firstRow: stride))
    return KikuchiProjector(masterPattern.smoothed(by: angle))
  }

  /// The pattern of a crystal with this rotation from the crystal frame to the laboratory frame.
  public func project(crystalToLaboratory rotation: Matrix3, onto geometry: DetectorGeometry) -> GrayImage {
    let (width, height) = (geometry.width, geometry.height)
    var image = GrayImage(width: width, height: height)
    var cells = [UInt32](repeating: 0, count: width)
    var fractions = [Float](repeating: 0, count: 2 * width)
    let laboratoryToCrystal = rotation.transposed
    let step = SIMD3<Float>(laboratoryToCrystal.columns.0)
    unsafe image.pixels.withUnsafeMutableBufferPointer { pixels in
      unsafe texels.withUnsafeBufferPointer { texels in
        unsafe cells.withUnsafeMutableBufferPointer { cells in
          unsafe fractions.withUnsafeMutableBufferPointer { fractions in
            for row in 0..<height {
              let first = geometry.vector(row: Double(row) + 0.5, column: 0.5)
              let line = unsafe Line(
                left: Float(first.x),
                squaredDistance: Float(first.y * first.y + first.z * first.z),
                start: SIMD3<Float>(laboratoryToCrystal * [0, first.y, first.z]),
                step: step,
                cells: cells,
                x: UnsafeMutableBufferPointer(rebasing: fractions[..<width]),
                y: UnsafeMutableBufferPointer(rebasing: fractions[width...])
              )
              unsafe locate(line)
              unsafe interpolate(
                line,
                texels,
                into: UnsafeMutableBufferPointer(rebasing: pixels[(row * width)...].prefix(width))
              )
            }
          }
        }
      }
    }
    return image
  }

  /// A row of the image, whose directions in the crystal frame are `start` + x `step`.
  @unsafe private struct Line {
    /// The x of the first pixel; it decreases by 1 from pixel to pixel.
    let left: Float
    /// The squared length of the directions minus x².
    let squaredDistance: Float
    let start, step: SIMD3<Float>
    /// The texel above and to the left of each pixel's point in the square.
    let cells: UnsafeMutableBufferPointer<UInt32>
    /// The distances of each pixel's point from that texel, to the right and down.
    let x, y: UnsafeMutableBufferPointer<Float>
  }

  /// Finds the point of each pixel in the square, as `SquareLambert.point(of:)` does.
  ///
  /// The loop has no branches, so the compiler vectorizes it.
  private func locate(_ line: Line) {
    let half = Float(size - 1) / 2
    let stride = Float(stride)
    let southern = stride * stride
    // Floats of this size are integers: adding and subtracting it rounds without a conversion.
    let rounder: Float = 0x1.8p23
    let (startX, startY, startZ) = unsafe (line.start.x, line.start.y, line.start.z)
    let (stepX, stepY, stepZ) = unsafe (line.step.x, line.step.y, line.step.z)
    let (left, squaredDistance) = unsafe (line.left, line.squaredDistance)
    let (cells, xs, ys) = unsafe (line.cells, line.x, line.y)
    for column in 0..<cells.count {
      let offset = left - Float(Int32(truncatingIfNeeded: column))
      let x = startX + offset * stepX
      let y = startY + offset * stepY
      let z = startZ + offset * stepZ
      let inverse = reciprocalRoot(offset * offset + squaredDistance)
      // 1 - |z| / length, in a form without cancellation near the poles.
      let square = (x * x + y * y) * inverse * inverse / (1 + z.magnitude * inverse)
      let root = square * reciprocalRoot(square)
      // Rounding must not cross the equator.
      let far = root < 1 ? root : 1
      let isWide = x.magnitude > y.magnitude
      let greater = isWide ? x.magnitude : y.magnitude
      let smaller = isWide ? y.magnitude : x.magnitude
      let near = far * arc(smaller / (greater > 1e-30 ? greater : 1e-30))
      let across = isWide ? far : near
      let down = isWide ? near : far
      let squareX = half + half * (x < 0 ? -across : across)
      let squareY = half + half * (y < 0 ? -down : down)
      let cellX = (squareX - 0.5 + rounder) - rounder
      let cellY = (squareY - 0.5 + rounder) - rounder
      let cell = cellY * stride + cellX + (z < 0 ? southern : 0)
      // The last 23 bits of 2²³ + n are n, for n < 2²³ (ensured by `largestSize`).
      unsafe cells[column] = (cell + 0x1p23).bitPattern & 0x7F_FFFF
      unsafe xs[column] = squareX - cellX
      unsafe ys[column] = squareY - cellY
    }
  }

  /// Interpolates between the four texels around the point of each pixel.
  private func interpolate(
    _ line: Line,
    _ texels: UnsafeBufferPointer<Float>,
    into pixels: UnsafeMutableBufferPointer<Float>
  ) {
    guard let base = unsafe UnsafeRawPointer(texels.baseAddress) else { return }
    let stride = stride
    // Only a NaN orientation would exceed it.
    let last = UInt32(texels.count - stride - 2)
    for column in 0..<pixels.count {
      let cell = unsafe Int(min(line.cells[column], last))
      let upper = unsafe base + cell &* 4
      let lower = unsafe base + (cell &+ stride) &* 4
      let top = unsafe upper.loadUnaligned(as: SIMD2<Float>.self)
      let bottom = unsafe lower.loadUnaligned(as: SIMD2<Float>.self)
      let middle = unsafe top + line.y[column] * (bottom - top)
      unsafe pixels[column] = middle.x + line.x[column] * (middle.y - middle.x)
    }
  }
}

/// 4/π · atan(`t`) for 0 ≤ `t` ≤ 1, with an error of at most 2.5 · 10⁻⁶, and 1 at 1.
///
/// The odd minimax polynomial, found by linear programming.
@inline(__always) private func arc(_ t: Float) -> Float {
  let s = t * t
  let high = 0.24610919 + s * (-0.1474182 + s * (0.06611106 - s * 0.014549986))
  return t * (1.2732085 + s * (-0.4234606 + s * high))
}

/// 1 / √`square`, accurate to a few units in the last place; large but finite at 0.
///
/// Newton's method from a start value taken from the bits of the number. A call of `squareRoot()` for each pixel would
/// prevent vectorization.
@inline(__always) private func reciprocalRoot(_ square: Float) -> Float {
  var root = Float(bitPattern: 0x5F37_59DF &- (square.bitPattern >> 1))
  let half = 0.5 * square
  root *= 1.5 - half * root * root
  root *= 1.5 - half * root * root
  root *= 1.5 - half * root * root
  return root
}
