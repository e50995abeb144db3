// One of the few files with unsafe code: owned memory, lent as views.

/// Floats, allocated once and aligned to cache lines, that training and inference borrow as views.
///
/// The owner must not let two threads write the same part at the same time.
@safe final class Arena: @unchecked Sendable {
  private let base: UnsafeMutablePointer<Float>
  let count: Int

  /// Allocates `count` zeros.
  init(count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    unsafe base = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64).bindMemory(
      to: Float.self,
      capacity: max(count, 1)
    )
    unsafe base.initialize(repeating: 0, count: max(count, 1))
  }

  deinit { unsafe base.deallocate() }

  /// A view of all floats, valid as long as the arena exists.
  var view: MutableTensorView { unsafe MutableTensorView(base: base, count: count) }
}
