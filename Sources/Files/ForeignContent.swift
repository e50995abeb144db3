/// Recognition of files that are something else than their reader expects, by their first bytes.
package struct ForeignContent: Equatable {
  /// The nature of the file, as in `a JPEG file`.
  package let nature: String
  /// The remedy; nil if the file is only of another format.
  package let remedy: String?

  /// The number of bytes that recognition needs.
  package static let startCount = 512

  /// The beginnings of files, and a clause on each: its nature and, after a semicolon, the remedy.
  private static let known: [(start: [UInt8], clause: String)] = [
    (Array("version https://git-lfs.github.com/".utf8), "a Git LFS pointer, not the file itself; run \"git lfs pull\""),
    (
      [0x89, 0x50, 0x4E, 0x47, 0x0A, 0x1A, 0x0A],
      "a PNG file that a transfer as text has damaged (CR LF became LF); transfer it again as binary"
    ),
    (
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0D, 0x0A, 0x1A, 0x0D, 0x0A],
      "a PNG file that a transfer as text has damaged (LF became CR LF); transfer it again as binary"
    ),
    (
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0D, 0x1A, 0x0D],
      "a PNG file that a transfer as text has damaged (line ends became CR); transfer it again as binary"
    ),
    (
      [0x09, 0x50, 0x4E, 0x47],
      "a PNG file that a transfer of 7 bits has damaged; transfer it again as binary"
    ),
    (
      [0xC2, 0x89, 0x50, 0x4E, 0x47],
      "a PNG file that was converted from Latin-1 to UTF-8 as if it were text; copy the original again"
    ),
    (
      [0xEF, 0xBF, 0xBD, 0x50, 0x4E, 0x47],
      "a PNG file that was converted to UTF-8 as if it were text; copy the original again"
    ),
    ([0xFF, 0xD8, 0xFF], "a JPEG file"), ([0x49, 0x49, 0x2A, 0x00], "a TIFF file"),
    ([0x4D, 0x4D, 0x00, 0x2A], "a TIFF file"), ([0x49, 0x49, 0x2B, 0x00], "a BigTIFF file"),
    (Array("GIF8".utf8), "a GIF file"),
    ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], "an HDF5 file"),
    ([0x43, 0x44, 0x46, 0x01], "a netCDF file, which ednet does not read; export it"),
    (Array("%PDF".utf8), "a PDF file; export the image from it"), (Array("%!PS".utf8), "a PostScript file"),
    ([0x8A, 0x4D, 0x4E, 0x47], "an MNG animation"), (Array("8BPS".utf8), "a Photoshop file"),
    ([0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50, 0x20, 0x20], "a JPEG 2000 file"),
    (Array("PK\u{3}\u{4}".utf8), "a ZIP archive; unpack it"), (Array("PK\u{5}\u{6}".utf8), "an empty ZIP archive"),
    ([0x1F, 0x8B], "compressed by gzip; unpack it with gunzip"), (Array("BZh".utf8), "compressed by bzip2; unpack it"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "compressed by xz; unpack it"),
    ([0x28, 0xB5, 0x2F, 0xFD], "compressed by zstd; unpack it"),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive; unpack it"), (Array("Rar!".utf8), "a RAR archive; unpack it"),
    ([0x00, 0x05, 0x16, 0x07], "an AppleDouble file, which holds a Mac's notes on another file; remove it"),
    ([0x00, 0x05, 0x16, 0x00], "an AppleSingle file of a Mac; copy the original again"),
    ([0x4C, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00], "a Windows shortcut; copy the file that it leads to"),
    (Array("book".utf8) + [0, 0, 0, 0] + Array("mark".utf8), "a Mac alias; copy the file that it leads to"),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an Office or Thumbs.db file, not an image"),
    (Array("bplist00".utf8), "a property list of a Mac, perhaps a placeholder of iCloud; download the file"),
    (Array("SIMPLE  =".utf8), "a FITS file"), (Array("\u{7F}ELF".utf8), "a program"),
    ([0x80, 0x02], "a pickle of Python; convert it with the program that wrote it"),
    (Array("GGUF".utf8), "a GGUF language model"), ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59], "a NumPy array"),
  ]

  private init(clause: String) {
    let parts = clause.split(separator: "; ", maxSplits: 1).map(String.init)
    (nature, remedy) = (parts[0], parts.count > 1 ? parts[1] : nil)
  }

  /// The nature and the remedy, as in `a ZIP archive; unpack it`.
  package var clause: String { remedy.map { "\(nature); \($0)" } ?? nature }

  /// Recognises a file by its first bytes; nil if they are not known.
  package init?(_ start: some Collection<UInt8>) {
    let start = Array(start.prefix(Self.startCount))
    let found =
      Self.known.first { start.starts(with: $0.start) }?.clause ?? Self.clause(onImage: start)
      ?? Self.clause(onText: start)
    guard let found else { return nil }
    self.init(clause: found)
  }

  private static func clause(onImage start: [UInt8]) -> String? {
    if start.starts(with: Array("RIFF".utf8)), start.dropFirst(8).starts(with: Array("WEBP".utf8)) {
      return "a WebP file"
    }
    if start.dropFirst(4).starts(with: Array("ftyp".utf8)) { return "an HEIF, AVIF or MP4 file" }
    // The four reserved bytes tell a bitmap from a text that begins with BM.
    if start.starts(with: Array("BM".utf8)), start.count >= 14, start[6..<10].allSatisfy({ $0 == 0 }) {
      return "a BMP file"
    }
    // A digit and white space tell a portable map from a text that begins with P.
    if start.count >= 3, start[0] == UInt8(ascii: "P"), (0x31...0x37).contains(start[1]), isSpace(start[2]) {
      return "a PGM, PPM or PBM file"
    }
    if start.count >= 8, start.allSatisfy({ $0 == 0 }) {
      return "filled with zeros, as after a crash or a broken download; copy it again"
    }
    return nil
  }

  private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

  private static func clause(onText start: [UInt8]) -> String? {
    var text = start[...]
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
    let head = String(decoding: text.drop(while: isSpace).prefix(256), as: UTF8.self).lowercased()
    if head.hasPrefix("<!doctype html") || head.hasPrefix("<html") || head.hasPrefix("<head") {
      return "a web page, perhaps a server's error or login page; download the file again"
    }
    if head.hasPrefix("<svg") || head.hasPrefix("<?xml") && head.contains("<svg") { return "an SVG drawing" }
    if head.hasPrefix("<?xml") { return "an XML file, perhaps a server's error; download the file again" }
    return nil
  }

  /// The first line of a text in quotation marks, at most 40 characters; nil if the bytes are no text.
  package static func quotation(of start: some Collection<UInt8>) -> String? {
    let start = Array(start.prefix(startCount))
    guard !start.isEmpty, start.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || [0x09, 0x0A, 0x0D].contains($0) }) else {
      return nil
    }
    // The prefix may end within a character.
    guard let text = (0...3).lazy.compactMap({ String(validating: start.dropLast($0), as: UTF8.self) }).first,
      let line = text.split(whereSeparator: \.isNewline).first
    else { return nil }
    return "\"\(line.prefix(40))\(line.count > 40 ? "…" : "")\""
  }
}
