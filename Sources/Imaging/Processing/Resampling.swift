import Synchronization

extension GrayImage {
  /// The image centred in a square with the image's longer side.
  ///
  /// The padding has the mean intensity of the two padded edges, so that the seam is faint and the image's statistics
  /// change little.
  public func paddedToSquare() -> GrayImage {
    guard width != height else { return self }
    let side = max(width, height)
    var edges = 0.0
    if width > height {
      for column in 0..<width { edges += Double(self[0, column] + self[height - 1, column]) }
    } else {
      for row in 0..<height { edges += Double(self[row, 0] + self[row, width - 1]) }
    }
    var square = GrayImage(width: side, height: side, filledWith: Float(edges / Double(2 * side)))
    let (top, left) = ((side - height) / 2, (side - width) / 2)
    for row in 0..<height {
      let start = (top + row) * side + left
      square.pixels.replaceSubrange(start..<start + width, with: pixels[row * width..<(row + 1) * width])
    }
    return square
  }

  /// The central square with the image's shorter side.
  public func centerCroppedToSquare() -> GrayImage {
    guard width != height else { return self }
    let side = min(width, height)
    let (top, left) = ((height - side) / 2, (width - side) / 2)
    var cropped: [Float] = []
    cropped.reserveCapacity(side * side)
    for row in top..<top + side { cropped += pixels[row * width + left..<row * width + left + side] }
    return GrayImage(width: side, height: side, pixels: cropped)
  }

  /// The image resampled to a width and a height, each at least 1.
  ///
  /// Along an axis that shrinks, a new pixel is the mean over the area that it covers. Along an axis that grows, it is
  /// interpolated linearly between the nearest two pixel centres (at half-integers); the outermost pixels are
  /// continued.
  public func resized(width newWidth: Int, height newHeight: Int) -> GrayImage {
    precondition(newWidth > 0 && newHeight > 0, "an image has at least one pixel")
    // The axis that shrinks comes first, which leaves less work for the other one.
    return newHeight < height
      ? resized(height: newHeight).resized(width: newWidth) : resized(width: newWidth).resized(height: newHeight)
  }

  private func resized(height newHeight: Int) -> GrayImage {
    guard newHeight != height else { return self }
    let axis = AxisWeights.known(from: height, to: newHeight)
    var result = [Float](repeating: 0, count: width * newHeight)
    for row in 0..<newHeight {
      for tap in axis.taps[row]..<axis.taps[row + 1] {
        PixelArithmetic.add(
          pixels,
          from: (axis.starts[row] + tap - axis.taps[row]) * width,
          times: axis.weights[tap],
          to: &result,
          at: row * width,
          count: width
        )
      }
    }
    return GrayImage(width: width, height: newHeight, pixels: result)
  }

  private func resized(width newWidth: Int) -> GrayImage {
    guard newWidth != width else { return self }
    let axis = AxisWeights.known(from: width, to: newWidth)
    let result = PixelArithmetic.weightedRuns(
      of: pixels,
      width: width,
      starts: axis.starts,
      taps: axis.taps,
      weights: axis.weights
    )
    return GrayImage(width: newWidth, height: height, pixels: result)
  }
}

/// The source pixels of each pixel of a resampled axis, with their weights.
private struct AxisWeights {
  private struct Lengths: Hashable {
    var old: Int
    var new: Int
  }

  private static let known = Mutex<[Lengths: AxisWeights]>([:])
  /// The greatest number of kept pairs of lengths, which images of ever new sizes reach.
  private static let capacity = 64

  /// The weights for a pair of lengths, which most images of a folder share.
  static func known(from oldCount: Int, to newCount: Int) -> AxisWeights {
    known.withLock { known in
      let lengths = Lengths(old: oldCount, new: newCount)
      if let found = known[lengths] { return found }
      let axis = AxisWeights(from: oldCount, to: newCount)
      if known.count >= capacity { known = [:] }
      known[lengths] = axis
      return axis
    }
  }

  /// For each new pixel, its first old pixel.
  private(set) var starts: [Int] = []
  /// For each new pixel, the index of its first weight; one more for the end.
  private(set) var taps = [0]
  private(set) var weights: [Float] = []

  init(from oldCount: Int, to newCount: Int) {
    let scale = Double(oldCount) / Double(newCount)
    for index in 0..<newCount {
      if newCount < oldCount {
        let low = Double(index) * scale
        let high = min(Double(index + 1) * scale, Double(oldCount))
        let first = Int(low)
        // An end that rounding leaves slightly above an integer must not include the next pixel.
        let last = max(first, min(oldCount, Int((high - 1e-9).rounded(.up))) - 1)
        starts.append(first)
        for old in first...last {
          let overlap = min(high, Double(old + 1)) - max(low, Double(old))
          weights.append(Float(overlap / (high - low)))
        }
      } else {
        let place = (Double(index) + 0.5) * scale - 0.5
        let clamped = min(max(place, 0), Double(oldCount - 1))
        let first = min(Int(clamped), max(0, oldCount - 2))
        starts.append(first)
        let fraction = Float(clamped - Double(first))
        weights += oldCount == 1 ? [1] : [1 - fraction, fraction]
      }
      taps.append(weights.count)
    }
  }
}
