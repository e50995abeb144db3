import Imaging
import Workers

/// The images of many files, decoded on several threads, a part of them in memory at a time.
package struct ImageFiles: Sendable {
  /// An image: its name in messages, and its content or the reason why there is none.
  package typealias Image<Content> = (name: String, content: Result<Content, ImageFileError>)

  private let names: [String]
  /// The indices of images in the only file; nil for all images of all files.
  private let indices: Range<Int>?
  private let pool: WorkerPool
  /// The most images that are decoded before their content is handed over.
  private static let partSize = 256

  /// Names files; `scan.tif[3]` is one image of a file of several.
  package init(_ names: [String], pool: WorkerPool) { self.init(ImagePart(files: names), pool: pool) }

  /// Names a part of the images of files.
  package init(_ part: ImagePart, pool: WorkerPool) {
    (names, indices, self.pool) = (part.files, part.images, pool)
  }

  /// The number of images in each file; a file that cannot be read counts as one image.
  package var counts: [Int] {
    pool.map(names.count) { number in
      let reference = ImageReference(named: names[number])
      return reference.index == nil ? max(1, (try? ImageFormats.count(reference.path)) ?? 1) : 1
    }
  }

  /// The name of every image; a file that cannot be read counts as one image.
  package var imageNames: [String] {
    zip(names, counts).flatMap { name, count in
      count > 1 ? (0..<count).map { "\(ImageReference(path: name, index: $0))" } : [name]
    }
  }

  private enum Opened<Content: Sendable>: Sendable {
    case image(Result<Content, ImageFileError>)
    /// A file of several, still open if it is the only file.
    case several((any ImageSource)?)
  }

  /// Decodes all images in their order.
  ///
  /// - Parameters:
  ///   - convert: makes the content from an image, on any thread; an error makes the image unreadable.
  ///   - remark: takes each remark on a scan file, one sentence, before its images.
  ///   - body: takes a part of the images.
  /// - Throws: the error of `body`.
  package func forEachPart<Content: Sendable, Failure: Error>(
    convert: @Sendable (DecodedImage) throws -> Content,
    remark: (String) -> Void = { _ in },
    body: ([Image<Content>]) throws(Failure) -> Void
  ) throws(Failure) {
    for first in stride(from: 0, to: names.count, by: Self.partSize) {
      let part = names[first..<min(first + Self.partSize, names.count)]
      let opened = pool.map(part.count) { Self.open(part[first + $0], isOnlyFile: names.count == 1, convert) }
      var ready: [Image<Content>] = []
      for (name, opened) in zip(part, opened) {
        switch opened {
        case .image(let content): ready.append((name, content))
        case .several(let source):
          if !ready.isEmpty { try body(ready) }
          ready = []
          try forEachPart(of: name, source, convert, remark, body)
        }
      }
      if !ready.isEmpty { try body(ready) }
    }
  }

  /// Decodes a file of one image.
  ///
  /// A file of several among others is opened again in its turn, so that only one such file is in memory.
  private static func open<Content: Sendable>(
    _ name: String,
    isOnlyFile: Bool,
    _ convert: (DecodedImage) throws -> Content
  ) -> Opened<Content> {
    let reference = ImageReference(named: name)
    guard reference.index == nil else { return .image(content(name, convert) { try ImageFormats.read(reference) }) }
    do {
      let source = try ImageFormats.open(ImageFile(path: reference.path))
      // The remarks on a scan of one pattern are said in its turn as well.
      guard source.count > 1 || source.scan != nil else {
        return .image(content(name, convert) { try source.image(at: 0) })
      }
      return .several(isOnlyFile ? source : nil)
    } catch { return .image(.failure(error)) }
  }

  private func forEachPart<Content: Sendable, Failure: Error>(
    of name: String,
    _ open: (any ImageSource)?,
    _ convert: @Sendable (DecodedImage) throws -> Content,
    _ remark: (String) -> Void,
    _ body: ([Image<Content>]) throws(Failure) -> Void
  ) throws(Failure) {
    let opened = Result { () throws(ImageFileError) in
      if let open { return open }
      return try ImageFormats.open(ImageFile(path: name))
    }
    guard case .success(let source) = opened else {
      if case .failure(let error) = opened { try body([(name, .failure(error))]) }
      return
    }
    let range = indices?.clamped(to: 0..<source.count) ?? 0..<source.count
    if range.lowerBound == 0 { for note in source.scan?.notes ?? [] { remark("\(name): \(note)") } }
    for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.partSize) {
      try body(
        pool.map(min(Self.partSize, range.upperBound - first)) { number in
          let image = source.count > 1 ? "\(ImageReference(path: name, index: first + number))" : name
          return (image, Self.content(image, convert) { try source.image(at: first + number) })
        }
      )
    }
  }

  private static func content<Content>(
    _ name: String,
    _ convert: (DecodedImage) throws -> Content,
    image: () throws -> DecodedImage
  ) -> Result<Content, ImageFileError> {
    do { return .success(try convert(try image())) } catch let error as ImageFileError {
      return .failure(error)
    } catch { return .failure(ImageFileError(file: name, reason: .unreadable("\(error)"))) }
  }
}
