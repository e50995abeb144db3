import Foundation
import Imaging
import RandomNumbers
import TestSupport
import Testing

private let fixtures = Project.fixtures(of: "ImagingTests")

private struct Expected: Decodable {
  let width, height, bitDepth, sourceBitDepth: Int
  let notes: [String]
  let pixels: [Float]
}

private func bytes(of fixture: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: fixtures.appending(path: fixture)))
}

/// The reason for which bytes are refused, or nil if they are read.
private func refusal(of bytes: [UInt8]) -> ImageFileError? {
  do {
    _ = try PNG.decode(bytes, name: "x.png")
    return nil
  } catch {
    return error
  }
}

@Suite struct PNGTests {
  @Test func everyKindOfPNGGivesTheSamplesThatWereWritten() throws {
    let json = try Data(contentsOf: fixtures.appending(path: "expected.json"))
    let all = try JSONDecoder().decode([String: Expected].self, from: json)
    #expect(all.count == 37)
    for (file, expected) in all {
      let path = fixtures.appending(path: file).path()
      let png = try PNG.read(path)
      #expect(png.image.width == expected.width && png.image.height == expected.height, "\(file)")
      #expect(png.bitDepth == expected.bitDepth, "\(file)")
      #expect(png.sourceBitDepth == expected.sourceBitDepth, "\(file)")
      #expect(png.notes.map(\.rawValue) == expected.notes, "\(file)")
      if expected.notes.contains("color") {
        for (pixel, value) in zip(png.image.pixels, expected.pixels) {
          #expect(abs(pixel - value) <= value * 3e-7, "\(file)")
        }
      } else {
        #expect(png.image.pixels == expected.pixels, "\(file)")
      }
      let header = try PNG.header(path)
      #expect(header.width == expected.width && header.height == expected.height)
      #expect(header.bitDepth == expected.sourceBitDepth)
      #expect(header.isInterlaced == file.contains("interlaced"))
    }
  }

  @Test func sixteenBitSamplesIgnoreGammaAndProfiles() throws {
    for file in ["gray-16-gamma.png", "gray-16-profile.png"] {
      let png = try PNG.decode(bytes(of: file), name: file)
      #expect(png.image[0, 0] == 1000)
      #expect(png.image[3, 4] == 1031)
    }
  }

  @Test func writtenImagesReadBackExactly() throws {
    var generator = KeyedGenerator(3)
    for (width, height) in [(1, 1), (7, 3), (64, 65)] {
      for depth in PNG.BitDepth.allCases {
        let top: Float = depth == .eight ? 255 : 65535
        let pixels = (0..<width * height).map { _ in generator.uniform(in: 0...top).rounded() }
        let image = GrayImage(width: width, height: height, pixels: pixels)
        let png = try PNG.decode(PNG.encode(image, bitDepth: depth), name: "memory")
        #expect(png.image == image)
        #expect(png.bitDepth == depth.rawValue && png.sourceBitDepth == depth.rawValue)
        #expect(png.notes.isEmpty)
      }
    }
  }

  @Test func encodingRoundsAndClamps() throws {
    let image = GrayImage(
      width: 7,
      height: 1,
      pixels: [-3, 0.49, 0.51, 254.6, 300, .infinity, .nan]
    )
    let png = try PNG.decode(PNG.encode(image, bitDepth: .eight), name: "memory")
    #expect(png.image.pixels == [0, 0, 1, 255, 255, 255, 0])
  }

  @Test func everyTruncationIsAnError() throws {
    for file in ["gray-8.png", "palette-4-interlaced.png", "rgba-16-interlaced.png"] {
      let whole = try bytes(of: file)
      for count in 0..<whole.count {
        let error = try #require(refusal(of: Array(whole.prefix(count))), "\(file) \(count)")
        switch error.reason {
        case .empty: #expect(count == 0)
        case .truncated: break
        default: Issue.record("\(file) cut to \(count) bytes: \(error)")
        }
      }
    }
    let cut = try bytes(of: "gray-8.png")
    #expect(refusal(of: Array(cut.prefix(110)))?.description.contains("after row") == true)
  }

  @Test func flippedBytesNeverTrapAndNeverGoUnnoticedInTheImageData() throws {
    var generator = KeyedGenerator(11)
    for file in ["gray-16.png", "palette-2-interlaced.png", "rgb-8.png"] {
      let whole = try bytes(of: file)
      let original = try PNG.decode(whole, name: file)
      for position in whole.indices {
        for _ in 0..<4 {
          var damaged = whole
          damaged[position] ^= UInt8.random(in: 1...255, using: &generator)
          // Either an error, or the damage was in a chunk that does not matter to the samples.
          if let png = try? PNG.decode(damaged, name: file) {
            #expect(png.image == original.image, "\(file) byte \(position)")
          }
        }
      }
    }
  }

  @Test func hostileHeadersTakeNoMemory() throws {
    func png(width: UInt32, height: UInt32) throws -> [UInt8] {
      var forged = try bytes(of: "gray-8.png")
      for (index, value) in [(16, width), (20, height)] {
        for byte in 0..<4 {
          forged[index + byte] = UInt8(truncatingIfNeeded: value >> (24 - 8 * byte))
        }
      }
      return forged
    }
    for (width, height) in [(1 << 31, 1), (4_294_967_295, 4_294_967_295), (0, 5), (5, 0)] {
      let error = try refusal(of: png(width: UInt32(width), height: UInt32(height)))
      guard case .damaged = error?.reason else {
        Issue.record("\(width) × \(height): \(String(describing: error))")
        continue
      }
    }
    for (width, height) in [(2_147_483_647, 1), (32769, 1), (1, 32769), (32768, 32768)] {
      let error = try refusal(of: png(width: UInt32(width), height: UInt32(height)))
      guard case .tooLarge = error?.reason else {
        Issue.record("\(width) × \(height): \(String(describing: error))")
        continue
      }
    }
    let bomb = try refusal(of: png(width: 32768, height: 4096))
    #expect(bomb?.description.contains("bytes can hold") == true, "\(bomb as Any)")
  }

  @Test func impossibleHeadersAreRefused() throws {
    for (index, value) in [(24, 3), (24, 32), (25, 1), (25, 2), (26, 1), (27, 1), (28, 2), (12, 0)] {
      var forged = try bytes(of: "gray-4.png")
      forged[index] = UInt8(value)
      guard case .damaged = refusal(of: forged)?.reason else {
        Issue.record("header byte \(index) = \(value) was accepted")
        continue
      }
    }
  }

  /// A palette of two colours, and pixels of colours 0 and 5, then of 0 and 1.
  @Test func pixelsOutsideOfThePaletteAreErrors() throws {
    let bytes: [UInt8] = [
      0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00,
      0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x01, 0x08, 0x03, 0x00, 0x00, 0x00, 0xC3, 0xFC, 0x8F, 0xB8, 0x00,
      0x00, 0x00, 0x06, 0x50, 0x4C, 0x54, 0x45, 0x0A, 0x14, 0x1E, 0xC8, 0xC8, 0xC8, 0x28, 0x7A, 0x5B, 0x7B,
      0x00, 0x00, 0x00, 0x0E, 0x49, 0x44, 0x41, 0x54, 0x78, 0x01, 0x01, 0x03, 0x00, 0xFC, 0xFF, 0x00, 0x00,
      0x05, 0x00, 0x08, 0x00, 0x06, 0xF0, 0xD6, 0x10, 0xCC, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44,
      0xAE, 0x42, 0x60, 0x82,
    ]
    #expect(
      refusal(of: bytes)?.description
        == "x.png: damaged: a pixel has colour 5 of a palette of 2 colours, 0 the first"
    )
    let inside: [UInt8] = [
      0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00,
      0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x01, 0x08, 0x03, 0x00, 0x00, 0x00, 0xC3, 0xFC, 0x8F, 0xB8, 0x00,
      0x00, 0x00, 0x06, 0x50, 0x4C, 0x54, 0x45, 0x0A, 0x14, 0x1E, 0xC8, 0xC8, 0xC8, 0x28, 0x7A, 0x5B, 0x7B,
      0x00, 0x00, 0x00, 0x0E, 0x49, 0x44, 0x41, 0x54, 0x78, 0x01, 0x01, 0x03, 0x00, 0xFC, 0xFF, 0x00, 0x00,
      0x01, 0x00, 0x04, 0x00, 0x02, 0x0B, 0x21, 0x8B, 0x71, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44,
      0xAE, 0x42, 0x60, 0x82,
    ]
    #expect(try PNG.decode(inside, name: "x.png").image.pixels[1] == 200)
  }

  @Test func filesChangedForIOSAreNamed() {
    let bytes: [UInt8] = [
      0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x04, 0x43, 0x67, 0x42, 0x49, 0x50,
      0x00, 0x20, 0x06, 0x2C, 0xB8, 0x77, 0x66, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00,
      0x00, 0x02, 0x00, 0x00, 0x00, 0x01, 0x08, 0x03, 0x00, 0x00, 0x00, 0xC3, 0xFC, 0x8F, 0xB8, 0x00, 0x00,
      0x00, 0x06, 0x50, 0x4C, 0x54, 0x45, 0x0A, 0x14, 0x1E, 0xC8, 0xC8, 0xC8, 0x28, 0x7A, 0x5B, 0x7B, 0x00,
      0x00, 0x00, 0x0E, 0x49, 0x44, 0x41, 0x54, 0x78, 0x01, 0x01, 0x03, 0x00, 0xFC, 0xFF, 0x00, 0x00, 0x01,
      0x00, 0x04, 0x00, 0x02, 0x0B, 0x21, 0x8B, 0x71, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE,
      0x42, 0x60, 0x82,
    ]
    #expect(refusal(of: bytes)?.description.contains("changed for iOS (CgBI)") == true)
  }

  @Test func otherFilesAreNamed() {
    #expect(
      refusal(of: [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3])?.description
        == "x.png: is a JPEG file; convert it to PNG"
    )
    #expect(refusal(of: [])?.description == "x.png: is empty")
    #expect(
      refusal(of: [0x0A])?.description
        == "x.png: is not an image in a known format (it starts with the bytes 0A)"
    )
    #expect(refusal(of: [0x89, 0x50])?.description == "x.png: truncated in the header")
  }
}
