import CTIFF

/// Tag Image File Format (revision 6.0, and BigTIFF), read as grey images by libtiff.
///
/// Integers of 1, 2, 4, 8, 10, 12, 14, 16 and 32 bits, signed integers of 8, 16 and 32 bits and floating-point numbers
/// of 16, 32 and 64 bits; grey, RGB or with a palette; in strips or tiles; without compression or by LZW, deflate,
/// PackBits, Zstandard, LZMA or JPEG. Each image of full resolution counts, in the order of the file.
///
/// Unsigned samples of up to 16 bits are exact, as in ``PNG``; `IntensityRange` fits the others into 0...65535.
public enum TIFF {
  /// The most images in a file.
  static let mostImages = 1 << 20

  /// Opens the bytes of a TIFF file; `name` is the file's name in errors.
  ///
  /// - Throws: `ImageFileError` if the bytes are no TIFF file, or its first image cannot be found.
  public static func open(_ bytes: [UInt8], name: String) throws(ImageFileError) -> any ImageSource {
    try TIFFImages(bytes, name: name)
  }
}

/// The images of a TIFF file.
struct TIFFImages: ImageSource {
  private let bytes: [UInt8]
  private let name: String
  /// The places of the directories of the images.
  private var places: [UInt64]
  /// The reason why images after the last cannot be found; the image after it gives this error.
  private var end: ImageFileError.Reason?

  init(_ bytes: [UInt8], name: String) throws(ImageFileError) {
    (self.bytes, self.name) = (bytes, name)
    var report = CTIFFReport()
    var status = CTIFF_OK
    // A directory takes at least 18 bytes.
    let capacity = min(TIFF.mostImages, bytes.count / 18 + 1)
    places = unsafe [UInt64](unsafeUninitializedCapacity: capacity) { output, count in
      count = unsafe bytes.withUnsafeBufferPointer { input in
        unsafe ctiff_list(input.baseAddress, input.count, output.baseAddress, capacity, &status, &report)
      }
    }
    if status != CTIFF_OK { end = Self.reason(status, report, "in the list of images") }
    guard places.count > 0 else {
      throw ImageFileError(file: name, reason: end ?? .damaged("it holds no image"))
    }
    guard places.count < TIFF.mostImages else {
      throw ImageFileError(file: name, reason: .tooLarge("\(TIFF.mostImages) images or more"))
    }
    if places.count > 1 {
      let whole = places.filter { place in
        // A damaged directory is reported when its image is read.
        guard let image = try? describe(place, name) else { return true }
        return image.subfile_type & 0b101 == 0
      }
      if !whole.isEmpty { places = whole }
    }
  }

  var count: Int { places.count + (end == nil ? 0 : 1) }

  func image(at index: Int) throws(ImageFileError) -> DecodedImage {
    let name = count == 1 ? self.name : "\(ImageReference(path: self.name, index: index))"
    guard index < places.count else {
      throw ImageFileError(file: name, reason: end ?? .damaged("there is no such image"))
    }
    let layout = try TIFFLayout(describe(places[index], name), bytes: bytes.count, name: name)
    return try TIFFDecoder(bytes: bytes, place: places[index], layout: layout, name: name).image()
  }

  private func describe(_ place: UInt64, _ name: String) throws(ImageFileError) -> CTIFFImage {
    var image = CTIFFImage()
    var report = CTIFFReport()
    let status = unsafe bytes.withUnsafeBufferPointer { input in
      unsafe ctiff_describe(input.baseAddress, input.count, place, &image, &report)
    }
    guard status == CTIFF_OK else {
      throw ImageFileError(file: name, reason: Self.reason(status, report, "in the description of the image"))
    }
    return image
  }

  /// The reason of a failure, with the message of libtiff.
  static func reason(_ status: CTIFFStatus, _ report: CTIFFReport, _ place: String) -> ImageFileError.Reason {
    let message = unsafe withUnsafeBytes(of: report.message) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let detail = message.hasSuffix(".") ? String(message.dropLast()) : message
    switch status {
    case CTIFF_TRUNCATED: return .truncated(detail.isEmpty ? place : "\(place) (\(detail))")
    case CTIFF_NO_MEMORY: return .unreadable("not enough memory")
    default: return .damaged(detail.isEmpty ? "its tags contradict each other (\(place))" : "\(detail) (\(place))")
    }
  }
}

/// The TIFF format.
struct TIFFFormat: ImageFormat {
  let name = "TIFF"
  let extensions = ["tif", "tiff"]

  func recognizes(_ start: [UInt8]) -> Bool {
    [[0x49, 0x49, 0x2A, 0], [0x4D, 0x4D, 0, 0x2A], [0x49, 0x49, 0x2B, 0], [0x4D, 0x4D, 0, 0x2B]].contains {
      start.starts(with: $0)
    }
  }

  func open(_ file: ImageFile) throws(ImageFileError) -> any ImageSource {
    try TIFF.open(file.bytes(), name: file.name)
  }
}
