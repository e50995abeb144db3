import ArgumentParser
import SymmetryClassification
import TestSupport
import Testing

struct Classes: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "List the classes of a model.")

  @Argument(help: "The model file.")
  var model: String

  func run() throws {
    for name in try Classifier(contentsOf: model).classes { print(name) }
  }
}

@Suite struct ContributingCommandTests {
  @Test func theCommandIsTheOneOfTheRecipe() throws {
    #expect(try MarkdownCode("CONTRIBUTING.md").holds("struct Classes"))
  }

  @Test func theCommandRunsOnTheModelThatComesWithEdnet() throws {
    let model = Project.root.appending(path: "Sources/ednet/Models/bravais.safetensors").path
    try Classes.parse([model]).run()
    #expect(throws: (any Error).self) { try Classes.parse([model + ".missing"]).run() }
  }
}
