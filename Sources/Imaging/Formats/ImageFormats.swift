import Synchronization

/// The known image formats; a file's content decides its format, not its extension.
public enum ImageFormats {
  /// The number of bytes by which a format recognises its files.
  public static let startCount = 512

  private static let registered = Mutex<[any ImageFormat]>([
    PNGFormat(), TIFFFormat(), JPEGFormat(), BMPFormat(),
  ])

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
  /// A program reads scan files after `ScanFormats.register()`.
  ///
  /// - Throws: `ImageFileError` if the file cannot be read or has no known format.
  public static func open(_ file: ImageFile) throws(ImageFileError) -> any ImageSource {
    try format(of: file).open(file)
  }

  private static func format(of file: ImageFile) throws(ImageFileError) -> any ImageFormat {
    let start = try file.start(startCount)
    guard !start.isEmpty else { throw ImageFileError(file: file.name, reason: .empty) }
    guard let format = all.first(where: { $0.recognizes(start, of: file) }) else {
      throw ImageFileError(file: file.name, reason: FileSignature.reason(at: start))
    }
    return format
  }

  /// Returns the number of images in a file; a file of a format of one image is not read for this.
  ///
  /// - Throws: `ImageFileError` as ``open(_:)``.
  public static func count(_ path: String) throws(ImageFileError) -> Int {
    let file = ImageFile(path: path)
    let format = try format(of: file)
    return format.holdsOneImage ? 1 : try format.open(file).count
  }

  /// The scan that a file holds, and its number of patterns; nil for other images.
  ///
  /// - Throws: `ImageFileError` as ``open(_:)``.
  public static func scan(_ path: String) throws(ImageFileError) -> (scan: ScanDescription, count: Int)? {
    let file = ImageFile(path: path)
    let format = try format(of: file)
    guard !format.holdsOneImage else { return nil }
    let source = try format.open(file)
    return source.scan.map { ($0, source.count) }
  }

  /// Returns whether a file is read in place because it may hold several images; false if it cannot be read.
  package static func isReadInPlace(_ file: ImageFile) -> Bool {
    (try? format(of: file))?.holdsOneImage == false
  }

  /// Opens the file of an image, and finds the index of the image in it.
  ///
  /// - Throws: `ImageFileError` if the file cannot be read, has no image of this index, or has several and none is
  ///   named.
  public static func source(of image: ImageReference) throws(ImageFileError) -> (source: any ImageSource, index: Int) {
    let source = try open(ImageFile(path: image.path))
    let count = source.count
    guard let index = image.index ?? (count == 1 ? 0 : nil) else {
      let example = ImageReference(path: image.path, index: 0)
      throw ImageFileError(
        file: image.path,
        reason: .unreadable("it holds \(count) images; name one, as in \(example)")
      )
    }
    guard (0..<count).contains(index) else {
      let images = "\(count) image\(count == 1 ? "" : "s")"
      throw ImageFileError(
        file: image.path,
        reason: .unreadable("it has \(images) and none of index \(index)")
      )
    }
    return (source, index)
  }

  /// Reads an image.
  ///
  /// - Throws: `ImageFileError` as ``source(of:)``.
  public static func read(_ image: ImageReference) throws(ImageFileError) -> DecodedImage {
    let (source, index) = try source(of: image)
    return try source.image(at: index)
  }

  /// Reads the image of a file of one image, or one of several, named as in `scan.tif[3]`.
  ///
  /// - Throws: `ImageFileError`.
  public static func read(_ name: String) throws(ImageFileError) -> DecodedImage {
    try read(ImageReference(named: name))
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
