import Files
import Imaging

/// EDAX' files of patterns: `.up1` with 8 bits and `.up2` with 16 bits a pixel.
///
/// A header of 32-bit integers: version, width, height, offset of the first pattern. From version 3 on follow a byte,
/// the columns and rows of the map, a byte that is 1 for a hexagonal grid, and the steps in micrometres in double
/// precision (after the readers of PyEBSDIndex and kikuchipy).
struct EDAXBinaryFormat: ImageFormat {
  let name = "EDAX UP"
  let extensions = ["up1", "up2"]

  func recognizes(_ start: [UInt8]) -> Bool { false }

  func recognizes(_ start: [UInt8], of file: ImageFile) -> Bool {
    extensions.contains(file.suffix) && start.count >= 16
  }

  func open(_ file: ImageFile) throws(ImageFileError) -> any ImageSource {
    let start = try file.start(42)
    let input = try BinaryPatterns.input(file)
    let version = start.littleEndian(UInt32.self, at: 0)
    let (width, height) = (
      Int(start.littleEndian(UInt32.self, at: 4)), Int(start.littleEndian(UInt32.self, at: 8))
    )
    let offset = Int(start.littleEndian(UInt32.self, at: 12))
    guard version == 1 || (3...100).contains(version) else {
      throw ImageFileError(
        file: file.name,
        reason: .unreadable("its version is \(version); versions 1 and 3 and later are read")
      )
    }
    try ImageSize.check(width, height, name: file.name)
    guard offset >= (version == 1 ? 16 : 42), offset <= input.byteCount, version == 1 || start.count == 42 else {
      throw ImageFileError(file: file.name, reason: .truncated("in the header"))
    }
    let is16Bit = file.suffix == "up2"
    let size = width * height * (is16Bit ? 2 : 1)
    let present = (input.byteCount - offset) / size
    guard present > 0 else { throw ImageFileError(file: file.name, reason: .truncated("in the first pattern")) }
    guard present <= Int(Int32.max) else {
      throw ImageFileError(file: file.name, reason: .tooLarge("\(present) patterns"))
    }
    var scan = ScanDescription(format: "EDAX UP\(is16Bit ? 2 : 1)", width: width, height: height)
    var count = present
    if version >= 3 {
      let (columns, rows) = (
        Int(start.littleEndian(UInt32.self, at: 17)), Int(start.littleEndian(UInt32.self, at: 21))
      )
      if start[25] != 0 { scan.grid = .hexagonal }
      (scan.stepX, scan.stepY) = (start.double(at: 26), start.double(at: 34))
      let (total, overflows) = rows.multipliedReportingOverflow(by: columns)
      // Bytes after the last pattern of a square map are not patterns.
      if scan.grid == .square, !overflows, total > 0, total < present { count = total }
      scan.arrange(count, rows: rows, columns: columns)
    }
    return BinaryPatterns(
      file,
      input,
      scan: scan,
      is16Bit: is16Bit,
      places: .consecutive(first: offset, count: count)
    )
  }
}
