import ONNXSchema
import SymmetryClassification
import Testing

@testable import ONNX

@Suite struct LineSumNodesTests {
  @Test func everyLongLineGathersItsPixelsOnce() {
    let size = 24
    let graph = GraphBuilder()
    _ = LineSumNodes(Value(graph: graph, name: "input", type: .float), size: size).kurtosis
    let indices = graph.constants.filter { $0.elementType == .int32 }
    let shifts = LineSumKurtosis.shifts(side: size)
    #expect(indices.count == shifts.count)
    let disc = LineSumKurtosis.columns(side: size)
    for (constant, shift) in zip(indices, shifts) {
      let lines = Int(constant.dims[1])
      let pixels = constant.indices.filter { $0 != size * size }
      // No pixel lies on two lines, and each line has one pixel of a row at most.
      #expect(Set(pixels).count == pixels.count)
      for (place, pixel) in constant.indices.enumerated() where pixel != size * size {
        #expect(pixel / size == place / lines && disc[pixel / size].contains(pixel % size))
      }
      // Neighbouring columns of a row belong to neighbouring lines.
      let middle = constant.indices[(size / 2 * lines)..<(size / 2 + 1) * lines].filter { $0 != size * size }
      #expect(zip(middle, middle.dropFirst()).allSatisfy { $1 == $0 + 1 })
      #expect(shift.count == size)
    }
  }

  @Test func imagesTooSmallForLinesHaveNone() {
    let graph = GraphBuilder()
    _ = LineSumNodes(Value(graph: graph, name: "input", type: .float), size: 2).kurtosis
    #expect(graph.constants.allSatisfy { $0.elementType != .int32 })
  }
}
