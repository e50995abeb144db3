import Diffraction
import Foundation
import Testing

@Suite struct MasterPatternDescriptionTests {
  /// The keys are part of the file format.
  @Test func keysOfFilesStayReadable() throws {
    let json = """
      {"crystal": "Ni", "kind": "dynamical", "parameters": {"beams": "strong/weak"}, "smallestSpacing": 0.8, \
      "spaceGroup": 225, "voltage": 20}
      """
    let description = try JSONDecoder().decode(MasterPatternDescription.self, from: Data(json.utf8))
    var expected = MasterPatternDescription(
      crystal: "Ni",
      spaceGroup: 225,
      voltage: 20,
      smallestSpacing: 0.8,
      kind: "dynamical"
    )
    #expect(expected.parameters.isEmpty && description != expected)
    expected.parameters["beams"] = "strong/weak"
    #expect(description == expected)
    let again = try JSONDecoder().decode(MasterPatternDescription.self, from: JSONEncoder().encode(expected))
    #expect(again == expected)
  }
}
