import SymmetryClassification
import Testing

@Suite struct ScanGridTests {
  private func message(_ names: [String], size: ScanGrid.Size? = nil) -> String {
    do {
      _ = try ScanGrid(names: names, size: size)
      return ""
    } catch {
      return "\(error)"
    }
  }

  /// The names of a scan of 3 rows and 5 columns, row by row.
  private func scan(_ name: (_ row: Int, _ column: Int) -> String) -> [String] {
    (0..<15).map { name($0 / 5, $0 % 5) }
  }

  @Test func namesGiveColumnsByXAndRowsByY() throws {
    let grid = try ScanGrid(names: ["p_x10_y5.png", "p_x0_y0.png", "p_x20_y0.png"])
    #expect(grid.rows == 2 && grid.columns == 3)
    #expect(grid.files == [1, nil, 2, nil, 0, nil])
    #expect(try ScanGrid(names: ["r1_c2.png", "row0_col2.png"]).files == [1, 0])
    #expect(try ScanGrid(names: ["y1_x0.png", "y0_x0.png", "y1x1.png", "Y=0 X=1.png"]).files == [1, 3, 0, 2])
  }

  @Test func missingRowsAndColumnsStayEmptyAndAreSaid() throws {
    // A step of 5 with the columns 10 and 15, and the row 2, missing.
    let names = [0, 1, 3].flatMap { row in [0, 5, 20].map { "x\($0)_y\(row)" } }
    let grid = try ScanGrid(names: names)
    #expect(grid.rows == 4 && grid.columns == 5)
    #expect(
      grid.files == [0, 1, nil, nil, 2] + [3, 4, nil, nil, 5] + [nil, nil, nil, nil, nil] + [6, 7, nil, nil, 8]
    )
    #expect(
      grid.notes.map(\.description) == [
        "11 of 20 positions of the scan have no image, among them 1 whole row (2) and 2 whole columns (10, 15); "
          + "they are \"not measured\" on the map"
      ]
    )
    // No two neighbours are left; the divisor of the differences is the step.
    #expect(try ScanGrid(names: ["x0_y0", "x2_y0", "x5_y0"]).files == [0, nil, 1, nil, nil, 2])
  }

  @Test func decimalsExponentsAndUnitsAreRead() throws {
    let whole = (0..<15).map(Int?.some)
    for name in [
      { "x\($1)_y\($0).png" as String }, { "x\(Double($1) / 4)_y\(Double($0) / 4).png" },
      { "x\($1)p5um_y\($0)p25um.png" }, { "x\(250 * $1)nm_y\(250 * $0)nm.tif" },
      { "y-\(10 - $0).5_x\($1 - 2)" }, { "x_\($1 - 2)_y_\($0 - 1)" }, { "row \($0) col \($1)" },
      { "x0.\(25 * $1 + 100)_y1\($0)" },
    ] as [(Int, Int) -> String] {
      let grid = try ScanGrid(names: scan(name))
      #expect(grid.rows == 3 && grid.columns == 5 && grid.notes.isEmpty, "\(name(1, 2)): \(grid.notes)")
      #expect(grid.files == whole, "\(name(1, 2))")
    }
    // One micrometre is 1000 nanometres.
    #expect(try ScanGrid(names: ["x1µm_y0", "x500nm_y0", "x0_y0"]).files == [2, 1, 0])
    // 1.00e-06 lies after 7.50e-07.
    let metres = ["0.00e+00", "2.50e-07", "5.00e-07", "7.50e-07", "1.00e-06"]
    let grid = try ScanGrid(names: metres.map { "x\($0)_y0.00e+00.png" })
    #expect(grid.rows == 1 && grid.files == [0, 1, 2, 3, 4])
    #expect(
      grid.notes.map(\.description) == ["x0.00e+00_y0.00e+00.png: 0.00e+00 is read as a number with an exponent"]
    )
  }

  @Test func roundedPositionsAreMultiplesOfTheirStep() throws {
    // Thirds with two decimals, of which column 4 is missing.
    let thirds = ["0.00", "0.33", "0.67", "1.00", "1.67", "2.00", "2.33"]
    let grid = try ScanGrid(names: thirds.map { "x\($0)_y0.00" })
    #expect(grid.files == [0, 1, 2, 3, nil, 4, 5, 6])
    #expect(
      grid.notes.map(\.description).first
        == "the positions along columns are read as rounded multiples of a step of about 0.3329"
    )
    #expect(
      message(["x0_y0", "x251_y0", "x499_y0"]).hasPrefix("the positions 0, 251, 499 in the names are not in equal")
    )
  }

  @Test func hyphensAreSignsUnlessAllNumbersHaveOne() throws {
    let signs = try ScanGrid(names: ["x-1_y0", "x0_y0", "x1_y0"])
    #expect(signs.files == [0, 1, 2] && signs.notes.isEmpty)
    let names = ["x-1_y-0", "x-2_y-0", "x-3_y-0"]
    let separated = try ScanGrid(names: names)
    #expect(separated.files == [0, 1, 2] && separated.notes.map(\.alternative) == [.minus])
    let negative = try ScanGrid(names: names, readings: [.minus])
    #expect(negative.files == [2, 1, 0] && negative.notes.isEmpty)
    // After another separator, a hyphen can only be a sign.
    #expect(try ScanGrid(names: ["x_-1_y_-1", "x_-2_y_-1"]).files == [1, 0])
  }

  @Test func orderOfTwoNumbersIsChosenOrSaid() throws {
    let names = scan { "\($1)_\($0).png" }
    let byColumn = try ScanGrid(names: names)
    #expect(byColumn.rows == 3 && byColumn.files == Array(0..<15))
    #expect(byColumn.notes.map(\.description) == ["0_0.png: the two numbers are read as column and row"])
    #expect(byColumn.notes.map(\.alternative) == [.rowColumn])
    let byRow = try ScanGrid(names: names, readings: [.rowColumn])
    #expect(byRow.rows == 5 && byRow.columns == 3 && byRow.notes.isEmpty)
    // A size settles the order, except of a square.
    let sized = try ScanGrid(names: scan { "\($0)_\($1).png" }, size: (3, 5))
    #expect(sized.files == Array(0..<15) && sized.notes.isEmpty)
    #expect(try ScanGrid(names: ["0_0", "0_1", "1_0", "1_1"], size: (2, 2)).notes.map(\.alternative) == [.rowColumn])
    // Numbers that all names share are no positions.
    #expect(try ScanGrid(names: scan { "run7_\($1)-\($0)_20kV.png" }).files == Array(0..<15))
    #expect(message(["a2_1.png", "a2_2.png"]).hasPrefix("a2_1.png: cannot read a position"))
  }

  @Test func commasAreDecimalUnlessTheySeparate() throws {
    let decimal = try ScanGrid(names: ["x0,5_y0,0", "x0,0_y0,0"])
    #expect(decimal.files == [1, 0] && decimal.notes.map(\.alternative) == [.separatingComma])
    #expect(try ScanGrid(names: ["x0,5_y0,0", "x0,0_y0,0"], readings: [.decimalComma]).notes.isEmpty)
    let pairs = try ScanGrid(names: ["0,0", "1,0", "0,1", "1,1"], readings: [.columnRow])
    #expect(pairs.files == [0, 1, 2, 3] && pairs.notes.isEmpty)
    let bare = try ScanGrid(names: ["0,0_0,0", "0,5_0,0", "0,0_0,5", "0,5_0,5"], readings: [.columnRow])
    #expect(bare.files == [0, 1, 2, 3] && bare.notes.map(\.alternative) == [.separatingComma])
  }

  @Test func ambiguousNamesAreErrors() {
    #expect(message(["a/first.png"]).hasPrefix("a/first.png: cannot read a position"))
    #expect(message(["x1_y2", "first"]).hasPrefix("first: cannot read a position"))
    #expect(
      message(["x1_y2.png", "b/x01_y02.png"])
        == "x1_y2.png and b/x01_y02.png have the same position in the scan"
    )
    let sparse = (0..<4001).map { "x\($0)_y\($0)" }
    #expect(message(sparse).hasPrefix("4001 rows of 4001 columns are too many for a map"))
    for cut in ["x12a_y3.png", "x0.1.2_y3.png", "x1_y3b.png"] {
      #expect(message([cut]).contains("since the name continues directly after"), "\(cut)")
    }
    #expect(
      message(["x1um_y0", "x2_y0"]) == "x1um_y0 and x2_y0 have positions in different units; use one unit for all names"
    )
    #expect(message(["x1_y0_x2", "x1_y0_x3"]) == "")
  }

  @Test func positionsWinOverASizeThatMustAgree() throws {
    let names = scan { "x\($1)_y\($0).png" }.shuffled()
    #expect(try ScanGrid(names: names, size: (3, 5)).files == ScanGrid(names: names).files)
    #expect(
      message(names, size: (5, 3))
        == "the names give 3 rows of 5 columns, but 5 rows of 3 columns are asked for; correct these numbers or leave "
        + "them out"
    )
    #expect(message(scan { "\($1)_\($0).png" }, size: (1, 15)).hasPrefix("the names give 3 rows of 5 columns, but"))
  }

  @Test func filesFillAGivenGridInNumericOrder() throws {
    let names = ["p10", "p2", "p1", "p3"]
    #expect(try ScanGrid(names: names, size: (2, 2)).files == [2, 1, 3, 0])
    #expect(try ScanGrid(names: names, size: (2, 2), readings: [.columnByColumn]).files == [2, 3, 1, 0])
    #expect(try ScanGrid(names: ["x0_y9", "x1_y5"], size: (2, 1), readings: [.rowByRow]).files == [0, 1])
    #expect(throws: ClassificationError.self) { try ScanGrid(names: ["p1"], size: (2, 2)) }
    // A date and a running number are no positions.
    let dated = (0..<6).map { "2026112\($0 / 3)_\(100 + $0)" }
    #expect(try ScanGrid(names: dated, size: (2, 3)).files == Array(0..<6))
  }

  @Test func stepsWithAUnitOfLengthAreInMicrometres() throws {
    func steps(_ names: [String]) throws -> [Double?] {
      let grid = try ScanGrid(names: names)
      return [grid.columnStep, grid.rowStep].map { $0.map { ($0 * 1e6).rounded() / 1e6 } }
    }
    #expect(try steps(["x0um_y0um", "x0.25um_y0um", "x0um_y1.5um"]) == [0.25, 1.5])
    #expect(try steps(["x0nm_y0nm", "x250nm_y0nm"]) == [0.25, nil])
    #expect(try steps(["x0mm_y0mm", "x0.33mm_y0mm", "x0.67mm_y0mm", "x1.00mm_y0mm"]) == [333.333333, nil])
    #expect(try steps(["x0_y0", "x1_y0", "x0_y1"]) == [nil, nil])
    #expect(try steps(["x0px_y0px", "x1px_y0px"]) == [nil, nil])
  }
}
