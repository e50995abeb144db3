/// A walk through a folder and those below it, under one rule for all of ednet.
///
/// Names are sorted by their bytes. Hidden files and folders, whose names begin with a dot, are skipped and counted.
/// Symbolic links are followed, but not into a folder that contains them; such loops are counted. Folders that cannot
/// be listed are recorded, and so are files and folders whose names are not UTF-8. Runs of ednet below the root, and
/// its figures, are skipped and recorded.
public struct FolderWalk: Sendable {
  /// The visible files and folders of a folder, by name.
  public struct Listing: Sendable {
    /// The names of the folders.
    public var folders: [String] = []
    /// The names of everything else, broken links included.
    public var files: [String] = []
  }

  /// The path of the folder at the top.
  public let root: String
  /// The number of hidden files and folders.
  public private(set) var hiddenCount = 0
  /// The number of links back into a folder that contains them.
  public private(set) var loopCount = 0
  /// The folders that could not be listed, and the names that are not UTF-8, with paths from the root.
  public private(set) var unlisted: [FileError] = []
  /// The runs and the figures of ednet, with paths from the root.
  public private(set) var own: [String] = []
  private var ancestors: [FileStatus.Identity] = []

  /// Creates a walk that starts at a folder.
  public init(root: String) { self.root = root }

  /// One sentence on the runs and figures of ednet that were skipped; nil if there are none.
  public var ownRemark: String? {
    own.first.map { "runs and figures that ednet wrote are ignored: \(own.count), such as \($0)" }
  }

  /// Enters a folder, which must be left by ``leave()``; nil if it cannot be listed or is a loop.
  ///
  /// - Parameter path: the path from the root; empty for the root itself.
  /// - Returns: its visible files and folders.
  public mutating func enter(_ path: String) -> Listing? {
    let place = path.isEmpty ? root : "\(root)/\(path)"
    guard let identity = FileStatus(place)?.identity else { return nil }
    guard !ancestors.contains(identity) else {
      loopCount += 1
      return nil
    }
    do {
      let listing = try list(place, as: path)
      ancestors.append(identity)
      return listing
    } catch {
      unlisted.append(error)
      return nil
    }
  }

  /// Leaves the folder that was entered last.
  public mutating func leave() { ancestors.removeLast() }

  /// The paths from the root of all files below a folder, in the order of the walk.
  ///
  /// - Parameter path: the path from the root; empty for the root itself.
  /// - Returns: the paths.
  public mutating func files(below path: String = "") -> [String] {
    guard let listing = enter(path) else { return [] }
    defer { leave() }
    return listing.files.map { inside(path, $0) } + listing.folders.flatMap { files(below: inside(path, $0)) }
  }

  private mutating func list(_ place: String, as path: String) throws(FileError) -> Listing {
    let names: [FileName]
    do { names = try Folder.names(place) } catch {
      throw FileError(file: path, action: error.action, cause: error.cause)
    }
    var listing = Listing()
    for entry in names {
      guard let name = entry.text else {
        let file = inside(path, entry.description)
        unlisted.append(FileError(file: file, action: "open the file or folder", cause: .nameNotUTF8))
        continue
      }
      if name.hasPrefix(".") {
        hiddenCount += 1
      } else if FileStatus("\(place)/\(name)")?.isFolder == true {
        if RunFile.isRun(at: "\(place)/\(name)") {
          own.append(inside(path, name))
        } else {
          listing.folders.append(name)
        }
      } else {
        listing.files.append(name)
      }
    }
    let figures = RunFile.figures(among: listing.files)
    own += listing.files.filter { figures.contains($0) && $0.hasSuffix(".png") }.map { inside(path, $0) }
    listing.files.removeAll(where: figures.contains)
    return listing
  }

  private func inside(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path)/\(name)" }
}
