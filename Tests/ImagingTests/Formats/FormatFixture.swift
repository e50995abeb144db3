import Foundation
import Imaging
import RandomNumbers
import TestSupport
import Testing

/// A small file that another program wrote, and the content that ednet should read (`make_format_fixtures.py`).
struct FormatFixture: Decodable {
  struct Image: Decodable {
    let width, height: Int
    let pixels: [Float]
  }

  let bitDepth, sourceBitDepth: Int
  let notes: [String]
  let images: [Image]

  private static let folder = Project.fixtures(of: "ImagingTests").appending(path: "formats")

  /// The bytes of a file.
  static func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: name))) }

  /// All files of an extension, by their names.
  static func all(_ suffix: String) throws -> [String: FormatFixture] {
    let json = try Data(contentsOf: folder.appending(path: "expected.json"))
    return try JSONDecoder().decode([String: FormatFixture].self, from: json).filter { $0.key.hasSuffix(suffix) }
  }

  /// Compares every pixel of every image of a file, to the rounding errors of single precision.
  func check(_ name: String, format: String) throws {
    let source = try ImageFormats.open(ImageFile(try Self.bytes(name), name: name))
    #expect(source.count == images.count, "\(name)")
    for (index, expected) in images.enumerated() {
      let image = try source.image(at: index)
      #expect(image.format == format && image.notes.map(\.rawValue) == notes, "\(name): \(image.notes)")
      #expect(image.bitDepth == bitDepth && image.sourceBitDepth == sourceBitDepth, "\(name): \(image.bitDepth)")
      #expect(image.image.width == expected.width && image.image.height == expected.height, "\(name)")
      let isExact = Set(notes).isDisjoint(with: ["color", "scaled", "raised"])
      for (pixel, value) in zip(image.image.pixels, expected.pixels) where pixel != value {
        #expect(!isExact && abs(pixel - value) <= max(abs(value) * 1e-6, 1e-6), "\(name): \(pixel) for \(value)")
      }
    }
  }

  /// The error of reading all images of some bytes; nil if they can be read.
  static func refusal(of bytes: [UInt8]) -> ImageFileError? {
    do throws(ImageFileError) {
      let source = try ImageFormats.open(ImageFile(bytes, name: "x"))
      for index in 0..<source.count { _ = try source.image(at: index) }
      return nil
    } catch { return error }
  }

  /// Changes bytes of files at random; each read must end, with an image or one line of text.
  static func readDamaged(_ name: String, rounds: Int, seed: Int) throws {
    let whole = try bytes(name)
    var generator = KeyedGenerator(seed)
    for _ in 0..<rounds {
      var damaged = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        damaged[Int.random(in: 0..<damaged.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      if let error = refusal(of: damaged) {
        let text = "\(error)"
        #expect(!text.contains("\n") && text.count < 400, "\(name): \(text)")
      }
    }
  }
}
