import Imaging
import ONNXSchema
import RandomNumbers
import Testing

@testable import ONNX

@Suite struct GaussianNodesTests {
  @Test(arguments: [Float(0.7), 2.5, 9, 30, 400])
  func theMatrixOnRowsAndColumnsIsTheBlur(sigma: Float) throws {
    let size = 40
    let graph = GraphBuilder()
    let gaussian = GaussianNodes(graph, size: size)
    _ = gaussian.blurred(Value(graph: graph, name: "input", type: .float), sigma: sigma)
    let matrix = try #require(graph.constants.first).floats
    var generator = KeyedGenerator(5)
    let image = GrayImage(
      width: size,
      height: size,
      pixels: (0..<size * size).map { _ in generator.uniform(in: 0...200) }
    )
    func product(_ a: (Int, Int) -> Float, _ b: (Int, Int) -> Float) -> [Float] {
      (0..<size * size).map { index in
        (0..<size).reduce(Float(0)) { $0 + a(index / size, $1) * b($1, index % size) }
      }
    }
    let rows = product({ matrix[$0 * size + $1] }, { image[$0, $1] })
    let both = product({ rows[$0 * size + $1] }, { matrix[$1 * size + $0] })
    for (value, expected) in zip(both, image.blurred(sigma: sigma).pixels) { #expect(abs(value - expected) < 1e-3) }
  }

  @Test func aMatrixIsStoredOnce() {
    let graph = GraphBuilder()
    let gaussian = GaussianNodes(graph, size: 8)
    let input = Value(graph: graph, name: "input", type: .float)
    _ = gaussian.mean(gaussian.blurred(input, sigma: 2), sigma: 2, weights: input)
    #expect(graph.constants.filter { $0.name.hasPrefix("gaussian") }.count == 1)
    #expect(gaussian.blurred(input, sigma: 0).name == "input")
  }
}
