import CHDF5
import Imaging
import Synchronization

/// The one lock around libhdf5, which Debian builds without support of threads.
enum HDF5Library {
  private static let isStarted = Mutex(false)

  /// Runs calls of libhdf5.
  static func run<Result>(_ body: () -> Result) -> Result {
    let result = isStarted.withLock { isStarted in
      if !isStarted { isStarted = chdf5_start() == 0 }
      return Unchecked(value: body())
    }
    return result.value
  }

  /// The reason of the last failure; call it within `run(_:)`.
  static var message: String {
    unsafe text {
      unsafe chdf5_message($0, $1); return 0
    } ?? ""
  }

  /// A text that a function of libhdf5 writes into a buffer; nil if the function fails.
  static func text(_ write: (UnsafeMutablePointer<CChar>, Int) -> Int32) -> String? {
    let bytes = unsafe [CChar](unsafeUninitializedCapacity: 1024) { buffer, count in
      unsafe buffer.initialize(repeating: 0)
      guard let start = buffer.baseAddress, unsafe write(start, buffer.count) == 0 else { return }
      count = unsafe buffer.firstIndex(of: 0) ?? 0
      // An empty text is no failure.
      unsafe buffer[count] = 0
      count += 1
    }
    return bytes.isEmpty ? nil : String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// A result that leaves the lock; it is used by the caller alone.
  private struct Unchecked<Value>: @unchecked Sendable { let value: Value }
}

/// An HDF5 file, open for reading; links to other files and plugins are refused.
final class HDF5File: Sendable {
  /// The name of the file in errors.
  let name: String
  private let id: Int64

  /// The most links that are followed on a path, and the most members of a group that are looked at.
  private static let (linkLimit, memberLimit) = (32, 1000)

  /// Opens a file on disk or in memory.
  ///
  /// - Throws: `ImageFileError` if it is damaged.
  init(_ file: ImageFile) throws(ImageFileError) {
    name = file.name
    let bytes = file.path == nil ? try file.bytes() : []
    let opened = HDF5Library.run { () -> Result<Int64, ImageFileError> in
      let id =
        if let path = file.path { unsafe chdf5_open(path) } else {
          unsafe bytes.withUnsafeBytes { unsafe chdf5_open_bytes($0.baseAddress, $0.count) }
        }
      if id >= 0 { return .success(id) }
      return .failure(Self.failure(file.name, "the file cannot be opened as HDF5"))
    }
    id = try opened.get()
  }

  deinit {
    let id = id
    HDF5Library.run { chdf5_close(id) }
  }

  /// The error after a failure of libhdf5, whose reason it quotes; call it within `HDF5Library.run(_:)`.
  static func failure(_ name: String, _ clause: String) -> ImageFileError {
    let message = HDF5Library.message
    return ImageFileError(
      file: name,
      reason: .damaged(clause + (message.isEmpty ? "" : " (libhdf5: \(message))"))
    )
  }

  /// The names of the members of a group, at most 1000, in the order of names; empty if there is no such group.
  func members(of group: String) throws(ImageFileError) -> [String] {
    guard let path = try resolved(group) else { return [] }
    return HDF5Library.run {
      let count = unsafe min(chdf5_child_count(id, path), Int64(Self.memberLimit))
      guard count > 0 else { return [] }
      return (0..<UInt64(count)).compactMap { index in
        unsafe HDF5Library.text { unsafe chdf5_child(id, path, index, $0, $1) }
      }
    }
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

  func open(_ path: String, _ properties: inout CHDF5Dataset) throws(ImageFileError) -> Int64 {
    let (id, name) = (id, name)
    var found = CHDF5Dataset()
    let opened = HDF5Library.run { () -> Result<Int64, ImageFileError> in
      let dataset = unsafe chdf5_dataset(id, path, &found)
      return dataset >= 0 ? .success(dataset) : .failure(Self.failure(name, "\(path) is no dataset that can be read"))
    }
    properties = found
    return try opened.get()
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
      let (kind, target) = HDF5Library.run { () -> (CHDF5Link, String?) in
        let kind = unsafe chdf5_link(id, group, part)
        guard kind == CHDF5_LINK_SOFT else { return (kind, nil) }
        return (kind, unsafe HDF5Library.text { unsafe chdf5_soft_target(id, group, part, $0, $1) })
      }
      switch kind {
      case CHDF5_LINK_HARD: done.append(part)
      case CHDF5_LINK_SOFT:
        guard let target else { return nil }
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
