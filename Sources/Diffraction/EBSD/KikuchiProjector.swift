import Crystallography
import Imaging

/// The projection of a master pattern onto a screen.
///
/// The projection is gnomonic: each pixel's direction is rotated into the crystal frame and looked up in the master
/// pattern, like ``MasterPattern/intensity(in:)`` to within 10⁻⁴ of the range. All unsafe code of the projection is
/// here.
public struct KikuchiProjector: PatternProjecting {
  /// Both grids, the northern before the southern, each with its last row and column doubled.
  private let texels: [Float]
  /// The number of rows, and of columns, of each grid.
  private let size: Int
  /// The number of rows, and of columns, of each grid with the doubled ones.
  private var stride: Int { size + 1 }
  /// The mean intensity over all directions and the standard deviation.
  public let statistics: (mean: Float, deviation: Float)

  /// Prepares a master pattern of a size of at most ``MasterPattern/largestSize``.
  public init(_ masterPattern: MasterPattern) {
    precondition(
      masterPattern.size <= MasterPattern.largestSize,
      "a master pattern has at most \(MasterPattern.largestSize) rows"
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

  /// The pattern of a crystal with the given rotation from the crystal frame to the laboratory frame.
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

  /// A row of the image, with the directions `start` + x `step` in the crystal frame.
  @unsafe private struct Line {
    /// The x of the first pixel; it decreases by 1 per pixel.
    let left: Float
    /// The squared length of the directions, minus x².
    let squaredDistance: Float
    let start, step: SIMD3<Float>
    /// For each pixel, the texel above and left of its point in the square.
    let cells: UnsafeMutableBufferPointer<UInt32>
    /// For each pixel, the offset of its point to the right of and below that texel.
    let x, y: UnsafeMutableBufferPointer<Float>
  }

  /// Finds the point of each pixel in the square, as `SquareLambert.point(of:)` does.
  ///
  /// The loop has no branch, so that the compiler vectorises it.
  private func locate(_ line: Line) {
    let half = Float(size - 1) / 2
    let stride = Float(stride)
    let southern = stride * stride
    // Floats of this size are integers, so adding and subtracting it rounds without a conversion.
    let rounder: Float = 0x1.8p23
    let (startX, startY, startZ) = unsafe (line.start.x, line.start.y, line.start.z)
    let (stepX, stepY, stepZ) = unsafe (line.step.x, line.step.y, line.step.z)
    let (left, squaredDistance) = unsafe (line.left, line.squaredDistance)
    let (cells, xs, ys) = unsafe (line.cells, line.x, line.y)
    for column in 0..<cells.count {
      let place = left - Float(Int32(truncatingIfNeeded: column))
      let x = startX + place * stepX
      let y = startY + place * stepY
      let z = startZ + place * stepZ
      let inverse = reciprocalRoot(place * place + squaredDistance)
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
      // The last 23 bits of 2²³ + n are those of n, below 2²³ (guaranteed by `largestSize`).
      unsafe cells[column] = (cell + 0x1p23).bitPattern & 0x7F_FFFF
      unsafe xs[column] = squareX - cellX
      unsafe ys[column] = squareY - cellY
    }
  }

  /// Interpolates between the four texels about the point of each pixel.
  private func interpolate(
    _ line: Line,
    _ texels: UnsafeBufferPointer<Float>,
    into pixels: UnsafeMutableBufferPointer<Float>
  ) {
    guard let base = unsafe UnsafeRawPointer(texels.baseAddress) else { return }
    let stride = stride
    // Only an orientation with NaN exceeds it.
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

/// 1 / √`square`, with an error of a few units in the last place; large, but finite, at 0.
///
/// Newton's method from an estimate by the bits of the number. `squareRoot()` would be a function call per pixel, which
/// prevents vectorisation.
@inline(__always) private func reciprocalRoot(_ square: Float) -> Float {
  var root = Float(bitPattern: 0x5F37_59DF &- (square.bitPattern >> 1))
  let half = 0.5 * square
  root *= 1.5 - half * root * root
  root *= 1.5 - half * root * root
  root *= 1.5 - half * root * root
  return root
}
