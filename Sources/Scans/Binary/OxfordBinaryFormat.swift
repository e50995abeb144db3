import Files
import Imaging

/// Oxford Instruments' files of patterns, `.ebsp`, if they are not compressed.
///
/// A 64-bit integer, the negative version, from version 4 on a byte, then the offset of each pattern of the map, 0 for
/// one that is not in the file. A pattern has a header of 32-bit integers: from version 5 on its column and row, then 1
/// if it is compressed, rows, columns and bytes. After the pixels come the beam's x and y in micrometres, from version
/// 2 on each after a byte that is 1 if it is there (after the reader of kikuchipy).
struct OxfordBinaryFormat: ImageFormat {
  let name = "Oxford EBSP"
  let extensions = ["ebsp"]

  func recognizes(_ start: [UInt8]) -> Bool { false }

  func recognizes(_ start: [UInt8], of file: ImageFile) -> Bool { file.suffix == "ebsp" && start.count >= 16 }

  func open(_ file: ImageFile) throws(ImageFileError) -> any ImageSource {
    let input = try BinaryPatterns.input(file)
    do { return try Self.open(file, input) } catch {
      if let error = error as? FileError { throw file.error(error) }
      throw error as? ImageFileError ?? ImageFileError(file: file.name, reason: .unreadable("\(error)"))
    }
  }

  private static func open(_ file: ImageFile, _ input: consuming InputFile) throws -> BinaryPatterns {
    func damaged(_ clause: String) -> ImageFileError { ImageFileError(file: file.name, reason: .damaged(clause)) }
    guard input.byteCount >= 16 else { throw ImageFileError(file: file.name, reason: .truncated("in the header")) }
    let first = try input.read(at: 0, count: 8).littleEndian(Int64.self, at: 0)
    guard first > -100 else { throw damaged("its version is \(first.magnitude)") }
    let layout = EBSPLayout(version: first < 0 ? Int(-first) : 0)
    let starts = try offsets(input, from: layout.tableStart)
    let present = starts.filter { $0 != 0 }
    guard let origin = present.first else { throw damaged("no offset in its table leads to a pattern") }
    let header = try layout.header(input, at: origin)
    guard let header else { throw ImageFileError(file: file.name, reason: .truncated("in the first pattern")) }
    guard !header.isCompressed else {
      throw ImageFileError(
        file: file.name,
        reason: .unreadable("its patterns are compressed; export them uncompressed or as H5OINA")
      )
    }
    try ImageSize.check(header.columns, header.rows, name: file.name)
    let pixels = header.rows * header.columns
    guard header.byteCount == pixels || header.byteCount == 2 * pixels else {
      throw damaged("a pattern of \(header.columns) × \(header.rows) pixels has \(header.byteCount) bytes")
    }
    var scan = ScanDescription(format: "Oxford Instruments EBSP", width: header.columns, height: header.rows)
    if present.count == starts.count {
      try arrange(&scan, starts, layout, input, byteCount: header.byteCount)
    } else {
      scan.notes.append("\(starts.count - present.count) of \(starts.count) points of the map have no pattern")
    }
    return BinaryPatterns(
      file,
      input,
      scan: scan,
      is16Bit: header.byteCount == 2 * pixels,
      places: .listed(present.map { $0 + layout.headerSize })
    ) { (input, index) throws(FileError) in
      let own = try layout.header(input, at: present[index])
      return own == header ? nil : "differs from the first in size"
    }
  }

  /// The table of offsets, which ends where the first pattern starts.
  private static func offsets(_ input: borrowing InputFile, from start: Int) throws -> [Int] {
    var offsets: [Int] = []
    // The number of offsets before the nearest pattern that is known.
    var limit = (input.byteCount - start) / 8
    let part = 1 << 16
    while offsets.count < limit {
      let count = min(part, limit - offsets.count)
      let bytes = try input.read(at: start + 8 * offsets.count, count: 8 * count)
      for index in 0..<count where offsets.count < limit {
        let offset = Int(bytes.littleEndian(Int64.self, at: 8 * index))
        if offset != 0 {
          guard offset > start, offset < input.byteCount else { return offsets.isEmpty ? [] : offsets }
          limit = min(limit, (offset - start) / 8)
        }
        if offsets.count < limit { offsets.append(offset) }
      }
      guard offsets.count <= ScanDescription.largestPositionCount else { break }
    }
    return offsets
  }

  /// Finds rows, columns and step from the positions of the first, second and last pattern.
  private static func arrange(
    _ scan: inout ScanDescription,
    _ starts: [Int],
    _ layout: EBSPLayout,
    _ input: borrowing InputFile,
    byteCount: Int
  ) throws {
    guard starts.count > 1, let first = try layout.beam(input, at: starts[0], byteCount),
      let second = try layout.beam(input, at: starts[1], byteCount),
      let last = try layout.beam(input, at: starts[starts.count - 1], byteCount)
    else { return }
    let step = abs(second.x - first.x)
    guard step > 0, step.isFinite else { return }
    let (rows, columns) = (
      (abs(last.y - first.y) / step).rounded() + 1, (abs(last.x - first.x) / step).rounded() + 1
    )
    guard rows * columns == Double(starts.count) else {
      scan.notes.append("the beam positions give no map of all \(starts.count) patterns")
      return
    }
    (scan.stepX, scan.stepY) = (step, step)
    scan.arrange(starts.count, rows: Int(rows), columns: Int(columns))
  }
}

/// The layout of a version of `.ebsp` files.
struct EBSPLayout: Sendable {
  /// The header of a pattern.
  struct Header: Equatable {
    var isCompressed: Bool
    var rows: Int
    var columns: Int
    var byteCount: Int
  }

  let version: Int

  /// The offset of the table of offsets.
  var tableStart: Int { version == 0 ? 0 : version > 3 ? 9 : 8 }
  /// The bytes of a pattern's header.
  var headerSize: Int { version < 5 ? 16 : 24 }

  /// The header of the pattern at an offset; nil beyond the end of the file.
  func header(_ input: borrowing InputFile, at offset: Int) throws(FileError) -> Header? {
    guard offset > 0, offset <= input.byteCount - headerSize else { return nil }
    let bytes = try input.read(at: offset + headerSize - 16, count: 16)
    let values = (0..<4).map { Int(bytes.littleEndian(Int32.self, at: 4 * $0)) }
    return Header(isCompressed: values[0] != 0, rows: values[1], columns: values[2], byteCount: values[3])
  }

  /// The position of the beam for the pattern at an offset, in micrometres; nil if the file does not state it.
  func beam(_ input: borrowing InputFile, at offset: Int, _ byteCount: Int) throws(FileError) -> (x: Double, y: Double)?
  {
    let start = offset + headerSize + byteCount
    let size = version == 1 ? 16 : 18
    guard version > 0, start <= input.byteCount - size else { return nil }
    let bytes = try input.read(at: start, count: size)
    if version == 1 { return (bytes.double(at: 0), bytes.double(at: 8)) }
    guard bytes[0] != 0, bytes[9] != 0 else { return nil }
    return (bytes.double(at: 1), bytes.double(at: 10))
  }
}
