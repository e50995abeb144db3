import Files
import Imaging

/// A folder of patterns on disk, with the class and specimen of each image.
///
/// `<class>/<specimen>/<image>.png` or `<class>/<image>.png`, or images of any other format, below the root or below
/// top folders `train`, `val` (also `valid`, `validation`) and `test`, in any case, which fix the split by hand.
/// All images below a specimen's folder belong to it, at any depth. Hidden files and folders, files that are not
/// images, and runs and figures that ednet wrote are ignored and counted. Symbolic links are followed, but not back
/// into a folder that contains them; the rules are those of `FolderWalk`.
public struct PatternFolder: Sendable {
  /// The name of the file in which a simulation records its settings.
  public static let simulationRecord = "simulation.json"
  /// The files of a simulation besides images, at the root or in the folder of a part.
  static let ownFiles: Set = [PatternTable.fileName, simulationRecord]

  /// The purpose of the patterns, which determines the required content.
  public enum Purpose: Sendable, Hashable {
    /// To train: at least two classes, none empty, and every class among the training images.
    case training
    /// To evaluate a model: at least one image.
    case evaluation
  }

  /// The folder's path, as the caller gave it.
  public let root: String
  /// The purpose of the patterns.
  public let purpose: Purpose
  /// The images, in the order of the bytes of their paths.
  public let entries: [PatternEntry]
  /// The classes that have images, in the order of the bytes of their names.
  public let classes: [String]
  /// True if top folders fix the split.
  public let isSplitByHand: Bool
  /// The table `patterns.csv`, if there is one.
  public let table: PatternTable?
  /// The number of ignored hidden files and folders.
  public let hiddenCount: Int
  /// The number of ignored files that are not images.
  public let otherFileCount: Int
  /// The number of links back into a folder that contains them, which are not followed.
  public let loopCount: Int
  /// Folders that could not be listed.
  public let unlisted: [UnreadableFile]
  /// The names of all class folders, with or without images.
  let classFolders: [String]
  /// Remarks on the folder, one sentence each.
  public let notes: [String]

  /// Lists a folder; no image is read.
  ///
  /// - Throws: `PatternError` if it does not suit the purpose.
  public init(_ root: String, purpose: Purpose = .training) throws(PatternError) {
    var root = root
    while root.count > 1, root.hasSuffix("/") { root.removeLast() }
    guard let status = FileStatus(root) else { throw .missing(root) }
    guard status.isFolder else { throw .notAFolder(root) }
    var walk = PatternWalk(root: root)
    try walk.run()
    let entries = walk.entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    var notes = walk.notes

    let table = try Self.table(of: root)
    if let rows = table?.rows {
      let paths = Set(entries.map(\.path))
      // A name with an index is that of an image in a file of several.
      let named = Set(rows.keys.map { paths.contains($0) ? $0 : ImageReference(named: $0).path })
      let strangers = rows.keys.filter { !paths.contains($0) && !paths.contains(ImageReference(named: $0).path) }
        .sorted()
      if let example = strangers.first {
        notes.append("patterns.csv names \(strangers.count) files that are not there, such as \(example)")
      }
      let unnamed = entries.count { !named.contains($0.path) }
      if unnamed > 0 { notes.append("patterns.csv does not name \(unnamed) of the images") }
    }

    self.root = root
    self.purpose = purpose
    self.entries = entries
    self.table = table
    self.notes = notes
    classes = Self.classes(of: entries)
    isSplitByHand = walk.isSplitByHand
    hiddenCount = walk.hiddenCount
    otherFileCount = walk.otherFileCount
    loopCount = walk.loopCount
    unlisted = walk.unlisted
    classFolders = walk.classFolders
    try check(entries, strict: walk.unlisted.isEmpty)
  }

  /// The classes of entries, in the order of the bytes of their names.
  static func classes(of entries: [PatternEntry]) -> [String] {
    Set(entries.map(\.className)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Throws if the entries do not suit the purpose.
  ///
  /// If some folders could not be listed, they may hold the missing images; the check is then not `strict`, and the
  /// unlisted folders are reported instead.
  func check(_ entries: [PatternEntry], strict: Bool) throws(PatternError) {
    guard strict else { return }
    guard !entries.isEmpty else { throw .noImages(root) }
    guard purpose == .training else { return }
    let classes = Self.classes(of: entries)
    let empty = classFolders.filter { !classes.contains($0) }
    guard empty.isEmpty else { throw .emptyClasses(root, empty) }
    if isSplitByHand {
      let trained = Set(entries.filter { $0.part == .training }.map(\.className))
      guard !trained.isEmpty else { throw .noTrainingImages(root) }
      let lacking = classes.filter { !trained.contains($0) }
      guard lacking.isEmpty else { throw .classesNotInTraining(root, lacking) }
    }
    if classes.count == 1 { throw .singleClass(root, classes[0]) }
  }

  /// The table of a folder, nil if there is none.
  private static func table(of root: String) throws(PatternError) -> PatternTable? {
    let path = root + "/" + PatternTable.fileName
    guard let status = FileStatus(path), !status.isFolder else { return nil }
    let bytes: [UInt8]
    do { bytes = try FileBytes.read(path) } catch {
      throw .unreadable(root, [UnreadableFile(path: PatternTable.fileName, reason: error.reason)])
    }
    do { return try PatternTable(bytes) } catch { throw .badTable(root, line: error.line, reason: error.reason) }
  }
}
