import Files

/// A format of image files.
///
/// A new format is one type: it recognises its files by their first bytes and decodes their images. Register it with
/// ``ImageFormats/register(_:)``.
public protocol ImageFormat: Sendable {
  /// The name of the format, such as PNG.
  var name: String { get }

  /// The extensions of its files in lower case, without a dot.
  ///
  /// A file with such an extension counts as an image even if its content is damaged.
  var extensions: [String] { get }

  /// True if a file of this format always holds one image, so that it need not be opened to count them.
  ///
  /// False by default.
  var holdsOneImage: Bool { get }

  /// Returns whether a file that starts with these bytes, at most ``ImageFormats/startCount``, has this format.
  func recognizes(_ start: [UInt8]) -> Bool

  /// Returns whether a file that starts with these bytes has this format.
  ///
  /// By default the bytes decide. A format without a signature may look at the file's name and at the files beside it.
  func recognizes(_ start: [UInt8], of file: ImageFile) -> Bool

  /// Opens a file of this format; its images are decoded one by one.
  func open(_ file: ImageFile) throws(ImageFileError) -> any ImageSource
}

extension ImageFormat {
  /// As ``recognizes(_:)``.
  public func recognizes(_ start: [UInt8], of file: ImageFile) -> Bool { recognizes(start) }

  /// False.
  public var holdsOneImage: Bool { false }
}

/// The images of an open file.
public protocol ImageSource: Sendable {
  /// The number of images.
  var count: Int { get }

  /// Decodes an image.
  ///
  /// - Parameter index: its index, from 0 to `count` - 1.
  /// - Returns: the image.
  /// - Throws: `ImageFileError` if the image is damaged or of a kind that is not read.
  func image(at index: Int) throws(ImageFileError) -> DecodedImage

  /// The scan whose patterns the images are; nil for other images, and by default.
  var scan: ScanDescription? { get }
}

extension ImageSource {
  /// Nil.
  public var scan: ScanDescription? { nil }
}

/// The source of a file of a single image.
public struct SingleImage: ImageSource {
  private let image: DecodedImage

  /// Takes the decoded image.
  public init(image: DecodedImage) { self.image = image }

  /// 1.
  public var count: Int { 1 }

  /// The image.
  public func image(at index: Int) -> DecodedImage { image }
}

/// The name of an image: a file, and an index in a file of several images.
public struct ImageReference: Sendable, Hashable, CustomStringConvertible {
  /// The path of the file.
  public var path: String
  /// The index of the image; nil in a file of a single image.
  public var index: Int?

  /// Names an image.
  public init(path: String, index: Int? = nil) { (self.path, self.index) = (path, index) }

  /// Reads a name as ``description`` writes it: `scan.tif[12]`, unless there is a file of this very name.
  public init(named name: String) {
    self.init(path: name)
    guard name.utf8.last == UInt8(ascii: "]"), let match = name.wholeMatch(of: /(.+)\[([0-9]+)\]/),
      let index = Int(match.2), FileStatus(name) == nil
    else { return }
    self.init(path: String(match.1), index: index)
  }

  /// The path, with the index in brackets if there is one: `scan.h5[12]`.
  public var description: String { index.map { "\(path)[\($0)]" } ?? path }
}
