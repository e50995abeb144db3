#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Listing and creation of folders.
public enum Folder {
  /// The names of everything in a folder, hidden files included, in the order of their bytes.
  ///
  /// - Throws: `FileError` if the folder cannot be listed.
  public static func names(_ path: String) throws(FileError) -> [FileName] {
    func failure(_ cause: FileError.Cause) -> FileError {
      FileError(file: path, action: "list the folder", cause: cause)
    }
    guard !path.utf8.contains(0) else { throw failure(.nulInPath) }
    guard let folder = unsafe opendir(path) else { throw failure(.system(code: errno)) }
    defer { unsafe closedir(folder) }
    var names: [FileName] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(folder) else { break }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe FileName($0.prefix { $0 != 0 }) }
      if name.bytes != Array(".".utf8) && name.bytes != Array("..".utf8) { names.append(name) }
    }
    guard errno == 0 else { throw failure(.system(code: errno)) }
    return names.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }

  /// The names that are UTF-8, in the order of their bytes; none if the folder cannot be listed.
  public static func readableNames(_ path: String) -> [String] { ((try? names(path)) ?? []).compactMap(\.text) }

  /// Creates a folder and those above it, unless they exist.
  ///
  /// - Throws: `FileError` if one of them cannot be created.
  public static func make(_ path: String) throws(FileError) {
    func failure(_ cause: FileError.Cause) -> FileError {
      FileError(file: path, action: "create the folder", cause: cause)
    }
    guard !path.utf8.contains(0) else { throw failure(.nulInPath) }
    let ends = path.utf8.indices.dropFirst().filter { path.utf8[$0] == UInt8(ascii: "/") } + [path.endIndex]
    for end in ends {
      let part = String(path[..<end])
      guard FileStatus(part)?.isFolder != true, unsafe mkdir(part, 0o777) != 0 else { continue }
      let code = errno
      // Another process may have created it meanwhile.
      guard FileStatus(part)?.isFolder != true else { continue }
      throw failure(code == EEXIST ? .other("\(part) is a file") : .system(code: code))
    }
  }
}
