import CTIFF

/// The storage of an image in a TIFF file, checked before memory is allocated for it.
struct TIFFLayout {
  /// The numbers that samples are.
  enum SampleKind: UInt16 {
    case unsigned = 1
    case signed = 2
    case floatingPoint = 3
  }

  /// The meaning of a pixel's samples; numbers of the tag PhotometricInterpretation.
  enum Color: UInt16 {
    case whiteIsZero = 0
    case blackIsZero = 1
    case rgb = 2
    case palette = 3
    /// Luminance and colour differences, which the decoder of JPEG turns into RGB.
    case yCbCr = 6
  }

  /// The greatest size of a decoded image, and of a decoded strip or tile, in bytes.
  private static let largestSize = 1 << 30
  /// The greatest number of samples of a pixel.
  private static let mostSamples = 16

  /// The compression of each number of the tag, and the most bytes that it packs into one.
  ///
  /// Deflate as in `PNGHeader.fits(inBytes:)`; PackBits: 128 equal bytes in 2; LZW: a string of at most 4096 bytes in a
  /// code of at least 9 bits; JPEG: a bit for each block of 64 samples. Zstandard and LZMA pack runs of any length.
  private static let compressions: [UInt16: (name: String, factor: Int)] = [
    1: ("none", 1), 5: ("LZW", 3641), 7: ("JPEG", 512 * 3), 8: ("deflate", 1032), 32946: ("deflate", 1032),
    32773: ("PackBits", 64), 34925: ("LZMA", 1 << 15), 50000: ("Zstandard", 1 << 15),
  ]

  let tags: CTIFFImage
  let kind: SampleKind
  let color: Color
  let width: Int
  let height: Int
  let bits: Int
  /// The samples of a pixel that are used: 1, or 3 for red, green and blue.
  let channels: Int

  /// Checks the tags of an image in a file with a number of bytes.
  ///
  /// - Throws: `ImageFileError` if images of its kind are not read, or it is too large.
  init(_ tags: CTIFFImage, bytes: Int, name: String) throws(ImageFileError) {
    self.tags = tags
    (width, height, bits) = (Int(tags.width), Int(tags.height), Int(tags.bits))
    func refusal(_ text: String) -> ImageFileError {
      ImageFileError(file: name, reason: .foreign("a TIFF file \(text), which ednet does not read; convert it to PNG"))
    }
    guard let compression = Self.compressions[tags.compression] else {
      throw refusal("with the compression of number \(tags.compression)")
    }
    guard let color = Color(rawValue: tags.photometric), color != .yCbCr || compression.name == "JPEG" else {
      throw refusal(Self.names[tags.photometric].map { "in \($0)" } ?? "with colours of number \(tags.photometric)")
    }
    guard let kind = SampleKind(rawValue: tags.sample_format) else { throw refusal("with complex numbers") }
    let depths: [Int] =
      switch (color, kind) {
      case (.palette, .unsigned): [1, 2, 4, 8]
      case (.palette, _): []
      case (.yCbCr, _): [8]
      case (_, .unsigned): [1, 2, 4, 8, 10, 12, 14, 16, 32]
      case (_, .signed): [8, 16, 32]
      case (_, .floatingPoint): [16, 32, 64]
      }
    guard depths.contains(bits) else { throw refusal("with \(Self.names(of: kind)) of \(bits) bits") }
    let samples = Int(tags.samples)
    channels = [.rgb, .yCbCr].contains(color) ? 3 : 1
    guard samples >= channels, samples <= Self.mostSamples else {
      throw refusal("with \(samples) samples a pixel")
    }
    (self.color, self.kind) = (color, kind)
    try ImageSize.check(width, height, name: name)
    let size = (width * samples * bits + 7) / 8 * height
    guard size <= Self.largestSize, tags.block_size <= UInt64(Self.largestSize) else {
      throw ImageFileError(
        file: name,
        reason: .tooLarge("\(width) × \(height) pixels of \(samples * bits) bits; at most 1 GiB in all is read")
      )
    }
    guard size <= bytes * compression.factor else {
      throw ImageSize.excess(width, height, bytes: bytes, name: name)
    }
  }

  /// The notes that follow from the tags.
  var notes: Set<ConversionNote> {
    var notes: Set<ConversionNote> = []
    if Int(tags.samples) > channels { notes.insert(.alpha) }
    if color == .whiteIsZero { notes.insert(.inverted) }
    if color == .palette { notes.insert(.palette) }
    if tags.orientation != 1 { notes.insert(.orientation) }
    if tags.compression == 7 { notes.insert(.lossy) }
    return notes
  }

  /// Meanings of samples that are not read.
  private static let names: [UInt16: String] = [
    4: "transparency masks", 5: "CMYK", 6: "YCbCr", 8: "CIE L*a*b*", 9: "ICC L*a*b*", 10: "ITU L*a*b*",
    32803: "a colour filter array", 32844: "LogL", 32845: "LogLuv", 34892: "linear raw samples",
  ]

  private static func names(of kind: SampleKind) -> String {
    switch kind {
    case .unsigned: "samples"
    case .signed: "signed samples"
    case .floatingPoint: "floating-point numbers"
    }
  }
}
