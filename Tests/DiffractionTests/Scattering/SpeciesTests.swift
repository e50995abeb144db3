import Crystallography
import Testing

@testable import Diffraction

@Suite struct SpeciesTests {
  @Test func atomsAreGroupedByElementAndDebyeWallerFactorInOrder() throws {
    let groups = Species.atoms(of: try CrystalExamples.triclinic())
    #expect(groups.map(\.species.element.symbol) == ["O", "O", "Fe", "Fe", "Ba"])
    #expect(groups.map(\.species.debyeWallerFactor) == [0.9, 1.2, 0.4, 0.6, 0.4])
    #expect(groups.allSatisfy { $0.atoms.count == 1 })
    let pyrite = try CrystalExamples.pyrite()
    #expect(Species.atoms(of: pyrite).map(\.atoms.count) == [8, 4])
    // Atoms keep the crystal's order, on which the rounding of sums depends.
    #expect(Species.atoms(of: pyrite)[0].atoms == Array(pyrite.atoms[4...]))
  }

  @Test func elementsBeyondTheTableScatterLikeItsLast() throws {
    let last = ElectronScatteringFactor.greatestAtomicNumber
    func factor(_ number: Int) throws -> Double {
      let element = try #require(Element(atomicNumber: number))
      return Species(AtomSite(element: element, position: .zero)).scatteringFactor(0.5)
    }
    let reference = try #require(ElectronScatteringFactor(atomicNumber: last))
    let expected = reference(0.5)
    #expect(try factor(last) == expected)
    #expect(try factor(last + 1) == expected)
    #expect(try factor(last - 1) != expected)
  }
}
