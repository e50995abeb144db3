import Imaging

/// A part of a dataset.
public enum DatasetPart: String, Sendable, Hashable, CaseIterable {
  /// The patterns that the parameters are fitted to.
  case training
  /// The patterns that select the best epoch.
  case validation
  /// The patterns that no choice depends on.
  case test

  /// The part that the name of a top folder denotes, in any case; nil for any other name.
  public init?(folderName: String) {
    switch folderName.lowercased() {
    case "train", "training": self = .training
    case "val", "valid", "validation": self = .validation
    case "test": self = .test
    default: return nil
    }
  }
}

/// One image of a folder of patterns.
public struct PatternEntry: Sendable, Hashable {
  /// The file's path from the root of the folder, with `/` between its parts.
  public let path: String
  /// The class: the name of the class folder.
  public let className: String
  /// The specimen: the name of the folder in the class folder; nil for an image directly in the class folder.
  ///
  /// Names are unique within a class. Folders inside a specimen's folder belong to the specimen.
  public let specimen: String?
  /// The part that a top folder (`train`, `val`, `test`) fixes; nil if there are no such folders.
  public let part: DatasetPart?
  /// The index of the image in a file of several images; nil in a file of one.
  public var index: Int?

  /// The path, with the index of the image if there is one: the name in tables and reports.
  public var name: String { "\(ImageReference(path: path, index: index))" }

  /// The image in a folder.
  public func image(in root: String) -> ImageReference { ImageReference(path: root + "/" + path, index: index) }
}

/// A file or folder that could not be read.
public struct UnreadableFile: Sendable, Hashable, CustomStringConvertible {
  /// The path from the root of the folder of patterns.
  public let path: String
  /// The reason.
  public let reason: String

  init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  init(path: String, error: any Error) {
    self.path = path
    let text = "\(error)"
    // An image reader's error begins with the file's name.
    reason = text.hasPrefix(path + ": ") ? String(text.dropFirst(path.count + 2)) : text
  }

  /// The path and the reason.
  public var description: String { "\(path): \(reason)" }
}

/// Two files with the same bytes that should differ.
public struct DuplicatePair: Sendable, Hashable, CustomStringConvertible {
  /// The path of one from the root.
  public let first: String
  /// The path of the other from the root.
  public let second: String
  /// Both paths.
  public var description: String { "\(first) = \(second)" }

  /// The pairs of duplicates that differ in a property, one pair for each entry that has such a duplicate.
  static func pairs<Property: Equatable>(
    _ groups: [[Int]],
    of entries: [PatternEntry],
    differingIn property: (Int) -> Property
  ) -> [DuplicatePair] {
    var pairs: [DuplicatePair] = []
    for group in groups {
      for (position, index) in group.enumerated() {
        let earlier = group[..<position].first { property($0) != property(index) }
        guard let earlier else { continue }
        pairs.append(DuplicatePair(first: entries[earlier].path, second: entries[index].path))
      }
    }
    return pairs
  }
}
