import Foundation

extension AtomicFile {
  /// Returns whether a file of this name was left by an interrupted write, as after a power loss.
  public static func isLeftover(_ name: String) -> Bool {
    name.hasPrefix(".ednet-") && name.hasSuffix(".tmp")
  }

  /// Removes from a folder, at any depth, what writes left that were cut off.
  ///
  /// Nobody else may be writing there.
  public static func removeLeftovers(in folder: String) {
    let manager = FileManager.default
    // Read to its end before anything is removed.
    let names = (manager.enumerator(atPath: folder)?.allObjects ?? []).compactMap { $0 as? String }
    for name in names where isLeftover((name as NSString).lastPathComponent) {
      try? manager.removeItem(atPath: folder + "/" + name)
    }
  }
}
