import CPNG
import Files

/// Portable Network Graphics, read and written as grey images.
///
/// Grey samples are exact: a 16-bit 1000 stays 1000 whatever gamma or colour profile stands in the file.
/// Samples of 1, 2 and 4 bits are scaled to 0...255 (`v * 255 / max`, an integer). Colour becomes the luminance
/// of the stored values with the weights of ITU-R BT.709 (0.2126, 0.7152, 0.0722); where red, green and blue
/// agree it is that value, exactly. Alpha is ignored. Bytes after the end of the image are ignored.
public enum PNG {
  /// The largest width and height that are read.
  public static let largestSide = 32768
  /// The largest number of pixels that are read.
  public static let largestPixelCount = 1 << 27

  /// The bits of a sample to write.
  public enum BitDepth: Int, Sendable, CaseIterable {
    /// 0...255.
    case eight = 8
    /// 0...65535.
    case sixteen = 16
  }

  /// Decodes the bytes of a PNG file; `name` is the file's name in errors.
  ///
  /// - Throws: `ImageFileError` if the bytes are empty, no PNG file, truncated, damaged or too large.
  public static func decode(_ bytes: [UInt8], name: String) throws(ImageFileError) -> DecodedImage {
    let header = try PNGHeader(bytes, name: name)
    guard header.fits(inBytes: bytes.count) else {
      throw ImageFileError(
        file: name,
        reason: .damaged(
          "the header claims \(header.width) × \(header.height) pixels, more than \(bytes.count) bytes can hold"
        )
      )
    }
    let isColor = [.rgb, .rgba, .palette].contains(header.colorType)
    let bitDepth = max(8, header.bitDepth)
    let sampleCount = header.width * header.height * (isColor ? 3 : 1)
    var notes = Set<ConversionNote>()
    let pixels: [Float]
    if bitDepth == 8 {
      let samples: [UInt8] = try decodeSamples(bytes, header, sampleCount, &notes, name)
      pixels = isColor ? Luminance.pixels(of: samples, &notes) : samples.map { Float($0) }
    } else {
      let samples: [UInt16] = try decodeSamples(bytes, header, sampleCount, &notes, name)
      pixels = isColor ? Luminance.pixels(of: samples, &notes) : samples.map { Float($0) }
    }
    if header.colorType == .palette { notes.insert(.palette) }
    return DecodedImage(
      image: GrayImage(width: header.width, height: header.height, pixels: pixels),
      bitDepth: bitDepth,
      sourceBitDepth: header.bitDepth,
      notes: ConversionNote.allCases.filter(notes.contains),
      format: "PNG"
    )
  }

  /// Encodes an image, each intensity rounded to the nearest integer and clamped to the range of the bit depth.
  ///
  /// Intensities that are not a number become 0.
  public static func encode(_ image: GrayImage, bitDepth: BitDepth) -> [UInt8] {
    switch bitDepth {
    case .eight: encode(image.pixels.map { UInt8(clamping($0, to: 255)) }, like: image, bitDepth)
    case .sixteen: encode(image.pixels.map { UInt16(clamping($0, to: 65535)) }, like: image, bitDepth)
    }
  }

  private static func clamping(_ intensity: Float, to largest: Float) -> Float {
    // A comparison with a number that is none is false, so that it ends as 0.
    intensity > 0 ? min(intensity, largest).rounded() : 0
  }

  /// Reads a PNG file.
  ///
  /// - Throws: `ImageFileError` if the file cannot be read, or as ``decode(_:name:)``.
  public static func read(_ path: String) throws(ImageFileError) -> DecodedImage {
    try decode(ImageFile(path: path).bytes(), name: path)
  }

  /// Reads size, bit depth and colour type from the first 33 bytes of a PNG file.
  ///
  /// - Throws: `ImageFileError` if the file cannot be read, is not a PNG file or is too large.
  public static func header(_ path: String) throws(ImageFileError) -> PNGHeader {
    try PNGHeader(ImageFile(path: path).start(PNGHeader.byteCount), name: path)
  }

  /// Writes an image as a grey PNG file, rounded and clamped as by ``encode(_:bitDepth:)``.
  ///
  /// The file appears whole or not at all: it is written under a temporary name in the same folder and renamed.
  ///
  /// - Throws: `ImageFileError` if the file cannot be written.
  public static func write(_ image: GrayImage, to path: String, bitDepth: BitDepth = .eight) throws(ImageFileError) {
    // Not flushed, which would take longer than all other work if thousands of images are written.
    do { try AtomicFile(path).write(encode(image, bitDepth: bitDepth), isFlushed: false) } catch {
      throw ImageFileError(file: path, reason: .unwritable(error.reason))
    }
  }

  private static func decodeSamples<Sample: FixedWidthInteger>(
    _ bytes: [UInt8],
    _ header: PNGHeader,
    _ sampleCount: Int,
    _ notes: inout Set<ConversionNote>,
    _ name: String
  ) throws(ImageFileError) -> [Sample] {
    var report = CPNGReport()
    var status = CPNG_OK
    let samples = unsafe [Sample](unsafeUninitializedCapacity: sampleCount) { samples, count in
      unsafe UnsafeMutableRawBufferPointer(samples).withMemoryRebound(to: UInt8.self) { output in
        unsafe bytes.withUnsafeBufferPointer { input in
          guard let input = input.baseAddress, let output = output.baseAddress else { return }
          status = unsafe cpng_decode(
            input,
            bytes.count,
            output,
            sampleCount / header.height * MemoryLayout<Sample>.size,
            UInt32(header.height),
            UInt32(largestSide),
            &report
          )
        }
      }
      count = sampleCount
    }
    if report.has_transparency != 0 { notes.insert(.alpha) }
    guard status == CPNG_OK else { throw ImageFileError(file: name, reason: reason(of: status, report, header)) }
    return samples
  }

  private static func reason(of status: CPNGStatus, _ report: CPNGReport, _ header: PNGHeader) -> ImageFileError.Reason
  {
    let place =
      if report.passes == 0 { "before the image data" } else if report.pass == report.passes {
        "after the last row"
      } else if report.passes > 1 { "in pass \(report.pass + 1) of \(report.passes)" } else {
        "after row \(report.row) of \(header.height)"
      }
    switch status {
    case CPNG_TRUNCATED: return .truncated(place)
    case CPNG_NO_MEMORY: return .unreadable("not enough memory")
    case CPNG_OUTSIDE_PALETTE:
      return .damaged(
        "a pixel has colour \(report.largest_index) of a palette of \(report.palette_size) colours, 0 the first"
      )
    default: return .damaged("\(message(of: report)) (\(place))")
    }
  }

  private static func message(of report: CPNGReport) -> String {
    unsafe withUnsafeBytes(of: report.message) { bytes in
      // libpng escapes its quotations from a file; any other byte that is not ASCII is repaired.
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  private static func encode<Sample: FixedWidthInteger>(
    _ samples: [Sample],
    like image: GrayImage,
    _ bitDepth: BitDepth
  ) -> [UInt8] {
    var report = CPNGReport()
    return unsafe samples.withUnsafeBytes { input in
      var bytes: UnsafeMutablePointer<UInt8>?
      var count = 0
      unsafe cpng_encode_gray(
        input.assumingMemoryBound(to: UInt8.self).baseAddress,
        UInt32(image.width),
        UInt32(image.height),
        Int32(bitDepth.rawValue),
        &bytes,
        &count,
        &report
      )
      defer { unsafe cpng_free(bytes) }
      // Only exhausted memory ends here, on which Swift's own arrays trap as well.
      guard let bytes = unsafe bytes else { preconditionFailure("no memory to encode a PNG") }
      return unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: count))
    }
  }
}

/// The PNG format.
struct PNGFormat: ImageFormat {
  let name = "PNG"
  let extensions = ["png"]
  let holdsOneImage = true

  func recognizes(_ start: [UInt8]) -> Bool {
    let present = start.prefix(PNGHeader.signature.count)
    return present.elementsEqual(PNGHeader.signature.prefix(present.count))
  }

  func open(_ file: ImageFile) throws(ImageFileError) -> any ImageSource {
    SingleImage(image: try PNG.decode(file.bytes(), name: file.name))
  }
}
