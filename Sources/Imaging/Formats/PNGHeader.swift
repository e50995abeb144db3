/// The first chunk of a PNG file (IHDR), which describes the image.
///
/// Portable Network Graphics specification, third edition (W3C, 2025), section 11.2.1.
public struct PNGHeader: Sendable, Equatable {
  /// The samples of a pixel.
  public enum ColorType: UInt8, Sendable, Equatable {
    /// One grey sample.
    case gray = 0
    /// Red, green and blue samples.
    case rgb = 2
    /// A number into a palette of colours.
    case palette = 3
    /// A grey and an alpha sample.
    case grayAlpha = 4
    /// Red, green, blue and alpha samples.
    case rgba = 6

    var bitDepths: [Int] {
      switch self {
      case .gray: [1, 2, 4, 8, 16]
      case .palette: [1, 2, 4, 8]
      case .rgb, .grayAlpha, .rgba: [8, 16]
      }
    }

    /// The number of samples stored for a pixel.
    var channels: Int {
      switch self {
      case .gray, .palette: 1
      case .grayAlpha: 2
      case .rgb: 3
      case .rgba: 4
      }
    }
  }

  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// Bits a sample: 1, 2, 4, 8 or 16.
  public let bitDepth: Int
  /// The samples of a pixel.
  public let colorType: ColorType
  /// True if the rows are stored in the seven passes of Adam7.
  public let isInterlaced: Bool

  /// The number of bytes that hold the signature and the header.
  public static let byteCount = 33

  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Reads the header from the first bytes of a file; `name` is the file's name in errors.
  ///
  /// - Throws: `ImageFileError` if the bytes are not a PNG file, violate the standard, or describe an image beyond
  ///   `PNG.largestSide` or `PNG.largestPixelCount`.
  public init(_ bytes: some Collection<UInt8>, name: String) throws(ImageFileError) {
    let bytes = [UInt8](bytes.prefix(Self.byteCount))
    func failure(_ reason: ImageFileError.Reason) -> ImageFileError { ImageFileError(file: name, reason: reason) }

    guard !bytes.isEmpty else { throw failure(.empty) }
    let present = bytes.prefix(Self.signature.count)
    guard present.elementsEqual(Self.signature.prefix(present.count)) else {
      throw failure(FileSignature.reason(at: bytes))
    }
    guard bytes.count >= Self.byteCount else { throw failure(.truncated("in the header")) }

    func word(at start: Int) -> Int { bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
    guard !bytes[12..<16].elementsEqual("CgBI".utf8) else {
      throw failure(
        .foreign("a PNG file changed for iOS (CgBI); restore it with \"xcrun pngcrush -revert-iphone-optimizations\"")
      )
    }
    guard word(at: 8) == 13, bytes[12..<16].elementsEqual("IHDR".utf8) else {
      throw failure(.damaged("it does not begin with a header"))
    }
    let (width, height, bitDepth) = (word(at: 16), word(at: 20), Int(bytes[24]))
    guard width > 0, height > 0, width < 1 << 31, height < 1 << 31 else {
      throw failure(.damaged("the header claims \(width) × \(height) pixels"))
    }
    guard let colorType = ColorType(rawValue: bytes[25]), colorType.bitDepths.contains(bitDepth) else {
      throw failure(.damaged("the header claims colour type \(bytes[25]) with \(bitDepth) bits a sample"))
    }
    guard bytes[26] == 0, bytes[27] == 0, bytes[28] <= 1 else {
      throw failure(.damaged("the header claims unknown compression, filters or interlacing"))
    }
    try ImageSize.check(width, height, name: name)
    self.width = width
    self.height = height
    self.bitDepth = bitDepth
    self.colorType = colorType
    self.isInterlaced = bytes[28] == 1
  }

  /// Returns whether a file with this number of bytes can hold the image.
  ///
  /// Deflate packs at most 1032 bytes into one (Adler, zlib's technical details), so that a short file that
  /// claims a huge image is refused before memory is allocated for it.
  func fits(inBytes count: Int) -> Bool {
    let rowSize = (width * bitDepth * colorType.channels + 7) / 8
    return rowSize * height <= count * 1032
  }
}
