import ONNXSchema
import SymmetryClassification

/// The kurtosis of the sums of images along straight lines, as `LineSumKurtosis`.
struct LineSumNodes {
  private let graph: GraphBuilder
  private let input: Value
  private let size: Int

  /// The greatest width of an image, in pixels, for which the indices of all lines have a sensible size (23 MB).
  static let maximumSize = 512

  init(_ input: Value, size: Int) { (graph, self.input, self.size) = (input.graph, input, size) }

  /// The kurtosis of each image, N; 0 for images without signal or too small for lines.
  var kurtosis: Value {
    // An element of 0 after the pixels takes the place of those outside the disc.
    let pixels = input.concatenated(with: [input.transposed([0, 1, 3, 2])], axis: 1).reshaped([0, 2, -1])
    let extended = pixels.padded(graph.integers([0, 0, 0, 0, 0, 1]), with: 0)
    let directions = LineSumKurtosis.shifts(side: size).compactMap { values(extended, $0) }
    guard let first = directions.first else { return input.mean([1, 2, 3]).reshaped([-1]) * 0 }
    let all = first.concatenated(with: Array(directions.dropFirst()), axis: 2).cast(to: .double)
    func moment(_ values: Value) -> Value { values.mean([1, 2], keep: false) }
    let centred = all - all.mean([1, 2])
    let variance = moment(centred.squared)
    let isSignal = variance > 1e-10
    let kurtosis = moment(centred.squared.squared) / isSignal.choose(variance.squared, variance.scalar(1))
    return isSignal.choose(kurtosis, kurtosis.scalar(0)).cast(to: .float)
  }

  /// The sums along the lines of one direction of an image and the transposed image, N × 2 × lines, less their running
  /// mean and divided by the standard deviation of noise; nil if there are too few lines.
  private func values(_ pixels: Value, _ shift: [Int]) -> Value? {
    let columns = LineSumKurtosis.columns(side: size)
    var lengths = [Float](repeating: 0, count: 2 * size)
    for row in 0..<size { for column in columns[row] { lengths[column + shift[row]] += 1 } }
    let long = LineSumKurtosis.longLines(lengths, side: size)
    let around = LineSumKurtosis.halfWidth(side: size)
    guard long.count > 2 * around else { return nil }
    let outside = Int32(size * size)
    let places = (0..<size).flatMap { row in
      long.map { line -> Int32 in
        let column = line - shift[row]
        return columns[row].contains(column) ? Int32(row * size + column) : outside
      }
    }
    let sums = pixels.gathered(graph.indices(places, shape: [size, long.count]), axis: 2).sum([2], keep: false)
    let means = sums / graph.floats(long.map { lengths[$0] }, shape: [long.count])
    let running = graph.node(
      "AveragePool",
      [means],
      [Attribute("kernel_shape", [2 * around + 1]), Attribute("strides", [1])]
    )
    let roots = long[around..<long.count - around].map { lengths[$0].squareRoot() }
    return (means.slice(2, from: around, to: -around) - running) * graph.floats(roots, shape: [roots.count])
  }
}
