/// Windows and OS/2 bitmaps, read as grey images.
///
/// Palettes of 1, 4 and 8 bits, also packed by run length (RLE8), and colours of 16, 24 and 32 bits; rows from the
/// bottom or from the top. Colour becomes luminance as in ``PNG``; samples of less than 8 bits are scaled to 0...255.
/// Pixels that a run-length code skips have the first colour of the palette.
public enum BMP {
  /// The most pixels that a byte of run-length codes holds.
  private static let pixelsOfByte = 128

  /// Decodes the bytes of a BMP file; `name` is the file's name in errors.
  ///
  /// - Throws: `ImageFileError` if the bytes are no BMP file, truncated, damaged, too large or of a kind that is not
  ///   read.
  public static func decode(_ bytes: [UInt8], name: String) throws(ImageFileError) -> DecodedImage {
    let header = try BMPHeader(bytes, name: name)
    var notes: Set<ConversionNote> = header.hasAlpha ? [.alpha] : []
    let pixels: [Float]
    let sourceBitDepth: Int
    switch header.storage {
    case .palette:
      sourceBitDepth = header.bits
      let indices = try packedIndices(bytes, header, name)
      pixels = try colors(of: indices, header, name, &notes)
    case .runLength:
      sourceBitDepth = 8
      let indices = try runLengthIndices(bytes, header, name)
      pixels = try colors(of: indices, header, name, &notes)
    case .masks(let red, let green, let blue):
      sourceBitDepth = [red, green, blue].map(\.nonzeroBitCount).max() ?? 8
      pixels = try colors(bytes, header, red, green, blue, name, &notes)
    }
    return DecodedImage(
      image: GrayImage(width: header.width, height: header.height, pixels: pixels),
      bitDepth: 8,
      sourceBitDepth: sourceBitDepth,
      notes: ConversionNote.allCases.filter(notes.contains),
      format: "BMP"
    )
  }

  /// Throws unless the file holds all rows; the last one may lack its padding.
  private static func checkLength(_ bytes: [UInt8], _ header: BMPHeader, _ name: String) throws(ImageFileError) {
    let (present, last) = (bytes.count - header.start, (header.width * header.bits + 7) / 8)
    guard present < header.rowSize * (header.height - 1) + last else { return }
    throw ImageFileError(
      file: name,
      reason: .truncated("after row \(present / header.rowSize) of \(header.height) in the file")
    )
  }

  /// The place of the first byte of a row, counted from the top.
  private static func place(ofRow row: Int, _ header: BMPHeader) -> Int {
    header.start + header.rowSize * (header.isTopDown ? row : header.height - 1 - row)
  }

  private static func packedIndices(
    _ bytes: [UInt8],
    _ header: BMPHeader,
    _ name: String
  ) throws(ImageFileError) -> [UInt8] {
    try checkLength(bytes, header, name)
    let mask = UInt8((1 << header.bits) - 1)
    var indices = [UInt8](repeating: 0, count: header.width * header.height)
    for row in 0..<header.height {
      let first = place(ofRow: row, header)
      for column in 0..<header.width {
        let bit = column * header.bits
        indices[row * header.width + column] =
          bytes[first + bit / 8] >> UInt8(8 - header.bits - bit % 8) & mask
      }
    }
    return indices
  }

  private static func runLengthIndices(
    _ bytes: [UInt8],
    _ header: BMPHeader,
    _ name: String
  ) throws(ImageFileError) -> [UInt8] {
    let (width, height) = (header.width, header.height)
    guard width * height <= (bytes.count - header.start) * pixelsOfByte else {
      throw ImageSize.excess(width, height, bytes: bytes.count, name: name)
    }
    var indices = [UInt8](repeating: 0, count: width * height)
    var (place, column, row) = (header.start, 0, 0)
    func truncated() -> ImageFileError {
      ImageFileError(file: name, reason: .truncated("after row \(row) of \(height) in the file"))
    }
    func set(_ colors: some Collection<UInt8>) throws(ImageFileError) {
      guard row < height, colors.count <= width - column else {
        throw ImageFileError(file: name, reason: .damaged("row \(row + 1) of the file has too many pixels"))
      }
      let first = (height - 1 - row) * width + column
      indices.replaceSubrange(first..<first + colors.count, with: colors)
      column += colors.count
    }
    // A file that has all its pixels may lack the code for the end.
    while place < bytes.count || row < height - 1 || (row == height - 1 && column < width) {
      guard place + 1 < bytes.count else { throw truncated() }
      let (count, value) = (Int(bytes[place]), bytes[place + 1])
      place += 2
      if count > 0 {
        try set(repeatElement(value, count: count))
        continue
      }
      switch value {
      case 0: (column, row) = (0, row + 1)
      case 1: return indices
      case 2:
        guard place + 1 < bytes.count else { throw truncated() }
        (column, row) = (column + Int(bytes[place]), row + Int(bytes[place + 1]))
        place += 2
        guard column <= width, row < height else {
          throw ImageFileError(file: name, reason: .damaged("a code leads outside the image"))
        }
      default:
        guard place + Int(value) <= bytes.count else { throw truncated() }
        try set(bytes[place..<place + Int(value)])
        // Literal pixels fill whole words of two bytes.
        place += Int(value) + Int(value) % 2
      }
    }
    return indices
  }

  /// The colours of a palette as grey.
  private static func colors(
    of indices: [UInt8],
    _ header: BMPHeader,
    _ name: String,
    _ notes: inout Set<ConversionNote>
  ) throws(ImageFileError) -> [Float] {
    let palette = header.palette
    if let largest = indices.max(), largest >= palette.count {
      throw ImageFileError(
        file: name,
        reason: .damaged("a pixel has colour \(largest) of a palette of \(palette.count) colours, 0 the first")
      )
    }
    // A ramp from black to white is the format's only way to store grey.
    let top = (1 << header.bits) - 1
    let isRamp = palette.enumerated().allSatisfy { $1 == SIMD3(repeating: UInt8($0 * 255 / top)) }
    var conversions: Set<ConversionNote> = [.palette]
    let pixels = Luminance.pixels(
      of: indices.flatMap { index in
        let color = palette[Int(index)]
        return [color.x, color.y, color.z]
      },
      &conversions
    )
    if !isRamp { notes.formUnion(conversions) }
    return pixels
  }

  /// Colours in the bits of masks as grey.
  private static func colors(
    _ bytes: [UInt8],
    _ header: BMPHeader,
    _ red: UInt32,
    _ green: UInt32,
    _ blue: UInt32,
    _ name: String,
    _ notes: inout Set<ConversionNote>
  ) throws(ImageFileError) -> [Float] {
    try checkLength(bytes, header, name)
    func sample(_ mask: UInt32, of pixel: UInt32) -> Double {
      let shift = UInt32(mask.trailingZeroBitCount)
      return Double((pixel & mask) >> shift) * 255 / Double(mask >> shift)
    }
    let size = header.bits / 8
    var hasColor = false
    var pixels = [Float](repeating: 0, count: header.width * header.height)
    for row in 0..<header.height {
      let first = place(ofRow: row, header)
      for column in 0..<header.width {
        let place = first + column * size
        let pixel = (0..<size).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) }
        let (r, g, b) = (sample(red, of: pixel), sample(green, of: pixel), sample(blue, of: pixel))
        if r != g || g != b { hasColor = true }
        pixels[row * header.width + column] = Float(Luminance.of(r, g, b))
      }
    }
    notes.insert(hasColor ? .color : .grayInColor)
    return pixels
  }
}

/// The BMP format.
struct BMPFormat: ImageFormat {
  let name = "BMP"
  let extensions = ["bmp"]
  let holdsOneImage = true

  /// The four reserved bytes tell a bitmap from a text that begins with BM.
  func recognizes(_ start: [UInt8]) -> Bool {
    start.starts(with: Array("BM".utf8)) && start.count >= 14 && start[6..<10].allSatisfy { $0 == 0 }
  }

  func open(_ file: ImageFile) throws(ImageFileError) -> any ImageSource {
    SingleImage(image: try BMP.decode(file.bytes(), name: file.name))
  }
}
