#if canImport(Glibc)
  import CMalloc
#endif

/// The memory allocation of the process.
public enum ReusedMemory {
  /// Keeps freed memory for later allocations.
  ///
  /// glibc returns large blocks to the system at once, and the kernel clears each new page; for a series of images this
  /// takes as long as decompressing them. It changes the whole process, so only programs should call it. Without glibc
  /// it does nothing.
  public static func keep() {
    #if canImport(Glibc)
      // The largest threshold that glibc accepts is 32 MiB.
      mallopt(M_MMAP_THRESHOLD, 32 << 20)
      mallopt(M_TRIM_THRESHOLD, 256 << 20)
      // The memory of threads lies in heaps of 64 MiB. A heap with a single block is returned to the system when the
      // block is freed, unless the heap before has less than this left.
      mallopt(M_TOP_PAD, 32 << 20)
    #endif
  }
}
