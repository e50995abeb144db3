#if canImport(Glibc)
  import CMalloc
#endif

/// The memory requests of a program to the system.
public enum ReusedMemory {
  /// Keeps freed memory for later allocations.
  ///
  /// glibc returns large blocks at once, and the kernel clears each newly mapped page: if
  /// image after image is read that took as long as decompressing them. For programs, which own
  /// their process, not for libraries. Elsewhere than on glibc it does nothing.
  public static func keep() {
    #if canImport(Glibc)
      // The greatest threshold that glibc takes is 32 MiB.
      mallopt(M_MMAP_THRESHOLD, 32 << 20)
      mallopt(M_TRIM_THRESHOLD, 256 << 20)
    #endif
  }
}
