import Testing

@testable import SymmetryClassification

@Suite struct CrystalMapFormatTests {
  @Test func theEndingOfAPathNamesTheFormat() {
    #expect(CrystalMapFormat(path: "a/map.ANG") == .ang && CrystalMapFormat(path: "map.v2.ctf") == .ctf)
    #expect(CrystalMapFormat(path: "map.csv") == .csv && CrystalMapFormat(path: "map.png") == nil)
    #expect(CrystalMapFormat(path: "csv") == nil && CrystalMapFormat(path: "a.ang/map") == nil)
  }

  @Test func angFilesHaveThisText() throws {
    let expected = """
      # TEM_PIXperUM          1.000000
      # x-star                0.000000
      # y-star                0.000000
      # z-star                0.000000
      # WorkingDistance       0.000000
      #
      # Phase 3
      # MaterialName  \todd name\u{20}
      # Formula     \todd name\u{20}
      # Info \t\t
      # Symmetry              1
      # LatticeConstants      1.000 1.000 1.000 90.000 90.000 90.000
      # NumberFamilies        0
      #
      # Phase 2
      # MaterialName  \thP
      # Formula     \thP
      # Info \t\t
      # Symmetry              62
      # LatticeConstants      1.000 1.000 1.000 90.000 90.000 120.000
      # NumberFamilies        0
      #
      # Phase 1
      # MaterialName  \tIron
      # Formula     \tIron
      # Info \t\t
      # Symmetry              43
      # LatticeConstants      2.866 2.866 2.866 90.000 90.000 90.000
      # NumberFamilies        0
      #
      # GRID: SqrGrid
      # XSTEP: 0.250000
      # YSTEP: 0.500000
      # NCOLS_ODD: 3
      # NCOLS_EVEN: 3
      # NROWS: 2
      #
      # OPERATOR: \tednet \(Version.current)
      #
      # SAMPLEID: \t
      #
      # SCANID: \t
      #
        1.57080   0.78540   0.52360      0.00000      0.00000    0.0  0.750  1      1  0.500
        0.00000   0.00000   0.00000      0.25000      0.00000    0.0  1.000  2      1  0.000
       12.56637  12.56637  12.56637      0.50000      0.00000    0.0 -1.000  0      1 180.000
       12.56637  12.56637  12.56637      0.00000      0.50000    0.0 -1.000  0      1 180.000
       12.56637  12.56637  12.56637      0.25000      0.50000    0.0 -1.000  0      0 180.000
        0.00000   0.00000   0.00000      0.50000      0.50000    0.0  0.500  3      1  0.000

      """
    #expect(try CrystalMapTests.example.bytes(as: .ang) == Array(expected.utf8))
  }

  @Test func ctfFilesHaveThisText() throws {
    let expected = """
      Channel Text File
      Prj\tednet
      Author\tednet \(Version.current); BC=255*probability
      JobMode\tGrid
      XCells\t3
      YCells\t2
      XStep\t0.250000
      YStep\t0.500000
      AcqE1\t0
      AcqE2\t0
      AcqE3\t0
      Euler angles refer to Sample Coordinate system (CS0)!\tMag\t0\tCoverage\t100\tDevice\t0\t\
      KV\t0\tTiltAngle\t0\tTiltAxis\t0
      Phases\t3
      2.8660;2.8660;2.8660\t90.0000;90.0000;90.0000\tIron\t11\t229
      1.0000;1.0000;1.0000\t90.0000;90.0000;120.0000\thP\t9\t0
      1.0000;1.0000;1.0000\t90.0000;90.0000;90.0000\todd name \t1\t0
      Phase\tX\tY\tBands\tError\tEuler1\tEuler2\tEuler3\tMAD\tBC\tBS
      1\t0.00000\t0.00000\t0\t0\t90.0000\t45.0000\t30.0000\t0.5000\t191\t0
      2\t0.25000\t0.00000\t0\t0\t0.0000\t0.0000\t0.0000\t0.0000\t255\t0
      0\t0.50000\t0.00000\t0\t3\t0.0000\t0.0000\t0.0000\t0.0000\t102\t0
      0\t0.00000\t0.50000\t0\t1\t0.0000\t0.0000\t0.0000\t0.0000\t0\t0
      0\t0.25000\t0.50000\t0\t5\t0.0000\t0.0000\t0.0000\t0.0000\t0\t0
      3\t0.50000\t0.50000\t0\t0\t0.0000\t0.0000\t0.0000\t0.0000\t128\t0

      """
    #expect(try CrystalMapTests.example.bytes(as: .ctf) == Array(expected.utf8))
  }

  @Test func tablesHaveThisText() throws {
    let expected = """
      x,y,phase,probability,phi1,Phi,phi2,fit
      0.0,0.0,Iron,0.75,90.0000,45.0000,30.0000,0.5000
      0.25,0.0,hP,1.0,,,,
      0.5,0.0,unknown,0.4,,,,
      0.0,0.5,not a pattern,,,,,
      0.25,0.5,,,,,,
      0.5,0.5,"odd\tname
      ",0.5,,,,

      """
    #expect(try CrystalMapTests.example.bytes(as: .csv) == Array(expected.utf8))
  }

  @Test func scoresAreNotCalledProbabilities() throws {
    var map = CrystalMapTests.example
    map.measure = "score"
    let table = String(decoding: try map.bytes(as: .csv), as: UTF8.self)
    #expect(table.hasPrefix("x,y,phase,score,phi1,"))
    let channel = String(decoding: try map.bytes(as: .ctf), as: UTF8.self)
    #expect(channel.contains("; BC=255*score\n") && !channel.contains("probability"))
  }
}
