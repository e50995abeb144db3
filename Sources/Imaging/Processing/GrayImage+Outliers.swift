extension GrayImage {
  /// The image with isolated outliers, such as hot and dead pixels of a camera, replaced by the median of their
  /// neighbours.
  ///
  /// A pixel is an outlier if its distance from the second greatest (or second smallest) of its eight neighbours is
  /// greater than
  ///
  /// - three times the distance that 99 % of all pixels have at most, so that noise stays,
  /// - twice the range of its neighbours without their extremes, so that edges stay, and
  /// - ten times the distance by which its neighbours rise above the ring of 16 pixels around them, so that spots stay:
  ///   a spot as narrow as 0.5 pixels (standard deviation) lifts its neighbours by an eighth of its height.
  ///
  /// Two outliers may touch; three passes also remove those of a group that becomes isolated. All other pixels keep
  /// their bits.
  public func withOutliersReplaced() -> GrayImage { replacingOutliers().image }

  /// The number of pixels that ``withOutliersReplaced()`` replaces.
  public var outlierCount: Int { replacingOutliers().count }

  private func replacingOutliers() -> (image: GrayImage, count: Int) {
    guard width > 2, height > 2 else { return (self, 0) }
    var image = self
    var count = 0
    var limit: Float?
    for _ in 0..<OutlierLimits.passes {
      var search = OutlierSearch(image)
      let found = search.outliers(limit: &limit)
      if found.isEmpty { break }
      for outlier in found { image.pixels[outlier.index] = outlier.median }
      count += found.count
    }
    return (image, count)
  }
}

/// The limits of outliers; see ``GrayImage/withOutliersReplaced()``.
package enum OutlierLimits {
  /// The factors of the three conditions.
  package static let noise: Float = 3
  package static let edge: Float = 2
  package static let spot: Float = 10
  /// The share of pixels, in per cent, that the noise is found from.
  package static let percentile = 99
  /// The number of pixels that the noise is found from, about.
  package static let samples = 4096
  /// The number of passes.
  package static let passes = 3
}

/// The search for isolated outliers in an image.
private struct OutlierSearch {
  private let image: GrayImage
  /// The sorted intensities around a pixel, kept so that no pixel needs new memory.
  private var neighbours: [Float] = []
  private var ring: [Float] = []

  init(_ image: GrayImage) {
    self.image = image
    neighbours.reserveCapacity(8)
    ring.reserveCapacity(16)
  }

  /// The outliers and the medians of their neighbours.
  ///
  /// - Parameter limit: the least distance; nil to find it from the image.
  /// - Returns: the index of each and the intensity that replaces it.
  mutating func outliers(limit: inout Float?) -> [(index: Int, median: Float)] {
    let least = limit ?? noiseLimit
    limit = least
    var found: [(index: Int, median: Float)] = []
    for index in candidates(limit: least) {
      if let median = median(index, limit: least) { found.append((index, median)) }
    }
    return found
  }

  /// The least distance of an outlier, from a sample of about 4000 pixels.
  private var noiseLimit: Float {
    let step = max(1, image.pixels.count / OutlierLimits.samples)
    var distances = PixelArithmetic.distancesFromNeighbours(of: image.pixels, width: image.width, everyRow: step)
    return OutlierLimits.noise * distances.element(ofRank: (distances.count - 1) * OutlierLimits.percentile / 100)
  }

  /// The pixels that may be outliers.
  ///
  /// An outlier is farther than the limit from one of any two neighbours, since at most one neighbour is an extreme.
  private func candidates(limit: Float) -> [Int] {
    let (width, height, pixels) = (image.width, image.height, image.pixels)
    var found = PixelArithmetic.steps(of: pixels, width: width, above: limit)
    func add(_ index: Int, between before: Int, and after: Int) {
      let (first, own, last) = (pixels[before], pixels[index], pixels[after])
      if own - min(first, last) > limit || max(first, last) - own > limit { found.append(index) }
    }
    for row in [0, height - 1] {
      found += [row * width, row * width + width - 1]
      for index in row * width + 1..<row * width + width - 1 { add(index, between: index - 1, and: index + 1) }
    }
    for column in [0, width - 1] {
      for row in 1..<height - 1 {
        let index = row * width + column
        add(index, between: index - width, and: index + width)
      }
    }
    return found
  }

  /// The median of a pixel's neighbours if the pixel is an outlier.
  private mutating func median(_ index: Int, limit: Float) -> Float? {
    collect(index / image.width, index % image.width)
    let own = image.pixels[index]
    let (low, high) = (neighbours[1], neighbours[neighbours.count - 2])
    let distance = max(own - high, low - own)
    guard distance > limit else { return nil }
    // At the edge of the image, three or five neighbours are too few for a range.
    let around = neighbours.count < 8 ? (neighbours + ring).sorted() : neighbours
    guard distance > OutlierLimits.edge * (around[around.count - 2] - around[1]) else { return nil }
    // The ring is empty in an image no wider than the neighbours.
    if ring.count > 2 {
      let rise = own > high ? high - ring[ring.count - 2] : ring[1] - low
      guard distance > OutlierLimits.spot * rise else { return nil }
    }
    return neighbours[neighbours.count / 2]
  }

  /// Sorts the intensities of the pixels around a pixel, and of those around them.
  private mutating func collect(_ row: Int, _ column: Int) {
    neighbours.removeAll(keepingCapacity: true)
    ring.removeAll(keepingCapacity: true)
    for y in max(0, row - 2)...min(image.height - 1, row + 2) {
      for x in max(0, column - 2)...min(image.width - 1, column + 2) where y != row || x != column {
        let value = image.pixels[y * image.width + x]
        if abs(y - row) < 2 && abs(x - column) < 2 { neighbours.append(value) } else { ring.append(value) }
      }
    }
    neighbours.sort()
    ring.sort()
  }
}
