import CHDF5
import Imaging

/// An HDF5 file, open for reading; links to other files and plugins are refused.
final class HDF5File: Sendable {
  /// The name of the file in errors.
  let name: String
  /// The process that reads it.
  let process: HDF5Process

  /// The most links that are followed on a path, and the most members of a group that are looked at.
  private static let (linkLimit, memberLimit) = (32, 1000)

  /// Opens a file on disk or in memory.
  ///
  /// - Throws: `ImageFileError` if it is damaged.
  init(_ file: ImageFile) throws(ImageFileError) { (name, process) = (file.name, try HDF5Process(file)) }

  /// The names of the members of a group, at most 1000, in the order of names; empty if there is no such group.
  func members(of group: String) throws(ImageFileError) -> [String] {
    guard let path = try resolved(group) else { return [] }
    return try process.names(path, limit: Self.memberLimit)
  }

  /// Returns whether a group or dataset is there.
  func contains(_ path: String) throws(ImageFileError) -> Bool { try resolved(path) != nil }

  /// Opens a dataset; nil if there is nothing of this path.
  ///
  /// - Throws: `ImageFileError` if the path leads out of the file, or to something else than a dataset.
  func dataset(_ path: String) throws(ImageFileError) -> HDF5Dataset? {
    guard let resolved = try resolved(path) else { return nil }
    return try HDF5Dataset(self, path: path, resolved: resolved)
  }

  /// The path of hard links to which a path leads; nil if there is none.
  ///
  /// Every link is looked at before it is followed, since libhdf5 would open another file for an external one.
  private func resolved(_ path: String) throws(ImageFileError) -> String? {
    var parts = path.split(separator: "/").map(String.init)[...]
    var done: [String] = []
    var steps = 0
    while let part = parts.popFirst() {
      if part == "." { continue }
      steps += 1
      guard steps <= Self.linkLimit else {
        throw ImageFileError(file: name, reason: .damaged("the links of \(path) lead in a circle"))
      }
      let group = "/" + done.joined(separator: "/")
      switch try process.link(group, part) {
      case CHDF5_LINK_HARD: done.append(part)
      case CHDF5_LINK_SOFT:
        guard let target = try process.softTarget(group, part) else { return nil }
        if target.hasPrefix("/") { done = [] }
        parts = target.split(separator: "/").map(String.init)[...] + parts
      case CHDF5_LINK_FOREIGN:
        throw ImageFileError(
          file: name,
          reason: .unreadable("\(path) is a link to another file, which is not followed; store it in this file")
        )
      default: return nil
      }
    }
    return "/" + done.joined(separator: "/")
  }
}
