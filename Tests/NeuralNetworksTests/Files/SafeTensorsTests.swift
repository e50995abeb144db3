import Foundation
import NeuralNetworks
import TestSupport
import Testing

private let fixtures = Project.fixtures(of: "NeuralNetworksTests")

@Suite struct SafeTensorsEncodingTests {
  @Test func bytesAreThoseOfTheSpecification() throws {
    let content = SafeTensors(
      tensors: [
        .init(name: "w", shape: [1, 2], values: [1, -2]),
        .init(name: "b", shape: [], values: [0.5]),
      ],
      metadata: ["b": "2", "a": "x\"\n"]
    )
    let header =
      #"{"__metadata__":{"a":"x\"\u000a","b":"2"},"#
      + #""w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"#
      + #""b":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}"#
    let padding = String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    let data: [UInt8] = [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0, 0, 0, 0x3F]
    #expect(try content.encoded() == fileBytes(header + padding, data: data))
  }

  @Test func headerIsAligned() throws {
    for length in 1...17 {
      let name = String(repeating: "n", count: length)
      let bytes = try SafeTensors(tensors: [.init(name: name, shape: [1], values: [1])]).encoded()
      #expect(bytes[0] % 8 == 0 && (bytes.count - 4) % 8 == 0)
    }
  }

  @Test func contentSurvives() throws {
    #expect(try decoded(sampleContent.encoded()) == sampleContent)
    #expect(try decoded(SafeTensors().encoded()) == SafeTensors())
    let reversed = SafeTensors(
      tensors: sampleContent.tensors.reversed(),
      metadata: sampleContent.metadata
    )
    #expect(try decoded(reversed.encoded()) == reversed)
  }

  @Test func orderOfInsertionOfMetadataDoesNotMatter() throws {
    let keys = (0..<100).map { "key\($0)" }
    var forwards = SafeTensors()
    var backwards = SafeTensors()
    for key in keys { forwards.metadata[key] = key }
    for key in keys.reversed() { backwards.metadata[key] = key }
    #expect(try forwards.encoded() == backwards.encoded())
  }

  @Test func invalidContentIsRefused() {
    func reason(_ tensors: SafeTensors.Tensor...) -> SafeTensorsError.Reason? {
      do {
        _ = try SafeTensors(tensors: tensors).encoded()
        return nil
      } catch {
        return error.reason
      }
    }
    let ok = SafeTensors.Tensor(name: "a", shape: [1], values: [1])
    #expect(reason(ok) == nil)
    #expect(reason(ok, ok) == .duplicateKey("a", within: nil))
    #expect(
      reason(.init(name: "a", shape: [2, 2], values: [1, 2, 3]))
        == .valueCountMismatch(tensor: "a", shape: [2, 2], count: 3)
    )
    #expect(
      reason(.init(name: "a", shape: [-1, -1], values: [1]))
        == .invalidShape([-1, -1], tensor: "a")
    )
    #expect(
      reason(.init(name: "a", shape: [.max, 2], values: [1]))
        == .invalidShape([.max, 2], tensor: "a")
    )
    #expect(reason(.init(name: "__metadata__", shape: [1], values: [1])) == .reservedName)
    for value in [Float.nan, .infinity, -.infinity] {
      #expect(
        reason(.init(name: "a", shape: [2], values: [1, value]))
          == .notFinite(tensor: "a", index: 1)
      )
    }
    let long = String(repeating: "n", count: 4097)
    #expect(reason(.init(name: long, shape: [1], values: [1])) == .keyTooLong(byteCount: 4097))
    #expect(throws: SafeTensorsError(file: nil, reason: .keyTooLong(byteCount: 4097))) {
      try SafeTensors(metadata: [long: ""]).encoded()
    }
  }
}

@Suite struct SafeTensorsDecodingTests {
  @Test func goldenFileOfPythonIsRead() throws {
    let path = fixtures.appending(path: "golden.safetensors").path(percentEncoded: false)
    let content = try SafeTensors(contentsOf: path)
    #expect(content.metadata == ["classes": "[\"cF\",\"hP\",\"é\\\"\\n\"]"])
    let weights = (0..<18).map { Float($0) / 4 - 2 }
    let expected: [SafeTensors.Tensor] = [
      SafeTensors.Tensor(name: "double", shape: [2, 1], values: [Float.pi.nextUp, 0]),
      SafeTensors.Tensor(name: "empty", shape: [0, 3], values: []),
      SafeTensors.Tensor(name: "layers.0.bias", shape: [2], values: [0.1, -0.25]),
      SafeTensors.Tensor(name: "layers.0.weight", shape: [2, 1, 3, 3], values: weights),
      SafeTensors.Tensor(name: "scalar", shape: [], values: [7]),
      SafeTensors.Tensor(name: "half", shape: [4], values: [1.5, -0.0, 0x1p-24, 65504]),
    ]
    #expect(content.tensors == expected)
    let half = try #require(content.tensors.last)
    #expect(half.values[1].sign == .minus)
    let bytes = [UInt8](try Data(contentsOf: fixtures.appending(path: "golden.safetensors")))
    #expect(try decoded(bytes) == content)
  }

  @Test func tensorsComeInTheOrderOfTheirData() throws {
    let header = """
      { "b" : { "shape" : [ 1 ] , "data_offsets" : [ 4 , 8 ] , "dtype" : "F32" } ,\r\n\t\
      "a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]} , "__metadata__" : { } }  \n
      """
    let content = try decoded(fileBytes(header, data: [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]))
    #expect(content.tensors.map(\.name) == ["a", "b"])
    #expect(content.tensors.map(\.values) == [[1], [2]])
  }
}

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
