/// The headers and the palette of a bitmap file.
///
/// BITMAPFILEHEADER, BITMAPCOREHEADER, BITMAPINFOHEADER and its successors: Microsoft, "Bitmap Header Types" and
/// "Bitmap Storage" (Windows GDI documentation).
struct BMPHeader {
  /// The storage of the pixels.
  enum Storage {
    /// Numbers of colours in the palette, of 1, 4 or 8 bits.
    case palette
    /// Numbers of colours of 8 bits, packed by run length.
    case runLength
    /// Red, green and blue in the bits of these masks, in a number of 16, 24 or 32 bits.
    case masks(red: UInt32, green: UInt32, blue: UInt32)
  }

  let width: Int
  let height: Int
  /// True if the first row of the file is the top one.
  let isTopDown: Bool
  /// The bits of a pixel.
  let bits: Int
  let storage: Storage
  /// True if the file has a mask for transparency.
  let hasAlpha: Bool
  /// The colours of the palette: red, green and blue.
  let palette: [SIMD3<UInt8>]
  /// The place of the pixels in the file.
  let start: Int

  private static let sizes: Set = [12, 40, 52, 56, 64, 108, 124]
  private static let fileHeaderSize = 14

  /// The bytes of a stored row, which fills whole words of four bytes.
  var rowSize: Int { (width * bits + 31) / 32 * 4 }

  /// Reads the headers of a file.
  ///
  /// - Throws: `ImageFileError` if they are truncated, invalid, or of a kind that is not read.
  init(_ bytes: [UInt8], name: String) throws(ImageFileError) {
    func failure(_ reason: ImageFileError.Reason) -> ImageFileError { ImageFileError(file: name, reason: reason) }
    func refusal(_ text: String) -> ImageFileError {
      failure(.foreign("a BMP file with \(text), which ednet does not read; convert it to PNG"))
    }
    func number(_ place: Int, _ count: Int) -> Int {
      (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
    func signed(_ place: Int) -> Int { Int(Int32(truncatingIfNeeded: number(place, 4))) }

    guard bytes.count >= Self.fileHeaderSize + 4 else { throw failure(.truncated("in the header")) }
    let size = number(14, 4)
    guard Self.sizes.contains(size) else { throw failure(.damaged("the header claims to have \(size) bytes")) }
    guard bytes.count >= Self.fileHeaderSize + size else { throw failure(.truncated("in the header")) }
    let isCore = size == 12
    let (claimedHeight, compression, used) =
      isCore ? (number(20, 2), 0, 0) : (signed(22), number(30, 4), number(46, 4))
    width = isCore ? number(18, 2) : signed(18)
    height = abs(claimedHeight)
    isTopDown = claimedHeight < 0
    bits = number(isCore ? 24 : 28, 2)
    try ImageSize.check(width, height, name: name)

    // The masks follow the first 40 bytes of the header, or are part of a longer one.
    let masks = Self.fileHeaderSize + 40
    let maskCount = compression == 6 ? 4 : compression == 3 ? 3 : 0
    guard bytes.count >= masks + 4 * maskCount || maskCount == 0 else { throw failure(.truncated("in the header")) }
    let hasMaskForAlpha = compression == 6 || (compression == 3 && size >= 56 && size != 64)
    hasAlpha = hasMaskForAlpha && bytes.count >= masks + 16 && number(masks + 12, 4) != 0
    switch (compression, bits) {
    case (0, 1), (0, 4), (0, 8): storage = .palette
    case (1, 8) where !isTopDown: storage = .runLength
    case (0, 16): storage = .masks(red: 0x7C00, green: 0x3E0, blue: 0x1F)
    case (0, 24), (0, 32): storage = .masks(red: 0xFF0000, green: 0xFF00, blue: 0xFF)
    case (3, 16), (3, 32), (6, 16), (6, 32):
      guard size != 64 else { throw refusal("Huffman coding") }
      let values = (0..<3).map { UInt32(number(masks + 4 * $0, 4)) }
      for mask in values where !Self.isUsable(mask, bits: bits) {
        throw refusal("the colour mask \(String(mask, radix: 16))")
      }
      storage = .masks(red: values[0], green: values[1], blue: values[2])
    case (2, 4): throw refusal("run lengths of 4 bits")
    case (4, _): throw refusal("an embedded JPEG image")
    case (5, _): throw refusal("an embedded PNG image")
    default: throw failure(.damaged("the header claims \(bits) bits a pixel with compression \(compression)"))
    }

    start = number(10, 4)
    let paletteStart = Self.fileHeaderSize + size + (size == 40 ? 4 * maskCount : 0)
    guard start >= paletteStart else { throw failure(.damaged("the pixels begin within the header")) }
    guard start < bytes.count else { throw failure(.truncated("before the pixels")) }
    let entrySize = isCore ? 3 : 4
    let most = bits <= 8 ? 1 << bits : 0
    let count = min(used == 0 ? most : min(used, most), (start - paletteStart) / entrySize)
    palette = (0..<count).map { index in
      let place = paletteStart + index * entrySize
      return SIMD3(bytes[place + 2], bytes[place + 1], bytes[place])
    }
  }

  /// True for 1 to 8 bits side by side, within a pixel.
  private static func isUsable(_ mask: UInt32, bits: Int) -> Bool {
    guard mask != 0, bits == 32 || mask < 1 << bits else { return false }
    let width = mask.nonzeroBitCount
    return width <= 8 && mask >> mask.trailingZeroBitCount == (1 << width) - 1
  }
}
