/// Rounding of images to at most 16 bits, as `CompactImage` stores them.
struct RoundingNodes {
  /// The intensities of the images, N × 1 × size × size, after rounding.
  let rounded: Value
  /// N × 1 × 1 × 1 truth values, true if all pixels of an image are equal, up to rounding errors.
  let isBlank: Value

  private static let steps = 65535.0

  init(_ images: Value) {
    let axes = [1, 2, 3]
    let (smallest, largest) = (images.least(axes), images.greatest(axes))
    let isExact = ((images - images.floor).greatest(axes) <= 0).and(smallest >= 0).and(largest <= Self.steps)
    let offset = smallest.cast(to: .double)
    let step = (largest.cast(to: .double) - offset) / Self.steps
    let inverse = (step > 0).choose(1 / step, step.scalar(0))
    let samples = ((images.cast(to: .double) - offset) * inverse + 0.5).floor.atMost(Self.steps)
    // The step is stored as a single float.
    let kept = samples * step.cast(to: .float).cast(to: .double) + offset
    rounded = isExact.choose(images, kept.cast(to: .float))

    let (low, high) = (rounded.least(axes), rounded.greatest(axes))
    // Half of the smallest step of a 16-bit image.
    isBlank = high - low <= low.absolute.atLeast(high.absolute) / 131_072
  }
}
