import COpenBLAS

/// The threads of OpenBLAS, which would compete with our own workers.
enum OpenBLASThreads {
  private static let one: Void = openblas_set_num_threads(1)

  /// Makes OpenBLAS use the calling thread alone.
  static func useOne() { _ = one }
}
