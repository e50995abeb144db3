import Foundation
import Imaging
import Testing

@Suite struct ImageFormatsTests {
  /// Files of one letter, each a white pixel; files of other tests that begin with it are not theirs.
  private struct LetterFormat: ImageFormat {
    let name: String
    let letter: UInt8
    let extensions = ["letter"]

    func recognizes(_ start: [UInt8]) -> Bool { start == [letter] }

    func open(_ file: ImageFile) throws(ImageFileError) -> any ImageSource {
      let image = GrayImage(width: 1, height: 1, filledWith: 255)
      return SingleImage(
        image: DecodedImage(image: image, bitDepth: 8, sourceBitDepth: 8, notes: [], format: name)
      )
    }
  }

  private func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ednet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appending(path: name).path
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }

  @Test func formatOfTheSameNameIsReplaced() throws {
    func count() -> Int { ImageFormats.all.count { $0.name == "letters" } }
    func format(of letter: UInt8) -> String? {
      try? ImageFormats.open(ImageFile([letter], name: "memory")).image(at: 0).format
    }
    ImageFormats.register(LetterFormat(name: "letters", letter: 1))
    #expect(count() == 1 && format(of: 1) == "letters" && format(of: 2) == nil)
    ImageFormats.register(LetterFormat(name: "letters", letter: 2))
    #expect(count() == 1 && format(of: 1) == nil && format(of: 2) == "letters")
    #expect(ImageFormats.all.first?.name == "PNG")
    // Damaged files of a registered extension are images too.
    #expect(ImageFormats.isImage("a/b.LETTER") && !ImageFormats.isImage("letter"))
  }

  @Test func theContentDecidesAndNotTheExtension() throws {
    let image = GrayImage(width: 2, height: 1, pixels: [1, 2])
    let png = try file("image.jpg", PNG.encode(image, bitDepth: .eight))
    #expect(try ImageFormats.read(png).format == "PNG")
    #expect(try ImageFormats.read(png).image == image)
    let text = try file("image.png", Array("<html>".utf8))
    #expect(ImageFormats.isImage(text), "damaged images are errors, not other files")
    #expect(throws: ImageFileError.self) { try ImageFormats.read(text) }
    #expect(!ImageFormats.isImage(try file("notes.txt", Array("text".utf8))))
    #expect(!ImageFormats.isImage(try file("empty.dat", [])))
  }

  @Test func filesOfNoFormatSayHowTheyBegin() throws {
    func reason(_ bytes: [UInt8]) -> ImageFileError.Reason? {
      do throws(ImageFileError) {
        _ = try ImageFormats.open(ImageFile(bytes, name: "memory"))
        return nil
      } catch { return error.reason }
    }
    #expect(reason([]) == .empty)
    #expect(reason(Array("GIF89a".utf8)) == .foreign("a GIF file; convert it to PNG"))
    #expect(reason([0, 1]) == .unknownFormat("it starts with the bytes 00 01"))
  }

  @Test func missingImagesOfAFileAreRefused() throws {
    let path = try file("one.png", PNG.encode(GrayImage(width: 1, height: 1), bitDepth: .eight))
    #expect(try ImageFormats.read(ImageReference(path: path, index: 0)).format == "PNG")
    for index in [-1, 1, Int.max] {
      let error = ImageFileError(file: path, reason: .unreadable("it has 1 image and none of index \(index)"))
      #expect(throws: error) { try ImageFormats.read(ImageReference(path: path, index: index)) }
    }
  }
}
