import Foundation

extension String {
  /// True if the string is the path of a folder, or of a link to one.
  package var isFolder: Bool {
    var isFolder: ObjCBool = false
    return unsafe FileManager.default.fileExists(atPath: self, isDirectory: &isFolder) && isFolder.boolValue
  }
}
