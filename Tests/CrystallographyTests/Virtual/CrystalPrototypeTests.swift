import RandomNumbers
import Testing

@testable import Crystallography

@Suite struct CrystalPrototypeTests {
  /// Rutile, in which oxygen has one free coordinate.
  private static let rutile = """
    data_rutile
    _cell_length_a 4.594
    _cell_length_b 4.594
    _cell_length_c 2.959
    _cell_angle_alpha 90
    _cell_angle_beta 90
    _cell_angle_gamma 90
    _space_group_IT_number 136
    loop_
    _atom_site_label
    _atom_site_fract_x
    _atom_site_fract_y
    _atom_site_fract_z
    Ti 0 0 0
    O 0.305 0.305 0
    """

  private func prototype(_ text: String) throws -> CrystalPrototype {
    try CrystalPrototype(CrystalSymmetry(of: CIF(text: text, name: "test").crystal))
  }

  @Test func virtualCrystalsKeepTheSpaceGroupAndVaryCellAndElements() throws {
    let prototype = try prototype(Self.rutile)
    var cells: Set<Double> = []
    var ratios: Set<Double> = []
    var elements: Set<Element> = []
    for number in 0..<20 {
      var generator = KeyedGenerator(1, number)
      let crystal = try #require(prototype.virtualCrystal(using: &generator)).crystal
      #expect(try CrystalSymmetry(of: crystal).spaceGroup.number == 136)
      #expect(crystal.cell.angles == [90, 90, 90])
      #expect(abs(crystal.cell.lengths.x - crystal.cell.lengths.y) < 1e-9)
      #expect(crystal.atoms.count == 6)
      cells.insert(crystal.cell.volume)
      ratios.insert(crystal.cell.lengths.z / crystal.cell.lengths.x)
      elements.formUnion(crystal.atoms.map(\.element))
    }
    #expect(cells.count == 20 && ratios.count == 20 && elements.count > 15)
  }

  @Test func elementsOfVirtualCrystalsDifferInAtomicNumber() throws {
    let prototype = try prototype(Self.rutile)
    for number in 0..<50 {
      var generator = KeyedGenerator(2, number)
      let crystal = try #require(prototype.virtualCrystal(using: &generator)).crystal
      let numbers = Set(crystal.atoms.map(\.element.atomicNumber)).sorted()
      #expect(numbers.count == 2)
      #expect(Double(numbers[1] - numbers[0]) >= 0.2 * Double(numbers[1]) - 1e-6)
    }
  }

  @Test func equalKeysDrawEqualCrystals() throws {
    let prototype = try prototype(Self.rutile)
    var (first, second) = (KeyedGenerator(3), KeyedGenerator(3))
    #expect(
      prototype.virtualCrystal(using: &first)?.crystal
        == prototype.virtualCrystal(using: &second)?.crystal
    )
  }

  @Test(arguments: BravaisLattice.allCases)
  func prototypesOfEveryLatticeKeepTheirSpaceGroup(lattice: BravaisLattice) throws {
    for file in try StructureFiles.files(of: lattice, in: StructureFiles.samples).prefix(3) {
      let symmetry = try CrystalSymmetry(of: CIF(path: file.path).crystal)
      var generator = KeyedGenerator(5)
      let (crystal, own) = try #require(
        CrystalPrototype(symmetry).virtualCrystal(using: &generator),
        "\(file.path)"
      )
      #expect(try CrystalSymmetry(of: crystal).spaceGroup == symmetry.spaceGroup, "\(file.path)")
      #expect(own.spaceGroup == symmetry.spaceGroup && own.operations.count > 0, "\(file.path)")
    }
  }
}
