import Files
import Imaging

/// Patterns of one size in a file that is read in place: samples of 8 or 16 bits, the least significant byte first.
final class BinaryPatterns: ImageSource {
  /// The places of the patterns in the file.
  enum Places: Sendable {
    /// One after the other from an offset.
    case consecutive(first: Int, count: Int)
    /// The offset of each.
    case listed([Int])
  }

  let scan: ScanDescription?
  private let width: Int
  private let height: Int
  private let is16Bit: Bool
  private let places: Places
  private let file: ImageFile
  private let input: InputFile
  private let check: @Sendable (borrowing InputFile, Int) throws(FileError) -> String?

  /// Takes an open file.
  ///
  /// - Parameters:
  ///   - file: the name of the file.
  ///   - input: the file.
  ///   - scan: the scan, with the size of the patterns.
  ///   - is16Bit: true for samples of 16 bits.
  ///   - places: the places of the patterns.
  ///   - check: the reason why the pattern of an index is damaged, if it is.
  init(
    _ file: ImageFile,
    _ input: consuming InputFile,
    scan: ScanDescription,
    is16Bit: Bool,
    places: Places,
    check: @escaping @Sendable (borrowing InputFile, Int) throws(FileError) -> String? = { _, _ in nil }
  ) {
    (self.file, self.scan, self.is16Bit, self.places, self.check) = (file, scan, is16Bit, places, check)
    (width, height) = (scan.width, scan.height)
    self.input = input
  }

  var count: Int {
    switch places {
    case .consecutive(_, let count): count
    case .listed(let offsets): offsets.count
    }
  }

  func image(at index: Int) throws(ImageFileError) -> DecodedImage {
    let size = width * height * (is16Bit ? 2 : 1)
    let offset =
      switch places {
      case .consecutive(let first, _): first + index * size
      case .listed(let offsets): offsets[index]
      }
    let bytes: [UInt8]
    do {
      if let reason = try check(input, index) {
        throw ImageFileError(file: file.name, reason: .damaged("pattern \(index) \(reason)"))
      }
      guard offset >= 0, offset <= input.byteCount - size else {
        throw ImageFileError(file: file.name, reason: .truncated("in pattern \(index)"))
      }
      bytes = try input.read(at: offset, count: size)
    } catch {
      if let error = error as? FileError { throw file.error(error) }
      throw error as? ImageFileError ?? ImageFileError(file: file.name, reason: .unreadable("\(error)"))
    }
    let pixels =
      is16Bit
      ? (0..<width * height).map { Float(UInt16(bytes[2 * $0]) | UInt16(bytes[2 * $0 + 1]) << 8) }
      : bytes.map { Float($0) }
    return DecodedImage(
      image: GrayImage(width: width, height: height, pixels: pixels),
      bitDepth: is16Bit ? 16 : 8,
      sourceBitDepth: is16Bit ? 16 : 8,
      notes: [],
      format: scan?.format ?? ""
    )
  }

  /// Opens a file on disk for reading in place.
  ///
  /// - Throws: `ImageFileError`, also for a file in memory.
  static func input(_ file: ImageFile) throws(ImageFileError) -> InputFile {
    guard let path = file.path else {
      throw ImageFileError(file: file.name, reason: .unreadable("a scan file must be on disk"))
    }
    do { return try InputFile(path, limit: .max) } catch { throw file.error(error) }
  }
}

extension [UInt8] {
  /// The integer of some bytes at an offset, the least significant first.
  func littleEndian<Integer: FixedWidthInteger>(_ type: Integer.Type, at offset: Int) -> Integer {
    var value: Integer = 0
    for byte in 0..<Integer.bitWidth / 8 {
      value |= Integer(truncatingIfNeeded: self[offset + byte]) << Integer(8 * byte)
    }
    return value
  }

  /// The number in double precision at an offset, the least significant byte first.
  func double(at offset: Int) -> Double { Double(bitPattern: littleEndian(UInt64.self, at: offset)) }
}

extension ImageFile {
  /// The extension of the file's name in lower case.
  var suffix: String {
    let file = (path ?? name).split(separator: "/").last ?? ""
    return file.split(separator: ".").dropFirst().last.map { $0.lowercased() } ?? ""
  }
}
