import CJPEG

/// Joint Photographic Experts Group files (ISO/IEC 10918-1), read as grey images by libjpeg.
///
/// Images of 8 bits, baseline or progressive, grey or in colour; colour becomes luminance as in ``PNG``. Their
/// compression changes an image, which its notes say.
public enum JPEG {
  /// The most pixels that a byte of Huffman codes holds: one bit for each block of 8 × 8.
  private static let pixelsOfByte = 512

  /// Decodes the bytes of a JPEG file; `name` is the file's name in errors.
  ///
  /// - Throws: `ImageFileError` if the bytes are no JPEG file, truncated, damaged, too large or of a kind that is not
  ///   read.
  public static func decode(_ bytes: [UInt8], name: String) throws(ImageFileError) -> DecodedImage {
    var header = CJPEGHeader()
    var report = CJPEGReport()
    let opened = unsafe bytes.withUnsafeBufferPointer { input in
      unsafe cjpeg_header(input.baseAddress, input.count, &header, &report)
    }
    try check(opened, report, "in the header", name: name)
    let (width, height, channels) = (Int(header.width), Int(header.height), Int(header.channels))
    try ImageSize.check(width, height, name: name)
    guard width * height <= bytes.count * pixelsOfByte else {
      throw ImageSize.excess(width, height, bytes: bytes.count, name: name)
    }
    var status = CJPEG_OK
    let samples = unsafe [UInt8](unsafeUninitializedCapacity: width * height * channels) { output, count in
      unsafe output.initialize(repeating: 0)
      status = unsafe bytes.withUnsafeBufferPointer { input in
        unsafe cjpeg_decode(input.baseAddress, input.count, &header, output.baseAddress, &report)
      }
      count = width * height * channels
    }
    try check(status, report, "after row \(report.row) of \(height)", name: name)
    var notes: Set<ConversionNote> = [.lossy]
    let pixels = channels == 3 ? Luminance.pixels(of: samples, &notes) : samples.map { Float($0) }
    return DecodedImage(
      image: GrayImage(width: width, height: height, pixels: pixels),
      bitDepth: 8,
      sourceBitDepth: 8,
      notes: ConversionNote.allCases.filter(notes.contains),
      format: "JPEG"
    )
  }

  private static func check(
    _ status: CJPEGStatus,
    _ report: CJPEGReport,
    _ place: String,
    name: String
  ) throws(ImageFileError) {
    let message = unsafe withUnsafeBytes(of: report.message) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    let reason: ImageFileError.Reason
    switch status {
    case CJPEG_OK: return
    case CJPEG_TRUNCATED: reason = .truncated(place)
    case CJPEG_UNSUPPORTED:
      reason = .foreign("a JPEG file with \(message), which ednet does not read; convert it to PNG")
    default: reason = .damaged("\(message) (\(place))")
    }
    throw ImageFileError(file: name, reason: reason)
  }
}

/// The JPEG format.
struct JPEGFormat: ImageFormat {
  let name = "JPEG"
  let extensions = ["jpg", "jpeg"]
  let holdsOneImage = true

  func recognizes(_ start: [UInt8]) -> Bool { start.starts(with: [0xFF, 0xD8, 0xFF]) }

  func open(_ file: ImageFile) throws(ImageFileError) -> any ImageSource {
    SingleImage(image: try JPEG.decode(file.bytes(), name: file.name))
  }
}
