import Foundation
import SampleSupport

/// A recording of 16-bit integers, one channel, without compression (Microsoft and IBM, Multimedia Programming
/// Interface and Data Specifications 1.0, 1991).
struct WAVFile {
  /// Samples a second.
  let rate: Int
  /// The samples, from −1 to 1.
  let samples: [Float]

  /// Reads a file.
  ///
  /// - Throws: `SampleError`.
  init(contentsOf url: URL) throws {
    guard let data = try? Data(contentsOf: url) else { throw SampleError("\(url.path): the file cannot be read") }
    try self.init([UInt8](data), name: url.path)
  }

  /// Reads the bytes of a file.
  ///
  /// - Throws: `SampleError` that begins with the name.
  init(_ bytes: [UInt8], name: String) throws {
    func number(_ place: Int, bytes count: Int) -> Int {
      (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
    func text(_ place: Int) -> String { String(decoding: bytes[place..<place + 4], as: UTF8.self) }
    guard bytes.count >= 12, text(0) == "RIFF", text(8) == "WAVE" else {
      throw SampleError("\(name): this is no WAV file")
    }
    var rate: Int?
    var place = 12
    while place + 8 <= bytes.count {
      let (kind, length, start) = (text(place), number(place + 4, bytes: 4), place + 8)
      guard length <= bytes.count - start else {
        throw SampleError("\(name): the chunk \"\(kind)\" claims \(length) bytes, but \(bytes.count - start) follow")
      }
      if kind == "fmt " {
        guard length >= 16 else { throw SampleError("\(name): the description of the samples is too short") }
        let (format, channels) = (number(start, bytes: 2), number(start + 2, bytes: 2))
        let bits = number(start + 14, bytes: 2)
        guard format == 1, channels == 1, bits == 16 else {
          throw SampleError(
            "\(name): format \(format), \(channels) channels, \(bits) bits; convert it to PCM (format 1) of one "
              + "channel and 16 bits"
          )
        }
        rate = number(start + 4, bytes: 4)
      } else if kind == "data" {
        guard let rate, rate > 0 else { throw SampleError("\(name): no sampling rate precedes the samples") }
        self.rate = rate
        samples = (0..<length / 2).map { Float(Int16(truncatingIfNeeded: number(start + 2 * $0, bytes: 2))) / 32768 }
        return
      }
      // Chunks begin at even places.
      place = start + length + length % 2
    }
    throw SampleError("\(name): the file has no samples")
  }
}
