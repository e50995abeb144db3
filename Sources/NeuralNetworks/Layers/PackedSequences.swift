/// The valid steps of a batch of sequences as rows: the first step of all sequences, longest first, then the second
/// step of those that have one, and so on.
///
/// The sequences that have a step are the first ones of those that have the step before it, so that each step is one
/// matrix, and padding costs nothing.
struct PackedSequences {
  /// The examples, longest first, equally long ones in their order.
  let order: [Int]
  /// The lengths, in the same order.
  private let lengths: [Int]
  /// The number of sequences that have each step, up to the longest sequence.
  let counts: [Int]
  /// The first row of each step.
  private let starts: [Int]
  /// The number of all rows.
  let rowCount: Int
  /// The steps of an example, with its padding.
  private let capacity: Int

  /// Packs sequences of up to `capacity` steps.
  init(lengths: [Int], capacity: Int) {
    order = lengths.indices.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
    self.lengths = order.map { lengths[$0] }
    var counts = [Int](repeating: 0, count: lengths.max() ?? 0)
    for length in lengths { for step in 0..<length { counts[step] += 1 } }
    var rows = 0
    starts = counts.map { count in
      defer { rows += count }
      return rows
    }
    self.counts = counts
    rowCount = rows
    self.capacity = capacity
  }

  /// Packs a batch; the last channel of a masked one is above 0.5 up to the end of each sequence.
  init(_ batch: TensorView, shape: Shape, examples: Int, masked: Bool) {
    let lengths = (0..<examples).map { example in
      guard masked else { return shape.width }
      let end = (example + 1) * shape.count
      let mask = batch[end - shape.width..<end]
      return (0..<shape.width).first { !(mask[$0] > 0.5) } ?? shape.width
    }
    self.init(lengths: lengths, capacity: shape.width)
  }

  /// The rows of a step.
  func rows(_ step: Int) -> Range<Int> { starts[step]..<starts[step] + counts[step] }

  /// The row of the step of a sequence, by its place in `order`.
  private func row(_ place: Int, _ step: Int) -> Int { starts[step] + place }

  /// The row of the last step of a sequence, by its place in `order`; nil if it has none.
  func lastRow(_ place: Int) -> Int? { lengths[place] > 0 ? row(place, lengths[place] - 1) : nil }

  /// The row of the first step of a sequence, by its place in `order`; nil if it has none.
  func firstRow(_ place: Int) -> Int? { lengths[place] > 0 ? row(place, 0) : nil }

  /// Copies channels of each example to rows of as many scalars.
  ///
  /// - Parameters:
  ///   - batch: the examples, each of `size` scalars.
  ///   - size: the scalars from one example to the next.
  ///   - channels: the channels to copy.
  ///   - rows: the rows to write.
  func gather(_ batch: TensorView, size: Int, channels: Range<Int>, into rows: MutableTensorView) {
    for (place, example) in order.enumerated() {
      let x = batch.part(example, of: size)[channels.lowerBound * capacity..<channels.upperBound * capacity]
      for step in 0..<lengths[place] {
        let target = rows.part(row(place, step), of: channels.count)
        for channel in 0..<channels.count { target[channel] = x[channel * capacity + step] }
      }
    }
  }

  /// Copies rows to channels of each example and sets the padding to 0.
  ///
  /// - Parameters:
  ///   - rows: the rows.
  ///   - batch: the examples to write, each of `size` scalars.
  ///   - size: the scalars from one example to the next.
  ///   - channels: the channels to write.
  func scatter(_ rows: TensorView, into batch: MutableTensorView, size: Int, channels: Range<Int>) {
    for (place, example) in order.enumerated() {
      let y = batch.part(example, of: size)[channels.lowerBound * capacity..<channels.upperBound * capacity]
      let length = lengths[place]
      for step in 0..<length {
        let source = rows.part(row(place, step), of: channels.count)
        for channel in 0..<channels.count { y[channel * capacity + step] = source[channel] }
      }
      guard length < capacity else { continue }
      for channel in 0..<channels.count { y[channel * capacity + length..<(channel + 1) * capacity].fill(0) }
    }
  }
}
