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

  @Test func halvesAreExact() throws {
    let is2x2 = (UInt16.min...UInt16.max).filter { $0 & 0x7C00 != 0x7C00 }
    let data = is2x2.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let header = oneTensor("F16", "[\(is2x2.count)]", "[0,\(data.count)]")
    let values = try decoded(fileBytes(header, data: data)).tensors[0].values
    for (bits, value) in zip(is2x2, values) {
      let exponent = Int(bits >> 10 & 31)
      let fraction = Double(bits & 0x3FF) / 1024
      let magnitude = exponent == 0 ? scalbn(fraction, -14) : scalbn(1 + fraction, exponent - 15)
      let expected = Float(bits & 0x8000 == 0 ? magnitude : -magnitude)
      #expect(value.bitPattern == expected.bitPattern)
    }
  }

  @Test func bfloat16IsTheUpperHalfOfAFloat() throws {
    let data: [UInt8] = [0x80, 0x3F, 0x49, 0xC0, 0x01, 0x00]
    let content = try decoded(fileBytes(oneTensor("BF16", "[3]", "[0,6]"), data: data))
    #expect(content.tensors[0].values == [1, -3.140625, Float(bitPattern: 0x10000)])
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

  @Test func escapesAreResolved() throws {
    let header = #"{"__metadata__":{"\u0061\/\"\\":"\b\f\n\r\t\u00e9\ud83e\uddca"}}"#
    #expect(try decoded(fileBytes(header)).metadata == ["a/\"\\": "\u{8}\u{C}\n\r\té🧊"])
  }
}
