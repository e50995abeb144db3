import Foundation
import Imaging
import Testing

@Suite struct PNGFilesTests {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "ednet-png-\(UUID().uuidString)"
  )

  private func path(_ name: String) -> String { folder.appending(path: name).path() }

  private func withFolder(_ body: () throws -> Void) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body()
  }

  @Test func aFileIsWrittenWholeAndReadBack() throws {
    try withFolder {
      let image = GrayImage(width: 3, height: 2, pixels: [0, 1000, 2, 3, 65535, 5])
      try PNG.write(image, to: path("a.png"), bitDepth: .sixteen)
      try PNG.write(image, to: path("a.png"), bitDepth: .sixteen)
      #expect(try PNG.read(path("a.png")).image == image)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == ["a.png"])
    }
  }

  @Test func whatCannotBeReadSaysWhy() throws {
    try withFolder {
      try Data().write(to: folder.appending(path: "none.png"))
      for (name, text) in [
        ("missing.png", "no such file"), ("", "is a folder"), ("none.png", "is empty"),
        ("none.png/x.png", "cannot be read: not a directory"), ("a\0b.png", "no such file"),
      ] {
        let file = name.isEmpty ? folder.path() : folder.path() + "/" + name
        #expect(throws: ImageFileError.self) { try PNG.read(file) }
        #expect(throws: ImageFileError.self) { try PNG.header(file) }
        do {
          _ = try PNG.read(file)
        } catch {
          #expect("\(error)" == "\(file): \(text)")
        }
      }
    }
  }

  @Test func aPipeWithoutAWriterIsRefusedAtOnce() throws {
    try withFolder {
      #expect(mkfifo(path("pipe.png"), 0o600) == 0)
      let expected = ImageFileError(
        file: path("pipe.png"),
        reason: .unreadable("not a regular file")
      )
      #expect(throws: expected) { try PNG.read(path("pipe.png")) }
      #expect(throws: expected) { try PNG.header(path("pipe.png")) }
    }
  }

  @Test func anEndlessDeviceIsNoPNG() {
    #expect(throws: ImageFileError.self) { try PNG.header("/dev/zero") }
  }

  @Test func whatCannotBeWrittenSaysWhy() throws {
    try withFolder {
      let image = GrayImage(width: 1, height: 1)
      do {
        try PNG.write(image, to: path("no/such/folder/a.png"))
        Issue.record("written into a folder that does not exist")
      } catch {
        #expect("\(error)".hasPrefix("\(path("no/such/folder/a.png")): cannot be written: "))
      }
    }
  }
}
