import Foundation
import ONNXSchema

/// The type of the elements of a tensor.
typealias ElementType = Onnx_TensorProto.DataType

/// A constant of a graph.
typealias Tensor = Onnx_TensorProto

extension Onnx_TensorProto {
  /// The type of the elements.
  var elementType: ElementType { ElementType(rawValue: Int(dataType)) ?? .undefined }

  /// Creates a constant of floats, row by row.
  init(name: String, shape: [Int], floats: [Float]) { self.init(name, shape, .float, floats.map { $0.bitPattern }) }

  /// Creates a constant of doubles.
  init(name: String, shape: [Int], doubles: [Double]) { self.init(name, shape, .double, doubles.map { $0.bitPattern }) }

  /// Creates a constant of integers.
  init(name: String, shape: [Int], integers: [Int]) { self.init(name, shape, .int64, integers.map { Int64($0) }) }

  /// Creates a constant of indices.
  init(name: String, shape: [Int], indices: [Int32]) { self.init(name, shape, .int32, indices) }

  private init(_ name: String, _ shape: [Int], _ type: ElementType, _ elements: [some FixedWidthInteger]) {
    precondition(shape.reduce(1, *) == elements.count, "\(name): \(elements.count) elements of shape \(shape)")
    self.init()
    self.name = name
    dims = shape.map { Int64($0) }
    dataType = Int32(type.rawValue)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(elements.count * (elements.first?.bitWidth ?? 0) / 8)
    for element in elements {
      // The format stores the lowest byte first.
      for shift in stride(from: 0, to: element.bitWidth, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: element >> shift))
      }
    }
    rawData = Data(bytes)
  }
}
