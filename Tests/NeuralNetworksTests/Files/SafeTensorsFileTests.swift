import Foundation
import NeuralNetworks
import Testing

@Suite struct SafeTensorsFileTests {
  /// Runs `body` in a new empty folder, which is removed afterwards.
  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "SafeTensorsTests-\(UUID().uuidString)"
    )
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).sorted()
  }

  private func reason(_ body: () throws(SafeTensorsError) -> Void) -> SafeTensorsError.Reason? {
    do {
      try body()
      return nil
    } catch {
      return error.reason
    }
  }

  @Test func fileIsWrittenReplacedAndRead() throws {
    try inFolder { folder throws in
      let path = folder.path(percentEncoded: false) + "/" + String(repeating: "é", count: 127)
      try SafeTensors().write(to: path)
      try sampleContent.write(to: path)
      #expect(try SafeTensors(contentsOf: path) == sampleContent)
      #expect(try [UInt8](Data(contentsOf: URL(filePath: path))) == sampleContent.encoded())
      #expect(try names(in: folder).count == 1)
    }
  }

  @Test func failedWriteLeavesNothing() throws {
    try inFolder { folder throws in
      let path = folder.path(percentEncoded: false) + "/model.safetensors"
      try sampleContent.write(to: path)
      let bad = SafeTensors(tensors: [.init(name: "a", shape: [1], values: [.nan])])
      #expect(throws: SafeTensorsError(file: path, reason: .notFinite(tensor: "a", index: 0))) {
        try bad.write(to: path)
      }
      #expect(try SafeTensors(contentsOf: path) == sampleContent)
      #expect(try names(in: folder) == ["model.safetensors"])

      // A folder cannot be replaced by a file: the renaming fails, after all else went well.
      let occupied = folder.path(percentEncoded: false) + "/occupied"
      try FileManager.default.createDirectory(atPath: occupied, withIntermediateDirectories: false)
      guard
        case .system(let action, _) = reason({ () throws(SafeTensorsError) in
          try sampleContent.write(to: occupied)
        })
      else {
        Issue.record("wrote over a folder")
        return
      }
      #expect(action.hasPrefix("rename"))
      #expect(try names(in: folder) == ["model.safetensors", "occupied"])
    }
  }

  @Test func pathsThatCannotBeOpened() throws {
    try inFolder { folder throws in
      let missing = folder.path(percentEncoded: false) + "/none/model.safetensors"
      let nul = folder.path(percentEncoded: false) + "/a\0b"
      for path in [missing, nul, ""] {
        let reasons = [
          reason { () throws(SafeTensorsError) in _ = try SafeTensors(contentsOf: path) },
          // An empty path has a folder, the current one, but no name to rename to.
          reason { () throws(SafeTensorsError) in try sampleContent.write(to: path) },
        ]
        for reason in reasons {
          guard case .system = reason else {
            Issue.record("\(path.debugDescription) gave \(String(describing: reason))")
            continue
          }
        }
      }
      #expect(try names(in: folder).isEmpty)
      let directory = folder.path(percentEncoded: false)
      #expect(
        reason { () throws(SafeTensorsError) in _ = try SafeTensors(contentsOf: directory) }
          == .notARegularFile
      )
      #expect(
        reason { () throws(SafeTensorsError) in _ = try SafeTensors(contentsOf: "/dev/zero") }
          == .notARegularFile
      )
    }
  }

  @Test func damagedFilesAreRefusedWithTheirPath() throws {
    try inFolder { folder throws in
      let url = folder.appending(path: "m")
      let path = url.path(percentEncoded: false)
      try Data().write(to: url)
      #expect(throws: SafeTensorsError(file: path, reason: .tooShort(byteCount: 0))) {
        try SafeTensors(contentsOf: path)
      }
      try Data(sampleContent.encoded().dropLast()).write(to: url)
      let error = try #require(throws: SafeTensorsError.self) { try SafeTensors(contentsOf: path) }
      #expect(error.description.hasPrefix(path + ": "))
      // Sparse files: their size is a claim, for which no memory may be set aside.
      let handle = try FileHandle(forWritingTo: url)
      try handle.truncate(atOffset: 4 << 30)
      #expect(
        reason { () throws(SafeTensorsError) in _ = try SafeTensors(contentsOf: path) }
          != nil
      )
      try handle.truncate(atOffset: (4 << 30) + 1)
      #expect(
        reason { () throws(SafeTensorsError) in _ = try SafeTensors(contentsOf: path) }
          == .fileTooLarge(byteCount: (4 << 30) + 1)
      )
      try handle.close()
    }
  }
}
