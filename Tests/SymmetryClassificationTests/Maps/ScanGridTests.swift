import SymmetryClassification
import Testing

@Suite struct ScanGridTests {
  private func message(_ names: [String]) -> String {
    do {
      _ = try ScanGrid(names: names)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func namesGiveColumnsByXAndRowsByY() throws {
    let grid = try ScanGrid(names: ["p_x10_y5.png", "p_x0_y0.png", "p_x20_y0.png"])
    #expect(grid.rows == 2 && grid.columns == 3)
    #expect(grid.files == [1, nil, 2, nil, 0, nil])
    #expect(try ScanGrid(names: ["r1_c2.png", "row0_col2.png"]).files == [1, 0])
  }

  @Test func hyphensAreSignsUnlessAllNumbersHaveOne() throws {
    let signs = try ScanGrid(names: ["x-1_y0", "x0_y0", "x1_y0"])
    #expect(signs.files == [0, 1, 2])
    #expect(try ScanGrid(names: ["x-1_y-0", "x-2_y-0", "x-3_y-0"]).files == [0, 1, 2])
  }

  @Test func ambiguousNamesAreErrors() {
    #expect(message(["a/first.png"]).hasPrefix("a/first.png: cannot read a position"))
    #expect(
      message(["x1_y2.png", "b/x01_y02.png"])
        == "x1_y2.png and b/x01_y02.png have the same position in the scan"
    )
    let sparse = (0..<4001).map { "x\($0)_y\($0)" }
    #expect(message(sparse).hasPrefix("4001 rows of 4001 columns are too many for a map"))
  }

  @Test func filesFillAGivenGridInNumericOrder() throws {
    let grid = try ScanGrid(names: ["p10", "p2", "p1", "p3"], rows: 2, columns: 2)
    #expect(grid.files == [2, 1, 3, 0])
    #expect(throws: ClassificationError.self) {
      try ScanGrid(names: ["p1"], rows: 2, columns: 2)
    }
  }
}
