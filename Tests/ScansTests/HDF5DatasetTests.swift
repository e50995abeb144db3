import CHDF5Writer
import Foundation
import Imaging
import RandomNumbers
import Testing

@testable import Scans

@Suite struct HDF5DatasetTests {
  private static let patterns = "/Scan 1/EBSD/Data/patterns"

  @Test func everyLayoutGivesTheSamePixels() throws {
    let folder = try ScanFolder()
    let values = ScanFolder.patterns(7)
    let layouts: [([UInt64]?, Int32)] = [
      (nil, 0), ([7, 3, 4], 0), ([2, 3, 4], 1), ([3, 2, 3], 3), ([1, 1, 1], 0), ([4, 3, 2], 2),
    ]
    for (number, layout) in layouts.enumerated() {
      folder.hdf5("\(number).h5") { file in
        file.kikuchipyHeader(rows: 7, columns: 1)
        file.bytes(Self.patterns, [7, 3, 4], values, chunk: layout.0, filters: layout.1)
      }
      let source = try folder.open("\(number).h5")
      #expect(source.count == 7)
      // Backwards as well, so that no pattern depends on the one before it.
      for index in [0, 1, 2, 3, 4, 5, 6, 3, 0] {
        let image = try source.image(at: index).image
        #expect(image.width == 4 && image.height == 3)
        #expect(image.pixels == values[12 * index..<12 * index + 12].map { Float($0) }, "layout \(number)")
      }
    }
  }

  @Test func sixteenBitsAreReadInFull() throws {
    let folder = try ScanFolder()
    let values = (0..<24).map { UInt16($0 * 2730) }
    folder.hdf5("a.h5") { file in
      file.kikuchipyHeader(rows: 1)
      file.shorts(Self.patterns, [2, 3, 4], values, chunk: [1, 3, 4], filters: 3)
    }
    let image = try folder.open("a.h5").image(at: 1)
    #expect(image.bitDepth == 16 && image.image.pixels == values[12...].map { Float($0) })
  }

  @Test func bytesInMemoryAreReadLikeAFile() throws {
    let folder = try ScanFolder()
    folder.hdf5("a.h5") { file in
      file.kikuchipyHeader()
      file.bytes(Self.patterns, [4, 3, 4], ScanFolder.patterns(4))
    }
    let source = try HDF5Format().open(ImageFile(try folder.bytes("a.h5"), name: "memory"))
    #expect(source.count == 4 && source.scan?.rows == 2)
  }

  @Test func softLinksAreFollowedAndLinksToOtherFilesAreNot() throws {
    let folder = try ScanFolder()
    folder.hdf5("soft.h5") { file in
      file.kikuchipyHeader()
      file.bytes("/elsewhere/pixels", [4, 3, 4], ScanFolder.patterns(4))
      #expect(h5w_soft_link(file.file, Self.patterns, "/elsewhere/pixels") == 0)
    }
    #expect(try folder.open("soft.h5").count == 4)
    folder.hdf5("external.h5") { file in
      file.kikuchipyHeader()
      file.bytes("/Scan 1/EBSD/Data/other", [1], [0])
      #expect(h5w_external_link(file.file, Self.patterns, "soft.h5", "/elsewhere/pixels") == 0)
    }
    #expect(
      folder.error("external.h5")
        == "external.h5: cannot be read: /Scan 1/EBSD/Data/patterns is a link to another file, which is not followed; "
        + "store it in this file"
    )
    folder.hdf5("circle.h5") { file in
      file.kikuchipyHeader()
      file.bytes("/Scan 1/EBSD/Data/other", [1], [0])
      #expect(h5w_soft_link(file.file, Self.patterns, "/Scan 1/EBSD/Data/patterns") == 0)
    }
    #expect(folder.error("circle.h5")?.contains("lead in a circle") == true)
    folder.hdf5("raw.h5") { file in
      file.kikuchipyHeader()
      #expect(h5w_external_dataset(file.file, Self.patterns, "/etc/passwd", 3, [4, 3, 4]) == 0)
    }
    #expect(folder.error("raw.h5")?.contains("its elements are in other files, which are not opened") == true)
  }

  @Test func otherFiltersAreNamed() throws {
    let folder = try ScanFolder()
    folder.hdf5("a.h5") { file in
      file.kikuchipyHeader()
      file.bytes(Self.patterns, [4, 3, 4], ScanFolder.patterns(4), chunk: [1, 3, 4], filters: 5)
    }
    #expect(folder.error("a.h5")?.contains("it has the filter fletcher32; write it again with gzip") == true)
  }

  @Test func dimensionsThatTheFileCannotHoldAreRefused() throws {
    let folder = try ScanFolder()
    let claims: [([UInt64], [UInt64]?)] = [
      ([1_000_000_000, 60, 60], nil), ([1_000_000_000_000, 60, 60], [1, 60, 60]),
      ([1 << 40, 1 << 20, 1 << 20], [1, 64, 64]), ([4, 1 << 20, 1 << 20], [1, 64, 64]),
    ]
    for (number, claim) in claims.enumerated() {
      folder.hdf5("\(number).h5") { file in
        file.kikuchipyHeader()
        let rank = Int32(claim.0.count)
        let status =
          claim.1.map { h5w_claim(file.file, Self.patterns, 66, rank, claim.0, $0) }
          ?? h5w_claim(file.file, Self.patterns, 66, rank, claim.0, nil)
        #expect(status == 0)
      }
      let error = folder.error("\(number).h5") ?? ""
      #expect(error.contains("its dimensions") && error.contains("×"), "\(error)")
    }
  }

  @Test func chunksOfTooManyPatternsAreRefused() throws {
    let folder = try ScanFolder()
    folder.hdf5("a.h5") { file in
      file.kikuchipyHeader()
      let extents: [UInt64] = [100_000, 64, 64]
      #expect(h5w_claim(file.file, Self.patterns, 66, 3, extents, [100_000, 64, 1]) == 0)
      let zeros = [UInt8](repeating: 0, count: 500_000)
      // Bytes that make the claim plausible.
      #expect(h5w_raw_chunk(file.file, Self.patterns, 3, [0, 0, 0], zeros, 500_000) == 0)
    }
    let error = folder.error("a.h5") ?? ""
    #expect(error.contains("chunks of 100000 × 64 × 1 elements need too much memory"), "\(error)")
  }

  @Test func compressedBombsAreRefused() throws {
    let folder = try ScanFolder()
    // A chunk of 12 bytes that holds a stream of 256 KiB.
    let zeros = [UInt8](repeating: 0, count: 1 << 18)
    folder.hdf5("source.h5") { file in
      file.bytes("/zeros", [1 << 18], zeros, chunk: [1 << 18], filters: 1)
    }
    let bytes = try folder.bytes("source.h5")
    let start = try #require(zip(bytes, bytes.dropFirst()).enumerated().first { $1 == (0x78, 0x9C) }?.offset)
    let bomb = Array(bytes[start..<min(start + 300, bytes.count)])
    folder.hdf5("bomb.h5") { file in
      file.kikuchipyHeader()
      #expect(h5w_claim(file.file, Self.patterns, 66, 3, [4, 3, 4], [1, 3, 4]) == 0)
      for index in 0..<4 {
        let offset: [UInt64] = [UInt64(index), 0, 0]
        #expect(h5w_raw_chunk(file.file, Self.patterns, 3, offset, bomb, UInt64(bomb.count)) == 0)
      }
    }
    let error = folder.error("bomb.h5") ?? ""
    #expect(error.contains("the compressed chunk at 0, 0, 0 is not valid"), "\(error)")
  }

  @Test func aTruncatedOrDamagedFileIsOneSentence() throws {
    let folder = try ScanFolder()
    folder.hdf5("a.h5") { file in
      file.kikuchipyHeader()
      file.bytes(Self.patterns, [4, 3, 4], ScanFolder.patterns(4), chunk: [1, 3, 4], filters: 1)
    }
    let bytes = try folder.bytes("a.h5")
    for length in stride(from: 9, to: bytes.count, by: 97) {
      try folder.write("cut.h5", Array(bytes[..<length]))
      let error = try #require(folder.error("cut.h5"))
      #expect(error.hasPrefix("cut.h5: ") && !error.contains("\n"), "\(error)")
    }
    var generator = KeyedGenerator(1, 0)
    for _ in 0..<200 {
      var damaged = bytes
      for _ in 0..<4 {
        damaged[Int.random(in: 8..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
      }
      try folder.write("damaged.h5", damaged)
      if let error = folder.error("damaged.h5") { #expect(error.hasPrefix("damaged.h5: ") && !error.contains("\n")) }
    }
  }
}
