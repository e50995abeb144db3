#if canImport(Glibc)
  import CMalloc
#endif

/// How a program asks the system for memory.
public enum ReusedMemory {
  /// Keeps memory that was freed for what is allocated next.
  ///
  /// glibc hands large blocks back at once, and the kernel clears each page that is taken anew: where
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
