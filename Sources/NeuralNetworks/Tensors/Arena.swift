// One of the few files with unsafe code: memory that is owned, and lent as views.

/// Floats allocated once, aligned to cache lines, lent as views while training or inference runs.
///
/// Whoever holds an arena sees to it that two threads never write the same part at the same time.
@safe final class Arena: @unchecked Sendable {
  private let base: UnsafeMutablePointer<Float>
  let count: Int

  /// Allocates `count` zeros.
  init(count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    unsafe base = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      .bindMemory(to: Float.self, capacity: max(count, 1))
    unsafe base.initialize(repeating: 0, count: max(count, 1))
  }

  deinit { unsafe base.deallocate() }

  /// All of it; valid while the arena lives.
  var view: MutableTensorView { unsafe MutableTensorView(base: base, count: count) }
}
