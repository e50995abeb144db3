import ONNXSchema
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
    let side = height.atLeast(width)
    func mean(_ axis: Int) -> Value {
      let edges = images.slice(axis, from: 0, to: 1) + images.slice(axis, from: -1)
      return (edges.cast(to: .double).sum([2, 3]) / (side * 2).cast(to: .double)).cast(to: .float)
    }
    let fill = (width > height).choose(mean(2), mean(3))
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

  /// The images resampled as `GrayImage.resized(width:height:)`, with the same additions in the same order.
  ///
  /// The result is rounded to 16 bits afterwards, which would turn another order into other intensities.
  private func resized(
    _ images: Value,
    from old: (height: Value, width: Value),
    to new: (height: Value, width: Value)
  ) -> Value {
    func rows(_ images: Value) -> Value { resampled(images, axis: 2, from: old.height, to: new.height) }
    func columns(_ images: Value) -> Value { resampled(images, axis: 3, from: old.width, to: new.width) }
    return graph.choose(new.height < old.height, "resizing") {
      columns(rows(images))
    } else: {
      rows(columns(images))
    }
  }

  /// The images with another number of pixels along an axis, each a weighted sum of a run of old ones.
  ///
  /// An axis that shrinks is averaged over areas, one that grows is interpolated linearly between pixel centres.
  private func resampled(_ images: Value, axis: Int, from old: Value, to new: Value) -> Value {
    let shrinks = new < old
    let extent = old.cast(to: .double)
    let scale = extent / new.cast(to: .double)
    let index = new.range(.double)
    let low = index * scale
    let high = ((index + 1) * scale).atMost(extent)
    let place = ((index + 0.5) * scale - 0.5).atLeast(0).atMost(extent - 1)
    let first = shrinks.choose(low.floor, place.floor.atMost((extent - 2).atLeast(0)))
    // An end that rounding leaves slightly above an integer does not include the next pixel.
    let last = ((high - 1e-9).unary("Ceil").atMost(extent) - 1).atLeast(first)
    let fraction = (place - first).cast(to: .float)
    func pixels(_ source: Value) -> Value { images.gathered(source.atMost(extent - 1).cast(to: .int64), axis: axis) }

    let iteration = Value(graph: graph, name: graph.newName("iteration"), type: .int64)
    let condition = Value(graph: graph, name: graph.newName("condition"), type: .bool)
    let sum = Value(graph: graph, name: graph.newName("sum"), type: .float)
    let body = graph.subgraph("tap", numbers: [iteration, condition], inputs: [sum]) {
      let tap = iteration.cast(to: .double)
      let source = first + tap
      let overlap = (high.atMost(source + 1) - low.atLeast(source)) / (high - low)
      let area = (source <= last).choose(overlap, overlap.scalar(0)).cast(to: .float)
      let linear = (iteration > 0).choose(fraction, 1 - fraction)
      let weight = shrinks.choose(area, linear).reshaped(axis == 2 ? [-1, 1] : [-1])
      return [condition, sum + weight * pixels(source)]
    }
    let taps = shrinks.choose(scale.unary("Ceil") + 1, scale.scalar(2)).cast(to: .int64)
    let start = pixels(first) * 0
    return graph.nodes("Loop", [taps, nil, start], [Attribute("body", body)], types: [.float])[0]
  }
}
