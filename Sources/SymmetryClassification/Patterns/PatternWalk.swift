import Files
import Foundation
import Imaging

/// The walk through a folder of patterns, which finds its images, classes and specimens.
struct PatternWalk {
  private var walk: FolderWalk
  private(set) var entries: [PatternEntry] = []
  /// The names of all class folders, with or without images, in the order of their bytes.
  private(set) var classFolders: [String] = []
  private(set) var isSplitByHand = false
  private(set) var otherFileCount = 0
  private var otherExample = ""
  private var folderNotes: [String] = []

  init(root: String) { walk = FolderWalk(root: root) }

  var hiddenCount: Int { walk.hiddenCount }
  var loopCount: Int { walk.loopCount }
  var unlisted: [UnreadableFile] { walk.unlisted.map { UnreadableFile(path: $0.file, reason: $0.reason) } }

  /// Remarks on the folder, one sentence each.
  var notes: [String] {
    var notes = folderNotes
    if hiddenCount > 0 { notes.append("hidden files and folders ignored: \(hiddenCount)") }
    if otherFileCount > 0 {
      notes.append("files ignored because they are not images: \(otherFileCount), such as \(otherExample)")
    }
    if let remark = walk.ownRemark { notes.append(remark) }
    if loopCount > 0 { notes.append("\(loopCount) links back to a folder above them are not followed") }
    return notes
  }

  /// Walks through the whole folder.
  mutating func run() throws(PatternError) {
    guard let top = enter("") else {
      throw .unlistable(walk.root, reason: walk.unlisted.first?.reason ?? "it cannot be entered")
    }
    defer { walk.leave() }
    try refuseImages(top, at: "")
    let split = top.folders.filter { DatasetPart(folderName: $0) != nil }
    let others = top.folders.filter { DatasetPart(folderName: $0) == nil }
    if !split.isEmpty {
      isSplitByHand = true
      let before = self
      for name in others { walkClass(name, at: name, part: nil) }
      let found = Set(entries.map(\.className))
      // Folders without images are no contradiction.
      self = before
      let classes = others.filter { found.contains($0) }
      guard classes.isEmpty else { throw .splitBesideClasses(walk.root, split: split, classes: classes) }
      if !others.isEmpty { folderNotes.append("\(others.count) top folders without images are ignored") }
    }
    for name in split {
      guard let listing = enter(name) else { continue }
      defer { walk.leave() }
      try refuseImages(listing, at: name)
      for folder in listing.folders { walkClass(folder, at: "\(name)/\(folder)", part: DatasetPart(folderName: name)) }
    }
    if split.isEmpty { for name in others { walkClass(name, at: name, part: nil) } }
    classFolders = Set(classFolders).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private struct Listing {
    var folders: [String] = []
    var images: [String] = []
  }

  private func refuseImages(_ listing: Listing, at path: String) throws(PatternError) {
    guard let example = listing.images.first else { return }
    throw .imagesWithoutClass(walk.root, at: path, count: listing.images.count, example: example)
  }

  private mutating func walkClass(_ name: String, at path: String, part: DatasetPart?) {
    let (former, formerOwn) = (entries.count, walk.own.count)
    collect(path, className: name, specimen: nil, part: part)
    // A folder that ednet's figures alone are in is no class.
    if entries.count > former || walk.own.count == formerOwn { classFolders.append(name) }
  }

  /// Collects all images below a folder; the folders directly below a class folder are specimens.
  private mutating func collect(_ path: String, className: String, specimen: String?, part: DatasetPart?) {
    guard let listing = enter(path) else { return }
    defer { walk.leave() }
    for image in listing.images {
      entries.append(PatternEntry(path: "\(path)/\(image)", className: className, specimen: specimen, part: part))
    }
    for folder in listing.folders {
      collect("\(path)/\(folder)", className: className, specimen: specimen ?? folder, part: part)
    }
  }

  /// Enters a folder and separates its images from other files; nil if it cannot be entered.
  private mutating func enter(_ path: String) -> Listing? {
    guard let found = walk.enter(path) else { return nil }
    var listing = Listing()
    listing.folders = found.folders
    let mayBeSimulated = path.isEmpty || DatasetPart(folderName: path) != nil
    for name in found.files {
      let place = path.isEmpty ? name : "\(path)/\(name)"
      // A broken link with the name of an image is listed: reading it gives the error.
      if ImageFormats.isImage("\(walk.root)/\(place)") {
        listing.images.append(name)
      } else if !(mayBeSimulated && PatternFolder.ownFiles.contains(name)) {
        if otherFileCount == 0 { otherExample = place }
        otherFileCount += 1
      }
    }
    return listing
  }
}
