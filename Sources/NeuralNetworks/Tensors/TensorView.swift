// One of the few files with unsafe code: borrowed runs of floats. Debug builds check every index.

/// A borrowed run of scalars, valid only while the pass that hands it out runs.
@safe public struct TensorView: @unchecked Sendable {
  let base: UnsafePointer<Float>
  /// The number of scalars.
  public let count: Int

  init(base: UnsafePointer<Float>, count: Int) {
    unsafe self.base = base
    self.count = count
  }

  /// The scalar at a position.
  @inline(__always)
  public subscript(i: Int) -> Float {
    assert(i >= 0 && i < count, "index \(i) of \(count)")
    return unsafe base[i]
  }

  /// A part of the run.
  @inline(__always)
  public subscript(range: Range<Int>) -> TensorView {
    assert(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count)")
    return unsafe TensorView(base: base + range.lowerBound, count: range.count)
  }

  /// The `index`-th of equal parts of `size` scalars.
  @inline(__always)
  public func part(_ index: Int, of size: Int) -> TensorView {
    self[index * size..<(index + 1) * size]
  }

  /// The scalars as an array.
  public var array: [Float] { unsafe Array(UnsafeBufferPointer(start: base, count: count)) }
}

/// A borrowed run of scalars that may be written, valid only while the pass that hands it out runs.
@safe public struct MutableTensorView: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  /// The number of scalars.
  public let count: Int

  init(base: UnsafeMutablePointer<Float>, count: Int) {
    unsafe self.base = base
    self.count = count
  }

  /// The scalar at a position.
  @inline(__always)
  public subscript(i: Int) -> Float {
    get {
      assert(i >= 0 && i < count, "index \(i) of \(count)")
      return unsafe base[i]
    }
    nonmutating set {
      assert(i >= 0 && i < count, "index \(i) of \(count)")
      unsafe base[i] = newValue
    }
  }

  /// A part of the run.
  @inline(__always)
  public subscript(range: Range<Int>) -> MutableTensorView {
    assert(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count)")
    return unsafe MutableTensorView(base: base + range.lowerBound, count: range.count)
  }

  /// The `index`-th of equal parts of `size` scalars.
  @inline(__always)
  public func part(_ index: Int, of size: Int) -> MutableTensorView {
    self[index * size..<(index + 1) * size]
  }

  /// The same scalars, for reading.
  @inline(__always)
  public var readOnly: TensorView { unsafe TensorView(base: base, count: count) }

  /// Sets every scalar to a value.
  @inline(__always)
  public func fill(_ value: Float) { unsafe base.update(repeating: value, count: count) }

  /// Copies a run of the same length, which may overlap this one.
  @inline(__always)
  public func copy(_ source: TensorView) {
    // Checked in release too: data sets of others write through this.
    precondition(source.count == count, "copy of \(source.count) into \(count)")
    unsafe base.update(from: source.base, count: count)
  }

  /// Copies an array of the same length.
  public func copy(_ source: [Float]) {
    unsafe source.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      copy(unsafe TensorView(base: start, count: buffer.count))
    }
  }

  /// Adds a run of the same length.
  @inline(__always)
  public func add(_ source: TensorView) {
    assert(source.count == count, "sum of \(source.count) and \(count)")
    for i in 0..<count { self[i] += source[i] }
  }

  /// Multiplies every scalar.
  @inline(__always)
  public func scale(by factor: Float) {
    for i in 0..<count { self[i] *= factor }
  }
}

extension Array<Float> {
  /// Lends the array's storage for reading.
  public func withTensorView<R, E: Error>(_ body: (TensorView) throws(E) -> R) throws(E) -> R {
    // An empty array has no storage to point at; a view of one scalar, cut to none, stands for it.
    guard !isEmpty else { return try body(TensorView.empty) }
    return try unsafe withUnsafeBufferPointer { buffer throws(E) in
      guard let start = buffer.baseAddress else { return try body(TensorView.empty) }
      return try body(unsafe TensorView(base: start, count: buffer.count))
    }
  }

  /// Lends the array's storage for writing.
  public mutating func withMutableTensorView<R, E: Error>(
    _ body: (MutableTensorView) throws(E) -> R
  ) throws(E) -> R {
    guard !isEmpty else { return try body(MutableTensorView.empty) }
    return try unsafe withUnsafeMutableBufferPointer { buffer throws(E) in
      guard let start = buffer.baseAddress else { return try body(MutableTensorView.empty) }
      return try body(unsafe MutableTensorView(base: start, count: buffer.count))
    }
  }
}

extension TensorView {
  /// A run of nothing.
  public static var empty: TensorView { MutableTensorView.empty.readOnly }
}

extension MutableTensorView {
  /// A run of nothing; its address is never read.
  public static var empty: MutableTensorView {
    unsafe MutableTensorView(
      base: UnsafeMutableRawPointer(bitPattern: 16).unsafelyUnwrapped
        .assumingMemoryBound(to: Float.self),
      count: 0
    )
  }
}
