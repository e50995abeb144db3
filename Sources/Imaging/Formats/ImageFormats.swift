import Synchronization

/// The known image formats; a file's content decides its format, not its extension.
public enum ImageFormats {
  /// The number of bytes by which a format recognises its files.
  public static let startCount = 512

  private static let registered = Mutex<[any ImageFormat]>([PNGFormat()])

  /// All formats, in the order in which they are tried.
  public static var all: [any ImageFormat] { registered.withLock { $0 } }

  /// Adds a format, which is tried after the known ones; a format of the same name is replaced.
  public static func register(_ format: some ImageFormat) {
    registered.withLock { formats in
      formats.removeAll { $0.name == format.name }
      formats.append(format)
    }
  }

  /// Opens a file.
  ///
  /// - Throws: `ImageFileError` if the file cannot be read or has no known format.
  public static func open(_ file: ImageFile) throws(ImageFileError) -> any ImageSource {
    let start = try file.start(startCount)
    guard !start.isEmpty else { throw ImageFileError(file: file.name, reason: .empty) }
    guard let format = all.first(where: { $0.recognizes(start, of: file) }) else {
      throw ImageFileError(file: file.name, reason: FileSignature.reason(at: start))
    }
    return try format.open(file)
  }

  /// Reads an image.
  ///
  /// - Throws: `ImageFileError` if the file cannot be read, or has no image of this index.
  public static func read(_ image: ImageReference) throws(ImageFileError) -> DecodedImage {
    let source = try open(ImageFile(path: image.path))
    let index = image.index ?? 0
    guard (0..<source.count).contains(index) else {
      throw ImageFileError(
        file: image.path,
        reason: .unreadable("it has \(source.count) images and none of index \(index)")
      )
    }
    return try source.image(at: index)
  }

  /// Reads the first image of a file.
  ///
  /// - Throws: `ImageFileError`.
  public static func read(_ path: String) throws(ImageFileError) -> DecodedImage {
    try read(ImageReference(path: path))
  }

  /// Returns whether the name of a file has the extension of a known format.
  public static func isNamedAsImage(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    let suffix = name.split(separator: ".").dropFirst().last.map { $0.lowercased() } ?? ""
    return all.contains { $0.extensions.contains(suffix) }
  }

  /// Returns whether a file is to be read as images: by its extension, else by its content.
  public static func isImage(_ path: String) -> Bool {
    if isNamedAsImage(path) { return true }
    let file = ImageFile(path: path)
    guard let start = try? file.start(startCount), !start.isEmpty else { return false }
    return all.contains { $0.recognizes(start, of: file) }
  }
}
