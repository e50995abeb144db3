import Files
import Foundation

/// The walk through a folder of patterns, and what is found on the way.
struct PatternWalk {
  private let root: String
  private var ancestors: [FileStatus.Identity]

  private(set) var entries: [PatternEntry] = []
  /// The names of all class folders, be there images in them or not, in the order of their bytes.
  private(set) var classFolders: [String] = []
  private(set) var isSplitByHand = false
  private(set) var hiddenCount = 0
  private(set) var otherFileCount = 0
  private(set) var loopCount = 0
  private(set) var unlisted: [UnreadableFile] = []
  private var otherExample = ""
  private var folderNotes: [String] = []

  init(root: String, identity: FileStatus.Identity) {
    self.root = root
    ancestors = [identity]
  }

  /// What a person should know of what was found.
  var notes: [String] {
    var notes = folderNotes
    if hiddenCount > 0 { notes.append("hidden files and folders ignored: \(hiddenCount)") }
    if otherFileCount > 0 {
      notes.append(
        "files ignored since they are not PNG: \(otherFileCount), such as \(otherExample)"
      )
    }
    if loopCount > 0 { notes.append("\(loopCount) links back to a folder above are not followed") }
    return notes
  }

  /// Walks through the whole folder.
  mutating func run() throws(PatternError) {
    let top: Listing
    do { top = try list("") } catch { throw .unlistable(root, reason: error.reason) }
    try refuseImages(top, at: "")
    let split = top.folders.filter { DatasetPart(folderName: $0) != nil }
    let others = top.folders.filter { DatasetPart(folderName: $0) == nil }
    if !split.isEmpty {
      isSplitByHand = true
      let before = self
      for name in others { walkClass(name, at: name, part: nil) }
      let found = Set(entries.map(\.className))
      // Only their images would be in the way: what else they hold does not count.
      self = before
      let classes = others.filter { found.contains($0) }
      guard classes.isEmpty else {
        throw .splitBesideClasses(root, split: split, classes: classes)
      }
      if !others.isEmpty {
        folderNotes.append("\(others.count) top folders without images are ignored")
      }
    }
    for name in split {
      guard let listing = enter(name) else { continue }
      defer { ancestors.removeLast() }
      try refuseImages(listing, at: name)
      for folder in listing.folders {
        walkClass(folder, at: "\(name)/\(folder)", part: DatasetPart(folderName: name))
      }
    }
    if split.isEmpty {
      for name in others { walkClass(name, at: name, part: nil) }
    }
    classFolders = Set(classFolders).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private struct Listing {
    var folders: [String] = []
    var images: [String] = []
  }

  private func refuseImages(_ listing: Listing, at path: String) throws(PatternError) {
    guard let example = listing.images.first else { return }
    throw .imagesWithoutClass(root, at: path, count: listing.images.count, example: example)
  }

  private mutating func walkClass(_ name: String, at path: String, part: DatasetPart?) {
    classFolders.append(name)
    collect(path, className: name, specimen: nil, part: part)
  }

  /// Takes in all images below a folder; the folders directly below a class folder are specimens.
  private mutating func collect(
    _ path: String,
    className: String,
    specimen: String?,
    part: DatasetPart?
  ) {
    guard let listing = enter(path) else { return }
    defer { ancestors.removeLast() }
    for image in listing.images {
      entries.append(
        PatternEntry(
          path: "\(path)/\(image)",
          className: className,
          specimen: specimen,
          part: part
        )
      )
    }
    for folder in listing.folders {
      collect(
        "\(path)/\(folder)",
        className: className,
        specimen: specimen ?? folder,
        part: part
      )
    }
  }

  /// Lists a folder and makes it the last of the ancestors, or notes why it cannot be entered.
  private mutating func enter(_ path: String) -> Listing? {
    guard let identity = FileStatus("\(root)/\(path)")?.identity else { return nil }
    guard !ancestors.contains(identity) else {
      loopCount += 1
      return nil
    }
    do {
      let listing = try list(path)
      ancestors.append(identity)
      return listing
    } catch {
      unlisted.append(UnreadableFile(path: path, reason: error.reason))
      return nil
    }
  }

  private mutating func list(_ path: String) throws(FileError) -> Listing {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(
        atPath: path.isEmpty ? root : "\(root)/\(path)"
      )
    } catch {
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      throw FileError(
        file: path,
        action: "list the folder",
        cause: cause?.domain == NSPOSIXErrorDomain
          ? .system(code: Int32(cause?.code ?? 0)) : .other(error.localizedDescription)
      )
    }
    var listing = Listing()
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      let place = path.isEmpty ? name : "\(path)/\(name)"
      if name.hasPrefix(".") {
        hiddenCount += 1
      } else if FileStatus("\(root)/\(place)")?.isFolder == true {
        listing.folders.append(name)
      } else if name.lowercased().hasSuffix(".png") {
        // A link that leads nowhere is listed too: reading it tells what is wrong.
        listing.images.append(name)
      } else if !(path.isEmpty && PatternFolder.ownFiles.contains(name)) {
        if otherFileCount == 0 { otherExample = place }
        otherFileCount += 1
      }
    }
    return listing
  }
}
