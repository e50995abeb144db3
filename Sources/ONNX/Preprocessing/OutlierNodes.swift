import Imaging
import ONNXSchema

/// The replacement of hot and dead pixels, as `GrayImage.withOutliersReplaced()`.
///
/// All comparisons are those of single floats, so that the graph replaces the same pixels by the same intensities.
struct OutlierNodes {
  private let graph: GraphBuilder
  /// The images, N × 1 × height × width.
  private let images: Value

  /// The rows and columns from a pixel to those around it: its 8 neighbours, then the ring of 16 around them.
  private static let around: [(row: Int, column: Int)] = {
    let square = (-2...2).flatMap { row in (-2...2).map { (row: row, column: $0) } }
    func reach(_ offset: (row: Int, column: Int)) -> Int { max(abs(offset.row), abs(offset.column)) }
    return square.filter { reach($0) == 1 } + square.filter { reach($0) == 2 }
  }()
  private static let neighbourCount = 8

  init(_ images: Value) { (graph, self.images) = (images.graph, images) }

  /// The images without outliers.
  var replaced: Value {
    // Smaller images have no pixel with eight neighbours.
    let isLargeEnough = (images.extent(2) > 2).and(images.extent(3) > 2)
    return graph.choose(isLargeEnough, "outliers") {
      passes()
    } else: {
      images
    }
  }

  /// The images after at most three passes; each needs a pixel that is farther from its neighbours than the limit.
  private func passes() -> Value {
    let distances = distances(in: images)
    let limit = limit(distances)
    func carried(_ name: String) -> Value { Value(graph: graph, name: graph.newName(name), type: .float) }
    let iteration = Value(graph: graph, name: graph.newName("iteration"), type: .int64)
    let condition = Value(graph: graph, name: graph.newName("condition"), type: .bool)
    let (image, distance) = (carried("image"), carried("distance"))
    let body = graph.subgraph("outlier_pass", numbers: [iteration, condition], inputs: [image, distance]) {
      let (next, isChanged) = pass(image, distance, limit)
      let newDistance = graph.choose(isChanged, "distances") {
        self.distances(in: next)
      } else: {
        distance
      }
      return [isChanged.and((newDistance > limit).any), next, newDistance]
    }
    return graph.nodes(
      "Loop",
      [graph.scalar(Double(OutlierLimits.passes), .int64), (distances > limit).any, images, distances],
      [Attribute("body", body)],
      types: [.float, .float]
    )[0]
  }

  /// The distance of each pixel from the interval between the second smallest and the second greatest of its
  /// neighbours; negative within it.
  private func distances(in image: Value) -> Value {
    let high = secondExtreme(of: image, beyond: -.infinity, inner: "Min", outer: "Max")
    let low = secondExtreme(of: image, beyond: .infinity, inner: "Max", outer: "Min")
    return (image - high).atLeast(low - image)
  }

  /// The second greatest neighbour of each pixel, or the second smallest if `inner` and `outer` are swapped.
  ///
  /// Of two pairs in order, the second greatest of all four is the greater of the lesser first and the greater second.
  private func secondExtreme(of image: Value, beyond value: Double, inner: String, outer: String) -> Value {
    func greater(_ a: Value, _ b: Value) -> Value { graph.node(outer, [a, b]) }
    func lesser(_ a: Value, _ b: Value) -> Value { graph.node(inner, [a, b]) }
    let wide = image.padded(graph.integers([0, 0, 1, 1, 0, 0, 1, 1]), with: value)
    let (up, middle, down) = (wide.slice(2, from: 0, to: -2), wide.slice(2, from: 1, to: -1), wide.slice(2, from: 2))
    let (greatest, least) = (greater(up, down), lesser(up, down))
    let first = greater(greatest, middle)
    let second = greater(least, lesser(greatest, middle))
    func left(_ value: Value) -> Value { value.slice(3, from: 0, to: -2) }
    func right(_ value: Value) -> Value { value.slice(3, from: 2) }
    func own(_ value: Value) -> Value { value.slice(3, from: 1, to: -1) }
    let sides = greater(left(first), right(first))
    let sidesSecond = greater(lesser(left(first), right(first)), greater(left(second), right(second)))
    return greater(lesser(sides, own(greatest)), greater(sidesSecond, own(least)))
  }

  /// The least distance of an outlier of each image, from a sample of its rows without the edges.
  private func limit(_ distances: Value) -> Value {
    let (height, width) = (images.extent(2), images.extent(3))
    let step = (height * width / Double(OutlierLimits.samples)).atLeast(1)
    let inside = distances.slice(3, from: 1, to: -1)
    let rows = graph.node(
      "Slice",
      [inside, graph.integers([1]), graph.integers([-1]), graph.integers([2]), step.vector]
    )
    let sample = rows.atLeast(0).reshaped([0, -1])
    let count = sample.extent(1)
    let rank = (count - 1) * Double(OutlierLimits.percentile) / 100
    let highest = sample.top((count - rank).vector, axis: 1, greatest: true)
    return (highest.slice(1, from: -1) * Double(OutlierLimits.noise)).reshaped([-1, 1, 1, 1])
  }

  /// One pass: the image with outliers replaced, and a truth value, true if there were any.
  private func pass(_ image: Value, _ distances: Value, _ limit: Value) -> (image: Value, isChanged: Value) {
    let (height, width) = (image.extent(2), image.extent(3))
    let found = graph.node("NonZero", [distances > limit], type: .int64)
    func coordinate(_ axis: Int) -> Value { found.slice(0, from: axis, to: axis + 1).reshaped([-1, 1]) }
    let (number, row, column) = (coordinate(0), coordinate(2), coordinate(3))
    let rows = row + graph.integers(Self.around.map(\.row))
    let columns = column + graph.integers(Self.around.map(\.column))
    let isInside = (rows >= 0).and(rows < height).and(columns >= 0).and(columns < width)
    func index(_ row: Value, _ column: Value) -> Value { (number * height + row) * width + column }
    let pixels = image.reshaped([-1])
    let values = pixels.gathered(
      index(rows.atLeast(0).atMost(height - 1), columns.atLeast(0).atMost(width - 1)),
      axis: 0
    )
    let places = index(row, column).reshaped([-1])
    let own = pixels.gathered(places, axis: 0).reshaped([-1, 1])

    let highs = isInside.choose(values, values.scalar(-.infinity))
    let lows = isInside.choose(values, values.scalar(.infinity))
    func neighbours(_ value: Value) -> Value { value.slice(1, from: 0, to: Self.neighbourCount) }
    func ring(_ value: Value) -> Value { value.slice(1, from: Self.neighbourCount) }
    func second(_ value: Value, greatest: Bool) -> Value {
      value.top(graph.integers([2]), axis: 1, greatest: greatest).slice(1, from: 1)
    }
    let high = second(neighbours(highs), greatest: true)
    let sorted = neighbours(lows).top(graph.integers([Self.neighbourCount]), axis: 1, greatest: false)
    let low = sorted.slice(1, from: 1, to: 2)
    let distance = (own - high).atLeast(low - own)

    let count = neighbours(isInside).cast(to: .int64).sum([1])
    let isAtEdge = count < Double(Self.neighbourCount)
    let range =
      isAtEdge.choose(second(highs, greatest: true), high) - isAtEdge.choose(second(lows, greatest: false), low)
    let isBeyondEdges = distance > range * Double(OutlierLimits.edge)

    let ringCount = ring(isInside).cast(to: .int64).sum([1])
    let rise = (own > high).choose(
      high - second(ring(highs), greatest: true),
      second(ring(lows), greatest: false) - low
    )
    let isNoSpot = (ringCount <= 2).or(distance > rise * Double(OutlierLimits.spot))

    let isOutlier = isBeyondEdges.and(isNoSpot)
    let median = graph.node(
      "GatherElements",
      [sorted, count / 2],
      [Attribute("axis", 1)]
    )
    let changed = graph.node(
      "ScatterElements",
      [pixels, places, isOutlier.choose(median, own).reshaped([-1])],
      [Attribute("axis", 0)]
    )
    return (changed.reshaped(image.shape), isOutlier.any)
  }
}
