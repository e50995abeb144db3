/// The bytes of whole files.
public enum FileBytes {
  /// Returns all bytes of a regular file.
  ///
  /// - Parameters:
  ///   - path: The path of the file; symbolic links are followed.
  ///   - limit: The most bytes the file may have.
  /// - Returns: The bytes from the first to the last.
  /// - Throws: `FileError` if the file is missing, no regular file, too large or unreadable.
  public static func read(_ path: String, limit: Int = 1 << 30) throws(FileError) -> [UInt8] {
    let file = try InputFile(path, limit: limit)
    return try file.read(count: file.byteCount)
  }

  /// Returns the first bytes of a regular file of any size, `count` of them or all.
  ///
  /// - Throws: `FileError` as ``read(_:limit:)``.
  public static func start(_ path: String, count: Int) throws(FileError) -> [UInt8] {
    let file = try InputFile(path, limit: .max)
    return try file.read(count: min(count, file.byteCount))
  }
}
