// One of the few files with unsafe code: borrowed memory. Debug builds check every index.

/// A borrowed view of contiguous scalars, valid only during the pass or closure that receives it.
@safe public struct TensorView: @unchecked Sendable {
  package let base: UnsafePointer<Float>
  /// The number of scalars.
  public let count: Int

  init(base: UnsafePointer<Float>, count: Int) {
    unsafe self.base = base
    self.count = count
  }

  /// The scalar at a position.
  @inline(__always) public subscript(i: Int) -> Float {
    assert(i >= 0 && i < count, "index \(i) of \(count)")
    return unsafe base[i]
  }

  /// A part of the view.
  @inline(__always) public subscript(range: Range<Int>) -> TensorView {
    assert(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count)")
    return unsafe TensorView(base: base + range.lowerBound, count: range.count)
  }

  /// The `index`-th of equal parts of `size` scalars.
  @inline(__always) public func part(_ index: Int, of size: Int) -> TensorView {
    self[index * size..<(index + 1) * size]
  }

  /// The index of the greatest scalar, the first of equal ones; 0 if there is none or the first is NaN.
  public func indexOfMaximum() -> Int {
    var best = 0
    for i in 0..<count where self[i] > self[best] { best = i }
    return best
  }

  /// The scalars as an array.
  public var array: [Float] { unsafe Array(UnsafeBufferPointer(start: base, count: count)) }
}

/// A borrowed, writable view of contiguous scalars, valid only during the pass or closure that receives it.
@safe public struct MutableTensorView: @unchecked Sendable {
  package let base: UnsafeMutablePointer<Float>
  /// The number of scalars.
  public let count: Int

  init(base: UnsafeMutablePointer<Float>, count: Int) {
    unsafe self.base = base
    self.count = count
  }

  /// The scalar at a position.
  @inline(__always) public subscript(i: Int) -> Float {
    get {
      assert(i >= 0 && i < count, "index \(i) of \(count)")
      return unsafe base[i]
    }
    nonmutating set {
      assert(i >= 0 && i < count, "index \(i) of \(count)")
      unsafe base[i] = newValue
    }
  }

  /// A part of the view.
  @inline(__always) public subscript(range: Range<Int>) -> MutableTensorView {
    assert(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count)")
    return unsafe MutableTensorView(base: base + range.lowerBound, count: range.count)
  }

  /// The `index`-th of equal parts of `size` scalars.
  @inline(__always) public func part(_ index: Int, of size: Int) -> MutableTensorView {
    self[index * size..<(index + 1) * size]
  }

  /// The same scalars, read-only.
  @inline(__always) public var readOnly: TensorView { unsafe TensorView(base: base, count: count) }

  /// Sets every scalar to a value.
  @inline(__always) public func fill(_ value: Float) { unsafe base.update(repeating: value, count: count) }

  /// Copies a view of the same length, which may overlap this one.
  @inline(__always) public func copy(_ source: TensorView) {
    // Checked in release builds too, since custom data sets write through it.
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

  /// Adds a view of the same length.
  @inline(__always) public func add(_ source: TensorView) {
    assert(source.count == count, "sum of \(source.count) and \(count)")
    for i in 0..<count { self[i] += source[i] }
  }

  /// Multiplies every scalar.
  @inline(__always) public func scale(by factor: Float) { for i in 0..<count { self[i] *= factor } }
}

extension Array<Float> {
  /// Calls `body` with a view of the array's storage.
  public func withTensorView<R, E: Error>(_ body: (TensorView) throws(E) -> R) throws(E) -> R {
    // An empty array may have no storage.
    guard !isEmpty else { return try body(TensorView.empty) }
    return try unsafe withUnsafeBufferPointer { buffer throws(E) in
      guard let start = buffer.baseAddress else { return try body(TensorView.empty) }
      return try body(unsafe TensorView(base: start, count: buffer.count))
    }
  }

  /// Calls `body` with a writable view of the array's storage.
  public mutating func withMutableTensorView<R, E: Error>(_ body: (MutableTensorView) throws(E) -> R) throws(E) -> R {
    guard !isEmpty else { return try body(MutableTensorView.empty) }
    return try unsafe withUnsafeMutableBufferPointer { buffer throws(E) in
      guard let start = buffer.baseAddress else { return try body(MutableTensorView.empty) }
      return try body(unsafe MutableTensorView(base: start, count: buffer.count))
    }
  }
}

extension TensorView {
  /// A view of no scalars.
  public static var empty: TensorView { MutableTensorView.empty.readOnly }
}

extension MutableTensorView {
  /// A view of no scalars; its address is never read.
  public static var empty: MutableTensorView {
    unsafe MutableTensorView(
      base: UnsafeMutableRawPointer(bitPattern: 16).unsafelyUnwrapped.assumingMemoryBound(to: Float.self),
      count: 0
    )
  }
}
