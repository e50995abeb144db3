extension String {
  /// True if the string is the path of a folder, or of a link to one.
  package var isFolder: Bool { FileStatus(self)?.isFolder == true }

  /// The path of the folder that holds the file of a path; `.` for a bare name.
  package var parentFolder: String {
    let path = withoutTrailingSlashes
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    let parent = String(path[..<slash]).withoutTrailingSlashes
    return parent.isEmpty ? "/" : parent
  }

  /// The last component of a path.
  package var lastPathComponent: String {
    let path = withoutTrailingSlashes
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), path != "/" else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// The path without slashes at its end; the root stays.
  package var withoutTrailingSlashes: String {
    var path = self[...]
    while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
    return String(path)
  }
}
