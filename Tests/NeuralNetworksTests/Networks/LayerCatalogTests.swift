import Foundation
import Testing

@testable import NeuralNetworks

/// A layer of a program that uses the library.
private struct Negation: Layer {
  static let typeName = "LayerCatalogTests.Negation"
  var description: String { "Negation()" }
  func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }
  func forward(_ pass: ForwardPass) { for i in 0..<pass.input.count { pass.output[i] = -pass.input[i] } }
  func backward(_ pass: BackwardPass) {
    for i in 0..<pass.input.count { pass.inputGradient?[i] = -pass.outputGradient[i] }
  }
}

@Suite struct LayerCatalogTests {
  @Test func ownTypesAreFoundByTheirNames() {
    let names = LayerCatalog.ownTypes.map { $0.typeName }
    #expect(Set(names).count == names.count && names == names.sorted())
    for type in LayerCatalog.ownTypes {
      #expect(LayerCatalog.type(named: type.typeName).map(ObjectIdentifier.init) == ObjectIdentifier(type))
    }
    for name in ["", "conv2D", "Conv3D"] { #expect(LayerCatalog.type(named: name) == nil) }
  }

  @Test func formerNameIsRead() throws {
    #expect(LayerCatalog.type(named: "Fork").map(ObjectIdentifier.init) == ObjectIdentifier(Parallel.self))
    let text = #"{"type": "Fork", "first": [{"type": "Flatten"}], "second": [{"type": "Flatten"}]}"#
    let layer = try JSONDecoder().decode(AnyLayer.self, from: Data(text.utf8)).layer
    #expect("\(layer)" == "Parallel { Flatten() } second: { Flatten() }")
  }

  @Test func registeredTypesAreFoundOnce() {
    #expect(LayerCatalog.type(named: Negation.typeName) == nil)
    LayerCatalog.register(Negation.self)
    LayerCatalog.register(Negation.self)
    LayerCatalog.register(Dense.self)
    #expect(LayerCatalog.types.count { $0.typeName == Negation.typeName } == 1)
    #expect(LayerCatalog.types.count { $0.typeName == Dense.typeName } == 1)
    let found = LayerCatalog.type(named: Negation.typeName)
    #expect(found.map(ObjectIdentifier.init) == ObjectIdentifier(Negation.self))
  }
}
