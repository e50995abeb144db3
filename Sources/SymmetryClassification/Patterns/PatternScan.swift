import Files
import Imaging
import Workers

/// All images of a folder of patterns, read and decoded once, before any of them is used.
///
/// The converted content of each image is kept, so that no file is read twice.
public struct PatternScan<Content: Sendable>: Sendable {
  /// The folder.
  public let folder: PatternFolder
  /// The images that could be read, in the order of the bytes of their paths.
  public let entries: [PatternEntry]
  /// The content of each entry, in the same order.
  public let contents: [Content]
  /// The fingerprint of each entry, in the same order.
  public let fingerprints: [PatternFingerprint]
  /// The classes of the entries, in the order of the bytes of their names.
  public let classes: [String]
  /// The files and folders that were skipped because they could not be read.
  public let unreadable: [UnreadableFile]
  /// Groups of entries with the same bytes, as indices into `entries`.
  public let duplicates: [[Int]]
  /// Remarks on the folder and its images, one sentence each.
  public let notes: [String]

  /// Reads all images of a folder, several at a time.
  ///
  /// The result does not depend on the number of threads.
  ///
  /// - Parameters:
  ///   - folder: the folder.
  ///   - skipsUnreadable: true to skip unreadable files; otherwise they are an error that names all of them.
  ///   - allowsDuplicates: true to note duplicates in two classes, or in two parts of a split by hand;
  ///     otherwise they are an error that names all of them.
  ///   - threads: the number of threads; nil for one per processor.
  ///   - load: converts the image of an entry, on any thread; if it throws, the image counts as unreadable.
  /// - Throws: `PatternError` as described, or if the remaining patterns do not suit the folder's purpose.
  public init(
    _ folder: PatternFolder,
    skipsUnreadable: Bool = false,
    allowsDuplicates: Bool = false,
    threads: Int? = nil,
    load: @Sendable (PatternEntry, DecodedImage) throws -> Content
  ) throws(PatternError) {
    let (results, remarks) = Self.read(folder, pool: WorkerPool(threads: threads), load: load)
    var unreadable = folder.unlisted
    var entries: [PatternEntry] = []
    var contents: [Content] = []
    var fingerprints: [PatternFingerprint] = []
    for result in results.joined() {
      switch result {
      case .success(let (entry, content, fingerprint)):
        entries.append(entry)
        contents.append(content)
        fingerprints.append(fingerprint)
      case .failure(let file): unreadable.append(file)
      }
    }
    var notes = folder.notes + remarks
    if !unreadable.isEmpty {
      guard skipsUnreadable else { throw .unreadable(folder.root, unreadable) }
      notes.append("\(unreadable.count) files that cannot be read were skipped")
      try folder.check(entries, strict: true)
    }
    let duplicates = Self.duplicates(fingerprints, of: entries, in: folder.root)
    notes += try Self.judge(duplicates, of: entries, in: folder, allowed: allowsDuplicates)

    self.folder = folder
    self.entries = entries
    self.contents = contents
    self.fingerprints = fingerprints
    classes = PatternFolder.classes(of: entries)
    self.unreadable = unreadable
    self.duplicates = duplicates
    self.notes = notes
  }

  private typealias Outcome = Result<
    (entry: PatternEntry, content: Content, fingerprint: PatternFingerprint), UnreadableFile
  >

  /// The images of a file, read, or yet to be read in place.
  private enum Opened: Sendable {
    case read(Outcome)
    case inPlace(ImageFile, PatternFingerprint)
  }

  /// Reads all files, several at a time; each has one result per image, and a scan file its remarks.
  private static func read(
    _ folder: PatternFolder,
    pool: WorkerPool,
    load: @Sendable (PatternEntry, DecodedImage) throws -> Content
  ) -> (outcomes: [[Outcome]], remarks: [String]) {
    let opened = pool.map(folder.entries.count) { open(folder.entries[$0], in: folder.root, load: load) }
    var remarks: [String] = []
    let outcomes = zip(folder.entries, opened).map { entry, opened in
      switch opened {
      case .read(let outcome): [outcome]
      case .inPlace(let file, let fingerprint):
        images(of: file, entry, fingerprint, pool: pool, load: load, remarks: &remarks)
      }
    }
    return (outcomes, remarks)
  }

  /// Reads the images of a file in place, so that one such file is open at a time.
  private static func images(
    of file: ImageFile,
    _ entry: PatternEntry,
    _ fingerprint: PatternFingerprint,
    pool: WorkerPool,
    load: @Sendable (PatternEntry, DecodedImage) throws -> Content,
    remarks: inout [String]
  ) -> [Outcome] {
    do {
      let source = try ImageFormats.open(file)
      remarks += (source.scan?.notes ?? []).map { "\(entry.path): \($0)" }
      return pool.map(source.count) { index in
        var entry = entry
        if source.count > 1 { entry.index = index }
        do {
          let content = try load(entry, source.image(at: index))
          return .success((entry, content, source.count > 1 ? fingerprint.image(index) : fingerprint))
        } catch { return .failure(UnreadableFile(path: entry.name, error: error)) }
      }
    } catch { return [.failure(UnreadableFile(path: entry.path, error: error))] }
  }

  private static func open(
    _ entry: PatternEntry,
    in root: String,
    load: @Sendable (PatternEntry, DecodedImage) throws -> Content
  ) -> Opened {
    let path = root + "/" + entry.path
    do {
      let file = ImageFile(path: path, name: entry.path)
      if ImageFormats.isReadInPlace(file) {
        return .inPlace(file, try PatternFingerprint(contentsOf: path))
      }
      let bytes = try FileBytes.read(path)
      let source = try ImageFormats.open(ImageFile(bytes, name: entry.path))
      return .read(.success((entry, try load(entry, source.image(at: 0)), PatternFingerprint(bytes))))
    } catch let error as FileError {
      return .read(.failure(UnreadableFile(path: entry.path, reason: error.reason)))
    } catch { return .read(.failure(UnreadableFile(path: entry.path, error: error))) }
  }

  /// Groups entries with the same bytes; files with equal fingerprints are compared byte by byte.
  private static func duplicates(
    _ fingerprints: [PatternFingerprint],
    of entries: [PatternEntry],
    in root: String
  ) -> [[Int]] {
    var candidates: [PatternFingerprint: [Int]] = [:]
    for (index, fingerprint) in fingerprints.enumerated() { candidates[fingerprint, default: []].append(index) }
    var groups: [[Int]] = []
    for indices in candidates.values where indices.count > 1 {
      var kinds: [(bytes: [UInt8], indices: [Int])] = []
      for index in indices {
        // Images of one file are not compared: their fingerprints differ by their index. Those of two files of several
        // are alike if their fingerprints are, since reading a whole scan for each image would take too long.
        let path = root + "/" + entries[index].path
        guard let bytes = entries[index].index == nil ? try? FileBytes.read(path) : [] else { continue }
        if let kind = kinds.firstIndex(where: { $0.bytes == bytes }) {
          kinds[kind].indices.append(index)
        } else {
          kinds.append((bytes, [index]))
        }
      }
      groups += kinds.map(\.indices).filter { $0.count > 1 }
    }
    return groups.sorted { $0[0] < $1[0] }
  }

  private static func judge(
    _ duplicates: [[Int]],
    of entries: [PatternEntry],
    in folder: PatternFolder,
    allowed: Bool
  ) throws(PatternError) -> [String] {
    var notes: [String] = []
    let classes = DuplicatePair.pairs(duplicates, of: entries) { entries[$0].className }
    if let example = classes.first {
      guard allowed else { throw .duplicatesAcrossClasses(folder.root, classes) }
      notes.append("\(classes.count) images are in two classes, such as \(example)")
    }
    if folder.purpose == .training {
      let parts = DuplicatePair.pairs(duplicates, of: entries) { entries[$0].part }
      if let example = parts.first {
        guard allowed else { throw .duplicatesAcrossParts(folder.root, parts) }
        notes.append("\(parts.count) images are in two parts of the split, such as \(example)")
      }
    }
    let repeated = duplicates.reduce(0) { $0 + $1.count - 1 }
    if repeated > 0 { notes.append("\(repeated) images repeat another one, byte by byte") }
    return notes
  }
}

extension UnreadableFile: Error {}
