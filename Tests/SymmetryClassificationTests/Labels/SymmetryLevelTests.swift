import SymmetryClassification
import Testing

@Suite struct SymmetryLevelTests {
  @Test func levelsAreWrittenAsOptionsAndReadAsWords() {
    #expect(
      SymmetryLevel.allCases.map(\.rawValue) == [
        "space-group", "point-group", "laue", "bravais", "crystal-system", "lattice-system",
      ]
    )
    #expect(
      SymmetryLevel.allCases.map(\.name) == [
        "space group", "point group", "Laue class", "Bravais lattice", "crystal system", "lattice system",
      ]
    )
  }
}
