import Imaging
import Testing

@testable import Scans
@testable import SymmetryClassification

@Suite struct CrystalMapOrixTests {
  @Test func theFileHasTheLayoutOfOrix() throws {
    var map = CrystalMapTests.example
    map.measure = "score"
    let file = try HDF5File(ImageFile(map.bytes(as: .h5), name: "map"))
    func numbers(_ path: String) throws -> [Double] {
      try #require(try file.dataset("crystal_map/" + path), "\(path)").numbers(limit: 100)
    }
    func text(_ path: String) throws -> String? { try file.dataset(path)?.text() }
    #expect(try text("manufacturer") == "orix")
    #expect(try numbers("data/x") == [0, 0.25, 0.5, 0, 0.25, 0.5] && numbers("data/y") == [0, 0, 0, 0.5, 0.5, 0.5])
    #expect(try numbers("data/phase_id") == [0, 1, -1, -1, -1, 2])
    #expect(try numbers("data/phi1") == [.pi / 2, 0, 0, 0, 0, 0])
    #expect(try numbers("data/score") == [0.75, 1, Double(Float(0.4)), 0, 0, 0.5])
    #expect(try numbers("header/nx") == [3] && numbers("header/y_step") == [0.5])
    #expect(try text("crystal_map/header/phases/1/point_group") == "6/mmm")
    #expect(try text("crystal_map/header/phases/1/space_group") == "None")
    #expect(try numbers("header/phases/0/space_group") == [229])
    #expect(try numbers("header/phases/0/structure/lattice/abcABG") == [2.866, 2.866, 2.866, 90, 90, 90])
    // Control characters of names become spaces.
    #expect(try text("crystal_map/header/phases/2/name") == "odd name")
    #expect(try file.members(of: "crystal_map/header/phases/0/structure").sorted() == ["atoms", "lattice"])
  }
}
