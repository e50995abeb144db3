import Imaging
import ONNXSchema
import SymmetryClassification
import Testing

@testable import ONNX

@Suite struct PreprocessingNodesTests {
  private func operators(_ preprocessing: Preprocessing) -> [String] {
    let graph = GraphBuilder()
    _ = PreprocessingNodes(preprocessing, Value(graph: graph, name: "image", type: .float))
    var content = Onnx_GraphProto()
    content.node = graph.nodes
    return content.operators
  }

  private func count(_ operation: String, _ preprocessing: Preprocessing) -> Int {
    operators(preprocessing).count { $0 == operation }
  }

  @Test func onlyModelsThatReplaceOutliersSearchForThem() {
    #expect(count("ScatterElements", Preprocessing(size: 8, replaceOutliers: true)) == 1)
    let without = operators(Preprocessing(size: 8, replaceOutliers: false))
    #expect(!without.contains("ScatterElements") && !without.contains("NonZero"))
  }

  @Test func eachOrderOfResizingHasALoopForEachAxis() {
    let cropped = Preprocessing(size: 8, fit: .crop, replaceOutliers: false)
    #expect(count("Loop", cropped) == 4 && count("If", cropped) == 1)
    // Padded images are reduced before and enlarged after that.
    #expect(count("Loop", Preprocessing(size: 8, fit: .pad, replaceOutliers: false)) == 8)
  }

  @Test func onlyModelsThatPadHaveAPad() {
    var preprocessing = Preprocessing(size: 8, fit: .crop, replaceOutliers: false)
    #expect(count("Pad", preprocessing) == 0)
    preprocessing.fit = .pad
    #expect(count("Pad", preprocessing) == 2)
  }

  @Test func everyMeanIsTwoMatrixProducts() {
    var preprocessing = Preprocessing(size: 8, fit: .crop, background: .none, replaceOutliers: false)
    #expect(count("MatMul", preprocessing) == 0)
    preprocessing.background = .divide(sigma: 0.2)
    #expect(count("MatMul", preprocessing) == 2)
    // The background, twice the rest, the high pass and the neighbourhood.
    preprocessing.localContrast = LocalContrast()
    #expect(count("MatMul", preprocessing) == 5 * 2)
    preprocessing.localContrast?.highPass = 0
    #expect(count("MatMul", preprocessing) == 4 * 2)
    // Weights are smoothed too, and the shadows that they come from are smoothed twice.
    preprocessing.fillShadows = true
    #expect(count("MatMul", preprocessing) == 2 * 4 * 2 + 2 * 2)
  }

  @Test func percentilesAreSearchedForInTheMask() {
    let whole = Preprocessing(
      size: 8,
      background: .none,
      scaling: .percentile(low: 1, high: 99),
      replaceOutliers: false
    )
    #expect(count("TopK", whole) == 2)
    var disc = whole
    disc.circularMask = true
    #expect(count("Gather", disc) == count("Gather", whole) + 1)
  }
}
