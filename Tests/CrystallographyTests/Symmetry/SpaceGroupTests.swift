import Foundation
import TestSupport
import Testing

@testable import Crystallography

@Suite struct SpaceGroupTests {
  @Test func thereAre230() {
    #expect(SpaceGroup.all.map(\.number) == Array(1...230))
    #expect(Set(SpaceGroup.all.map(\.symbol)).count == 230)
    for number in [Int.min, -1, 0, 231, 1003, .max] {
      #expect(SpaceGroup(number: number) == nil)
    }
  }

  /// The counts of International Tables for Crystallography A (2016), chapter 2.3.
  @Test func countsAreThoseOfTheInternationalTables() {
    let groups = SpaceGroup.all
    let lattices = Dictionary(grouping: groups, by: \.bravaisLattice).mapValues(\.count)
    #expect(
      lattices == [
        .aP: 2, .mP: 8, .mS: 5, .oP: 30, .oS: 15, .oI: 9, .oF: 5, .tP: 49, .tI: 19,
        .hR: 7, .hP: 45, .cP: 15, .cI: 10, .cF: 11,
      ]
    )
    let systems = Dictionary(grouping: groups, by: \.crystalSystem).mapValues(\.count)
    #expect(
      systems == [
        .triclinic: 2, .monoclinic: 13, .orthorhombic: 59, .tetragonal: 68, .trigonal: 25,
        .hexagonal: 27, .cubic: 36,
      ]
    )
    #expect(groups.count(where: \.isCentrosymmetric) == 92)
    #expect(groups.count(where: \.isSohncke) == 65)
    #expect(groups.count(where: \.isSymmorphic) == 73)
    #expect(Set(groups.map(\.pointGroup)) == Set(PointGroup.allCases))
  }

  @Test func enantiomorphicPairsAreTheEleven() {
    var pairs: [[Int]] = []
    for group in SpaceGroup.all {
      guard let other = group.enantiomorph else { continue }
      #expect(other.enantiomorph == group)
      #expect(group.isSohncke && other.pointGroup == group.pointGroup)
      if group.number < other.number { pairs.append([group.number, other.number]) }
    }
    // Nespolo, Aroyo and Souvignier, J. Appl. Cryst. 51, 1481 (2018).
    #expect(
      pairs == [
        [76, 78], [91, 95], [92, 96], [144, 145], [151, 153], [152, 154], [169, 170], [171, 172],
        [178, 179], [180, 181], [212, 213],
      ]
    )
  }

  @Test func propertiesAreConsistent() {
    for group in SpaceGroup.all {
      #expect(group.crystalSystem.crystalFamily == group.bravaisLattice.crystalFamily)
      #expect(group.laueClass.crystalSystem == group.crystalSystem)
      #expect(!(group.isSohncke && group.isCentrosymmetric))
      #expect(group.symbol.first.map { "PACIFR".contains($0) } == true)
      #expect(SpaceGroup(symbol: group.symbol) == group)
    }
  }

  @Test func folderSpellingOfEverySymbolIsRead() {
    for group in SpaceGroup.all {
      let folder = group.symbol.replacing("/", with: "_")
      #expect(SpaceGroup(symbol: folder) == group, "\(folder)")
      // A screw axis 2₁, 3₁, 4₂, 6₃, … with its subscript marked as in TeX.
      let marked = folder.replacing(/([2346])([1-5])/) { "\($0.1)_\($0.2)" }
      #expect(SpaceGroup(symbol: marked) == group, "\(marked)")
      #expect(SpaceGroup(symbol: group.symbol.replacing("/", with: "")) != nil)
    }
  }

  @Test(arguments: [
    ("P 21/c", 14), ("P2_1/c", 14), ("P2_1_c", 14), ("P2₁/c", 14), ("P 1 21/n 1", 14),
    ("P21/n", 14),
    ("P2_1_n", 14), ("P2_1_2_1_2_1", 19), ("P2_12_12_1", 19), ("P212121", 19), ("P 21 21 21", 19),
    ("Pbnm", 62), ("Pnma", 62), ("Cmce", 64), ("Cmca", 64), ("C2/c", 15), ("C2_c", 15),
    ("I2/m", 12),
    ("I4_1_amd", 141), ("I41/amd:1", 141), ("P4_2_mnm", 136), ("P4_mmm", 123), ("P4:mmm", 123),
    ("P4mmm", 123), ("P4mm", 99), ("R-3m", 166), ("R-3m:R", 166), ("R-3m:H", 166), ("H3", 146),
    ("P6_3_mmc", 194), ("P63/mmc", 194), ("P63mmc", 194), ("P6₃mc", 186), ("Fm-3m", 225),
    ("Fm3\u{304}m", 225), ("Fm3m", 225), ("F m −3 m", 225), ("Fd-3m:2", 227), ("Ia3d", 230),
    ("Pa-3", 205), ("P-1", 2),
  ])
  func spellingIsRead(spelling: String, number: Int) {
    #expect(SpaceGroup(symbol: spelling)?.number == number)
  }

  @Test(arguments: [
    "", " ", "P", "F", "_", "225", "cF", "hP", "m-3m", "austenite", "Ferrite", "Pnmz", "Fm-3q",
    "P7",
    "P/", "P_", "-", "\u{304}", "P\u{304}", "Q222", "Fm-3m/", "P21/c P21/c P21/c P21/c P21/c P21/c",
    "P2\0",
  ])
  func otherTextIsNoSpaceGroup(text: String) {
    #expect(SpaceGroup(symbol: text) == nil)
  }

  @Test func symbolsAreThoseInUse() {
    let symbols = [14, 39, 41, 64, 67, 68, 146, 166, 194, 225].map {
      SpaceGroup(number: $0)?.symbol
    }
    #expect(
      symbols == [
        "P21/c", "Aem2", "Aea2", "Cmce", "Cmme", "Ccce", "R3", "R-3m", "P63/mmc", "Fm-3m",
      ]
    )
    #expect(SpaceGroup(number: 225)?.description == "Fm-3m (225)")
  }

  /// Compares the symbols, lattices and point groups found by spglib in real structures with gemmi's.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: Self.structures.path)))
  func factsAgreeWithSpglib() throws {
    let lines = try String(contentsOf: Self.structures, encoding: .utf8).split(separator: "\n")
    for line in lines.dropFirst() {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let group = try #require(SpaceGroup(symbol: fields[5]), "\(line)")
      #expect(group.number == Int(fields[4]), "\(line)")
      #expect(group.bravaisLattice.rawValue == fields[1], "\(line)")
      #expect(group.crystalSystem.rawValue == fields[2], "\(line)")
      #expect(group.pointGroup == PointGroup(symbol: fields[3]), "\(line)")
    }
    #expect(lines.count > 700)
  }

  static let structures = Project.shared.appending(path: "structures/index.tsv")

  @Test func orderIsThatOfThePointGroupTimesTheCentring() {
    for group in SpaceGroup.all {
      let operations = group.operations
      let points =
        switch group.symbol.first {
        case "F": 4
        case "R": 3
        case "P": 1
        default: 2
        }
      #expect(operations.count == points * group.pointGroup.operations.count, "\(group)")
      #expect(operations.first == .identity, "\(group)")
      #expect(operations.count { $0.type == .one } == points)
      #expect(Set(operations.map(\.rotation)).count == group.pointGroup.operations.count)
      #expect(operations.allSatisfy { $0.reduced == $0 })
      #expect(operations.allSatisfy(\.isProper) || !group.isSohncke)
      #expect(operations.contains { $0.type == .bar1 } == group.isCentrosymmetric)
    }
  }

  // International Tables for Crystallography A (2016), the general positions of the groups.
  @Test func generalPositionsAreThoseOfTheTables() {
    func text(_ number: Int) -> Set<String> {
      Set((SpaceGroup(number: number)?.operations ?? []).map(\.description))
    }
    #expect(text(14) == ["x,y,z", "-x,y+1/2,-z+1/2", "-x,-y,-z", "x,-y+1/2,z+1/2"])
    #expect(text(19) == ["x,y,z", "-x+1/2,-y,z+1/2", "-x,y+1/2,-z+1/2", "x+1/2,-y+1/2,-z"])
    #expect(
      text(169) == [
        "x,y,z", "-y,x-y,z+1/3", "-x+y,-x,z+2/3", "-x,-y,z+1/2", "y,-x+y,z+5/6", "x-y,x,z+1/6",
      ]
    )
  }
}
