/// An affine map of the image plane with bilinear interpolation.
///
/// The pixel at (x, y) from the centre of the new image, x to the right and y down, takes the intensity at
/// `(xx * x + xy * y + x₀, yx * x + yy * y + y₀)` from the centre of the old image, which is reflected at its edges.
struct BilinearMap {
  let xx, xy, yx, yy: Float
  /// The shift, in pixels of the old image.
  let x, y: Float

  func applied(to image: GrayImage) -> GrayImage {
    let (width, height) = (image.width, image.height)
    var result = [Float](repeating: 0, count: width * height)
    let middle = (x: Float(width - 1) / 2, y: Float(height - 1) / 2)
    unsafe image.pixels.withUnsafeBufferPointer { source in
      unsafe result.withUnsafeMutableBufferPointer { result in
        for row in 0..<height {
          let dy = Float(row) - middle.y
          let startX = middle.x + x + xy * dy - xx * middle.x
          let startY = middle.y + y + yy * dy - yx * middle.x
          for column in 0..<width {
            let sourceX = startX + xx * Float(column)
            let sourceY = startY + yx * Float(column)
            // Rounding towards 0 with a correction, because `floor` is a function call without SSE4.
            let (nearX, nearY) = (Int32(sourceX), Int32(sourceY))
            let left = Int(nearX) &- (sourceX < Float(nearX) ? 1 : 0)
            let top = Int(nearY) &- (sourceY < Float(nearY) ? 1 : 0)
            let right = sourceX - Float(left)
            let down = sourceY - Float(top)
            var (i, j, k, l): (Int, Int, Int, Int)
            if left >= 0 && left < width - 1 && top >= 0 && top < height - 1 {
              i = top &* width &+ left
              (j, k, l) = (i &+ 1, i &+ width, i &+ width &+ 1)
            } else {
              let (a, b) = (reflected(left, into: width), reflected(left + 1, into: width))
              let (c, d) = (reflected(top, into: height), reflected(top + 1, into: height))
              (i, j, k, l) = (c * width + a, c * width + b, d * width + a, d * width + b)
            }
            let (p, q) = unsafe (source[i], source[j])
            let (r, s) = unsafe (source[k], source[l])
            let upper = p + (q - p) * right
            let lower = r + (s - r) * right
            unsafe result[row &* width &+ column] = upper + (lower - upper) * down
          }
        }
      }
    }
    return GrayImage(width: width, height: height, pixels: result)
  }
}
