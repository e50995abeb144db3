import Foundation
import Testing

@testable import Crystallography

@Suite struct CrystalSymmetryTests {
  // MARK: Textbook structures

  @Test(arguments: TextbookStructure.all)
  func spaceGroupIsThatOfTheTextbook(structure: TextbookStructure) throws {
    let crystal = try structure.crystal()
    let symmetry = try CrystalSymmetry(of: crystal)
    #expect(symmetry.spaceGroup.number == structure.spaceGroup, "\(symmetry.spaceGroup)")
    #expect(symmetry.primitive.atoms.count == structure.primitiveAtoms)
  }

  @Test(arguments: TextbookStructure.all)
  func otherCellsOfTheSameCrystalHaveTheSameSpaceGroup(structure: TextbookStructure) throws {
    let crystal = try structure.crystal()
    let primitive = try CrystalSymmetry(of: crystal).primitive
    for (basis, count) in [
      // The primitive cell; then doubled, sheared, with permuted axes, and a larger oblique one.
      (Matrix3.identity, 1), (Matrix3(rows: [2, 0, 0], [0, 1, 0], [0, 0, 1]), 2),
      (Matrix3(rows: [1, 1, 0], [0, 1, 0], [0, 0, 1]), 1),
      (Matrix3(rows: [0, 0, 1], [1, 0, 0], [0, 1, 0]), 1),
      (Matrix3(rows: [1, 0, 1], [0, 1, 1], [-1, 0, 1]), 2),
    ] {
      let other = try primitive.inBasis(basis).translated(by: [0.123, 0.456, 0.789])
      #expect(other.atoms.count == count * primitive.atoms.count)
      let symmetry = try CrystalSymmetry(of: other)
      #expect(symmetry.spaceGroup.number == structure.spaceGroup, "\(symmetry.spaceGroup)")
      #expect(symmetry.primitive.atoms.count == structure.primitiveAtoms)
    }
  }

  @Test(arguments: TextbookStructure.all)
  func operationsMapTheCrystalOntoItself(structure: TextbookStructure) throws {
    let crystal = try structure.crystal()
    let symmetry = try CrystalSymmetry(of: crystal)
    #expect(symmetry.operations.first == .identity)
    for operation in symmetry.operations.prefix(48) {
      for atom in crystal.atoms {
        let image = operation(atom.position)
        #expect(
          crystal.atoms.contains {
            $0.element == atom.element
              && crystal.cell.cartesian(($0.position - image).nearestImage).length < 0.01
          },
          "\(operation)"
        )
      }
    }
    #expect(symmetry.pointOperations.allSatisfy { $0.translation == .zero })
    // If the cell is less symmetric than its crystal, only the primitive cell has all operations.
    let order = symmetry.spaceGroup.pointGroup.operations.count
    let laue = symmetry.spaceGroup.laueClass.pointGroup.operations.count
    let whole =
      structure.isCellLessSymmetric ? try CrystalSymmetry(of: symmetry.primitive) : symmetry
    #expect(whole.pointOperations.count == order)
    #expect(Set(whole.laueOperations.map(\.rotation)).count == laue)
    #expect(whole.laueOperations.count == laue)
    if structure.isCellLessSymmetric {
      #expect(symmetry.pointOperations.count < order)
      #expect(order % symmetry.pointOperations.count == 0)
    }
  }

  @Test(arguments: TextbookStructure.all)
  func inversionCentreMapsTheCrystalOntoItself(structure: TextbookStructure) throws {
    let crystal = try structure.crystal().translated(by: [0.07, 0.19, 0.31])
    let symmetry = try CrystalSymmetry(of: crystal)
    #expect((symmetry.inversionCentre != nil) == symmetry.spaceGroup.isCentrosymmetric)
    guard let centre = symmetry.inversionCentre else { return }
    for axis in 0..<3 { #expect((0.0..<0.5).contains(centre[axis])) }
    for atom in crystal.atoms {
      let image = 2 * centre - atom.position
      #expect(
        crystal.atoms.contains {
          $0.element == atom.element
            && crystal.cell.cartesian(($0.position - image).nearestImage).length < 0.01
        }
      )
    }
  }

  @Test(arguments: TextbookStructure.all)
  func standardCellIsTheSameCrystal(structure: TextbookStructure) throws {
    let crystal = try structure.crystal()
    let symmetry = try CrystalSymmetry(of: crystal)
    let standard = symmetry.standardized
    let volume = crystal.cell.volume / Double(crystal.atoms.count)
    for other in [standard, symmetry.primitive] {
      #expect(abs(other.cell.volume / Double(other.atoms.count) / volume - 1) < 1e-3)
      let again = try CrystalSymmetry(of: other)
      #expect(again.spaceGroup == symmetry.spaceGroup)
    }
    // The standard cell has the operations of the standard setting.
    let rotations = Set(symmetry.spaceGroup.operations.map(\.rotation))
    #expect(Set(try CrystalSymmetry(of: standard).operations.map(\.rotation)) == rotations)
  }

  // MARK: Details

  @Test func equivalentAtomsAndWyckoffLettersAreThoseOfRutile() throws {
    let symmetry = try CrystalSymmetry(of: try CIFText.rutile.read().crystal)
    #expect(symmetry.equivalentAtoms == [0, 0, 2, 2, 2, 2])
    #expect(String(symmetry.wyckoffLetters) == "aaffff")
  }

  @Test func toleranceDecidesWhatIsSymmetric() throws {
    var crystal = try TextbookStructure.rockSalt.crystal()
    // Displaced by 0.01 Å along a.
    crystal.atoms[0].position.x += 0.01 / 5.64
    #expect(try CrystalSymmetry(of: crystal, tolerance: 0.05).spaceGroup.number == 225)
    #expect(try CrystalSymmetry(of: crystal, tolerance: 0.001).spaceGroup.number != 225)
  }

  @Test func elementsAndOccupanciesDistinguishAtoms() throws {
    var crystal = try TextbookStructure.caesiumChloride.crystal()
    // With caesium alone the lattice is body-centred.
    crystal.atoms[1].element = crystal.atoms[0].element
    #expect(try CrystalSymmetry(of: crystal).spaceGroup.number == 229)
    crystal.atoms[1].occupancy = 0.9
    #expect(try CrystalSymmetry(of: crystal).spaceGroup.number == 221)
    // Displacements do not distinguish atoms.
    crystal.atoms[1].occupancy = 1
    crystal.atoms[1].debyeWallerFactor = 5
    #expect(try CrystalSymmetry(of: crystal).spaceGroup.number == 229)
  }

  @Test func mixedSitesCountAsOne() throws {
    var crystal = try TextbookStructure.copper.crystal()
    let gold = try #require(Element(symbol: "Au"))
    for index in crystal.atoms.indices {
      crystal.atoms[index].occupancy = 0.75
      var other = crystal.atoms[index]
      (other.element, other.occupancy) = (gold, 0.25)
      crystal.atoms.append(other)
    }
    let symmetry = try CrystalSymmetry(of: crystal)
    #expect(symmetry.spaceGroup.number == 225)
    #expect(symmetry.primitive.atoms.map(\.element.symbol) == ["Cu", "Au"])
    #expect(symmetry.primitive.atoms.map(\.occupancy) == [0.75, 0.25])
    #expect(symmetry.equivalentAtoms == [0, 0, 0, 0, 4, 4, 4, 4])
  }

  @Test func quartzKeepsItsHandedness() throws {
    let right = try TextbookStructure.quartz.crystal()
    var left = right
    for index in left.atoms.indices { left.atoms[index].position *= -1 }
    #expect(try CrystalSymmetry(of: left).spaceGroup.number == 152)
    #expect(
      try CrystalSymmetry(of: left).spaceGroup == CrystalSymmetry(of: right).spaceGroup.enantiomorph
    )
  }

  @Test func disagreementIsASentence() throws {
    let symmetry = try CrystalSymmetry(of: try CIFText.rutile.read().crystal)
    #expect(symmetry.disagreement(with: nil, in: "a.cif") == nil)
    #expect(symmetry.disagreement(with: SpaceGroup(number: 136), in: "a.cif") == nil)
    #expect(
      symmetry.disagreement(with: SpaceGroup(number: 1), in: "a.cif")
        == "a.cif: the file says P1 (1), but its atoms have P42/mnm (136); the label is that of the atoms"
    )
  }

  @Test func invalidCrystalsAreRefused() throws {
    let crystal = try TextbookStructure.copper.crystal()
    var (empty, broken, doubled) = (crystal, crystal, crystal)
    empty.atoms = []
    broken.atoms[0].position.x = .nan
    doubled.atoms.append(crystal.atoms[0])
    for wrong in [empty, broken, doubled] {
      let error = #expect(throws: CrystalError.self) { try CrystalSymmetry(of: wrong) }
      #expect(error == .symmetryNotFound(crystal: crystal.name, tolerance: 0.01))
    }
    for tolerance in [0, -1, .nan, .infinity] as [Double] {
      #expect(throws: CrystalError.self) { try CrystalSymmetry(of: crystal, tolerance: tolerance) }
    }
  }
}
