import Foundation
import ONNXSchema
import Testing

@testable import ONNX

@Suite struct OnnxTensorProtoValuesTests {
  @Test func elementsAreStoredFromTheLowestByte() {
    let tensor = Tensor(name: "a", shape: [1, 2], floats: [1, -2])
    #expect(tensor.rawData == Data([0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]))
    #expect(tensor.dims == [1, 2] && tensor.elementType == .float)
    #expect(Tensor(name: "b", shape: [], integers: [-2]).rawData == Data([0xFE] + [UInt8](repeating: 0xFF, count: 7)))
    #expect(Tensor(name: "c", shape: [1], indices: [258]).rawData == Data([2, 1, 0, 0]))
    #expect(Tensor(name: "d", shape: [], doubles: [2]).rawData == Data([0, 0, 0, 0, 0, 0, 0, 0x40]))
  }

  @Test func fieldsHaveTheNumbersOfTheSchema() throws {
    // Fields 1 (dims, packed), 2 (data_type), 8 (name) and 9 (raw_data).
    let bytes: [UInt8] = try Tensor(name: "w", shape: [1], indices: [7]).serializedBytes()
    #expect(bytes == [0x0A, 1, 1, 0x10, 6, 0x42, 1, 0x77, 0x4A, 4, 7, 0, 0, 0])
  }
}
