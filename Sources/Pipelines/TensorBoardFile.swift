import Files
import Foundation

/// A file of TensorBoard events: scalars and images by step.
///
/// Records are those of TFRecord: the length, its check sum, the content, its check sum, with CRC-32C masked as
/// TensorFlow does; the content is an `Event` of tensorflow/core/util/event.proto in protocol buffers' wire format.
package struct TensorBoardFile {
  private let path: String
  private let time: Double
  private var bytes: [UInt8] = []

  /// Starts a file in a folder.
  ///
  /// - Parameters:
  ///   - folder: the folder, which is created if it does not exist.
  ///   - time: the time of the events, in seconds since 1970.
  /// - Throws: `PipelineError` if the folder cannot be created.
  package init(folder: String, time: Double = Date().timeIntervalSince1970) throws {
    try OutputFile.makeFolder(folder)
    // TensorBoard recognises the files by a part of their names.
    path = "\(folder)/events.out.tfevents.\(Int(time)).ednet"
    self.time = time
    append(event: Self.field(3, Array("brain.Event:2".utf8)))
    // The start of a session (SessionLog.START): TensorBoard discards events of older files in the folder from this
    // step on, such as those of a replaced run.
    append(event: Self.field(7, Self.key(1, wire: 0) + Self.varint(1)))
  }

  /// Adds a number.
  package mutating func add(_ tag: String, _ value: Float, step: Int) {
    let number = Self.key(2, wire: 5) + Self.bytes(value.bitPattern)
    add(Self.field(1, Array(tag.utf8)) + number, step: step)
  }

  /// Adds an image, as a PNG file.
  package mutating func add(_ tag: String, png: [UInt8], width: Int, height: Int, step: Int) {
    let image =
      Self.key(1, wire: 0) + Self.varint(height) + Self.key(2, wire: 0) + Self.varint(width) + Self.key(3, wire: 0)
      + Self.varint(3) + Self.field(4, png)
    add(Self.field(1, Array(tag.utf8)) + Self.field(4, image), step: step)
  }

  /// Writes the file, whole or not at all.
  package func write() throws { try OutputFile.write(bytes, to: path) }

  private mutating func add(_ value: [UInt8], step: Int) {
    append(event: Self.key(2, wire: 0) + Self.varint(step) + Self.field(5, Self.field(1, value)))
  }

  private mutating func append(event: [UInt8]) {
    let content = Self.key(1, wire: 1) + Self.bytes(time.bitPattern) + event
    let length = Self.bytes(UInt64(content.count))
    bytes += length + Self.bytes(Self.maskedSum(length)) + content
    bytes += Self.bytes(Self.maskedSum(content))
  }

  // MARK: Wire format

  private static func key(_ field: Int, wire: Int) -> [UInt8] { varint(field << 3 | wire) }

  private static func field(_ number: Int, _ content: [UInt8]) -> [UInt8] {
    key(number, wire: 2) + varint(content.count) + content
  }

  /// Seven bits a byte, the lowest first.
  private static func varint(_ number: Int) -> [UInt8] {
    var (rest, result) = (UInt64(number), [UInt8]())
    repeat {
      let low = UInt8(rest & 0x7F)
      rest >>= 7
      result.append(rest > 0 ? low | 0x80 : low)
    } while rest > 0
    return result
  }

  private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
    (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func maskedSum(_ bytes: [UInt8]) -> UInt32 {
    let sum = CyclicRedundancyCheck.crc32C.sum(of: bytes)
    return (sum >> 15 | sum << 17) &+ 0xA282_EAD8
  }
}
