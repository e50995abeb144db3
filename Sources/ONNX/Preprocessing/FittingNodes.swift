import SymmetryClassification

/// Cropping or padding images to squares and resizing them, as `Preprocessing.resized(_:)` does after outliers.
struct FittingNodes {
  private let graph: GraphBuilder
  private let size: Int
  private let fit: Preprocessing.Fit

  init(_ graph: GraphBuilder, size: Int, fit: Preprocessing.Fit) {
    (self.graph, self.size, self.fit) = (graph, size, fit)
  }

  /// The squares, N × 1 × size × size, of images of any height and width.
  func fitted(_ images: Value) -> Value {
    let (height, width) = (images.extent(2), images.extent(3))
    let own = graph.scalar(Double(size), .int64)
    switch fit {
    case .crop:
      let side = height.atMost(width)
      let (top, left) = ((height - side) / 2, (width - side) / 2)
      let square = images.slice(2, from: top, to: top + side).slice(3, from: left, to: left + side)
      return resized(square, from: (side, side), to: (own, own))
    case .pad:
      let side = height.atLeast(width)
      // A large image is reduced before it is padded, a small one enlarged after that.
      let isLarge = side > own
      func reduced(_ extent: Value) -> Value {
        isLarge.choose(((extent * own + side / 2) / side).atLeast(1), extent)
      }
      let (rows, columns) = (reduced(height), reduced(width))
      let padded = padded(resized(images, from: (height, width), to: (rows, columns)), rows, columns)
      let square = rows.atLeast(columns)
      return resized(padded, from: (square, square), to: (own, own))
    }
  }

  /// The images centred in squares of the mean intensity of the edges that are padded.
  private func padded(_ images: Value, _ height: Value, _ width: Value) -> Value {
    func mean(_ axis: Int) -> Value {
      let edges = images.slice(axis, from: 0, to: 1).concatenated(with: [images.slice(axis, from: -1)], axis: axis)
      return edges.cast(to: .double).mean([2, 3]).cast(to: .float)
    }
    let fill = (width > height).choose(mean(2), mean(3))
    let side = height.atLeast(width)
    let (top, left) = ((side - height) / 2, (side - width) / 2)
    let none = graph.integers([0, 0])
    let amounts = none.concatenated(
      with: [top, left].map(\.vector) + [none] + [side - height - top, side - width - left].map(\.vector),
      axis: 0
    )
    let one = graph.integers([1, 1])
    // The extents depend on the image, and so does the area outside it.
    let inside = one.concatenated(with: [height.vector, width.vector], axis: 0)
    let ones = graph.node("Expand", [graph.floats([1], shape: [1, 1, 1, 1]), inside])
    return images.padded(amounts, with: 0) + fill * (1 - ones.padded(amounts, with: 0))
  }

  private func resized(
    _ images: Value,
    from old: (height: Value, width: Value),
    to new: (height: Value, width: Value)
  ) -> Value {
    let rows = weights(from: old.height, to: new.height)
    let columns = weights(from: old.width, to: new.width).transposed([1, 0])
    return rows.multiplied(by: images).multiplied(by: columns)
  }

  /// The weights of the old pixels of an axis (columns) in the new ones (rows).
  ///
  /// An axis that shrinks is averaged over areas, one that grows is interpolated linearly between pixel centres.
  private func weights(from old: Value, to new: Value) -> Value {
    let scale = old.cast(to: .double) / new.cast(to: .double)
    let row = new.range(.double).reshaped([-1, 1])
    let column = old.range(.double).reshaped([1, -1])
    let low = row * scale
    let high = ((row + 1) * scale).atMost(old.cast(to: .double))
    let overlap = (high.atMost(column + 1) - low.atLeast(column)).atLeast(0)
    let area = overlap / (high - low)

    let place = ((row + 0.5) * scale - 0.5).atLeast(0).atMost(old.cast(to: .double) - 1)
    let linear = (1 - (place - column).absolute).atLeast(0)
    return (new < old).choose(area, linear).cast(to: .float)
  }
}
