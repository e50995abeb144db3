import Foundation
import Imaging
import TestSupport
import Testing

/// Portable grey maps (PGM) of one byte per pixel, all images of a file of one size.
struct PortableGrayMap: ImageFormat {
  let name = "PGM"
  let extensions = ["pgm"]

  func recognizes(_ start: [UInt8]) -> Bool { start.starts(with: "P5\n".utf8) }

  func open(_ file: ImageFile) throws(ImageFileError) -> any ImageSource {
    let bytes = try file.bytes()
    let lines = bytes.split(separator: 0x0A, maxSplits: 3)
    let size = lines.dropFirst().first.map { String(decoding: $0, as: UTF8.self) } ?? ""
    let extents = size.split(separator: " ").compactMap { Int($0) }
    guard extents.count == 2, lines.count == 4, extents[0] > 0, extents[1] > 0,
      lines[3].count % (extents[0] * extents[1]) == 0
    else {
      throw ImageFileError(file: file.name, reason: .damaged("the header is incomplete"))
    }
    return Images(width: extents[0], height: extents[1], pixels: Array(lines[3]))
  }

  private struct Images: ImageSource {
    let width: Int, height: Int
    let pixels: [UInt8]
    var count: Int { pixels.count / (width * height) }

    func image(at index: Int) -> DecodedImage {
      let size = width * height
      let own = pixels[index * size..<(index + 1) * size].map { Float($0) }
      return DecodedImage(
        image: GrayImage(width: width, height: height, pixels: own),
        bitDepth: 8,
        sourceBitDepth: 8,
        notes: [],
        format: "PGM"
      )
    }
  }
}

@Suite(.serialized) struct ImageFormatTests {
  private let twoImages = Array("P5\n2 1\n255\nabAB".utf8)

  private func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "ednet-\(UUID().uuidString)"
    )
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appending(path: name).path
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }

  @Test func theArticleShowsThisCode() throws {
    let article = try MarkdownCode("Sources/Imaging/Imaging.docc/AddingAnImageFormat.md")
    #expect(article.blocks.count == 3)
    #expect(try article.firstBlockMissing() == nil)
  }

  @Test func aRegisteredFormatIsRecognisedByItsContent() throws {
    ImageFormats.register(PortableGrayMap())
    let path = try file("scan.dat", twoImages)
    #expect(ImageFormats.isImage(path))
    let source = try ImageFormats.open(ImageFile(path: path))
    #expect(source.count == 2)
    #expect(try source.image(at: 0).image.pixels == [97, 98])
    let second = try ImageFormats.read(ImageReference(path: path, index: 1))
    #expect(second.image.pixels == [65, 66])
    let error = #expect(throws: ImageFileError.self) {
      try ImageFormats.read(ImageReference(path: path, index: 2))
    }
    #expect(error?.description.contains("it has 2 images and none of index 2") == true)
  }

  @Test func aReferencePrintsItsIndex() {
    #expect("\(ImageReference(path: "scan.h5", index: 12))" == "scan.h5[12]")
    #expect("\(ImageReference(path: "a.png"))" == "a.png")
  }
}
