// One of the few files with unsafe code: owned memory, lent as views.

import Foundation

/// Floats, allocated once and aligned to pages, that training and inference borrow as views.
///
/// The owner must not let two threads write the same part at the same time.
@safe final class Arena: @unchecked Sendable {
  private let base: UnsafeMutablePointer<Float>
  private let byteCount: Int
  let count: Int

  /// Allocates `count` zeros.
  init(count: Int) {
    self.count = count
    byteCount = max(count, 1) * MemoryLayout<Float>.stride
    // Pages of the system are zeros that take no memory before they are written.
    guard let pages = unsafe mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      unsafe pages != MAP_FAILED
    else { preconditionFailure("no memory for \(byteCount) bytes") }
    unsafe base = pages.bindMemory(to: Float.self, capacity: max(count, 1))
  }

  deinit { unsafe munmap(base, byteCount) }

  /// A view of all floats, valid as long as the arena exists.
  var view: MutableTensorView { unsafe MutableTensorView(base: base, count: count) }
}
