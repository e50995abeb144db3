import Foundation
import Imaging
import SymmetryClassification
import TestSupport
import Testing

@Suite struct ScanMapTests {
  /// A scan of 2 rows of 3, one file of which is broken, and a run that answers for it.
  private func scanned() throws -> Playground {
    let playground = try Playground()
    try playground.addPatterns()
    #expect(try playground.train("patterns", "-q").status == 0)
    for row in 0..<2 {
      for column in 0..<3 {
        try playground.addPattern(
          "scan/p_x\(10 * column)_y\(5 * row).png",
          StripedPattern.allCases[(row + column) % 2],
          number: 90 + 3 * row + column
        )
      }
    }
    try playground.write("scan/p_x10_y5.png", "no image")
    return playground
  }

  private func draw(
    _ playground: Playground,
    _ images: String,
    _ map: String,
    _ more: String...
  ) throws -> CommandRun {
    try CommandRun(["classify", images, "-m", "run", "--map", map] + more, in: playground.root)
  }

  @Test func aScanBecomesTwoMaps() throws {
    let playground = try scanned()
    let run = try draw(playground, "scan", "map.png", "--format", "csv", "--reject-below", "0")
    // The broken file is reported, and the others are classified.
    #expect(run.status == 1 && run.errorLines.count == 1, "\(run.errors)")
    #expect(run.outputByLine.count == 7)
    #expect(run.errors.contains("map: map.png, map-confidence.png"))
    let map = try PNG.read(playground.path("map.png")).image
    // Places of 12 points at 300 dots an inch; the broken one is grey, the others of their class.
    func grey(_ row: Int, _ column: Int) -> Float {
      let scale = 300.0 / 72
      return map[
        Int((28 + 12 * (Double(row) + 0.5)) * scale),
        Int((44 + 12 * (Double(column) + 0.5)) * scale)
      ]
    }
    let broken = grey(1, 1)
    let answers = run.outputByLine.dropFirst().map { $0.split(separator: ",")[1] }
    // In the order of the names: x0_y0, x0_y5, x10_y0, x10_y5, x20_y0, x20_y5.
    let places = [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (1, 2)]
    for (first, a) in zip(places, answers) where first != (1, 1) {
      #expect(grey(first.0, first.1) != broken)
      for (second, b) in zip(places, answers) where second != (1, 1) {
        #expect((grey(first.0, first.1) == grey(second.0, second.1)) == (a == b))
      }
    }
    // Both maps have their places at the same points.
    let confidence = try PNG.read(playground.path("map-confidence.png")).image
    #expect(confidence.height > 100 && confidence.width == map.width)
  }

  @Test func rowsAndColumnsMayBeGiven() throws {
    let playground = try scanned()
    let run = try draw(playground, "scan", "m.svg", "--rows", "2", "--columns", "3", "-q")
    #expect(run.status == 1 && playground.exists("m.svg") && playground.exists("m-confidence.svg"))
    expectFailure(
      try draw(playground, "patterns/cF", "n.svg", "--rows", "3", "--columns", "3", "-q"),
      "3 rows of 3 columns need 9 files, but there are 12"
    )
    expectFailure(
      try draw(playground, "scan", "n.svg", "--rows", "3", "--columns", "2", "-q"),
      "the names give 2 rows of 3 columns, but 3 rows of 2 columns are asked for"
    )
    expectFailure(
      try draw(playground, "patterns/cF", "n.svg", "-q"),
      "cannot read a position from this name (expected, for example, x012_y034.png)"
    )
    expectUsageError(
      try draw(playground, "scan", "n.gif", "-q"),
      "n.gif: the name of a map must end in one of .png, .svg, .pdf, .ang, .ctf, .csv"
    )
    for wrong in [
      ["--rows", "3"], ["--map", "m.png", "--fuse"], ["--rows", "1", "--columns", "1"], ["--names", "minus"],
      ["--map", "m.png", "--names", "minus", "--names", "hyphen"], ["--map", "m.png", "--names", "row-by-row"],
      ["--step", "1"], ["--map", "m.png", "--step", "0"], ["--map", "m.png", "--map", "m.png"],
    ] {
      let run = try CommandRun(["classify", "scan", "-m", "run"] + wrong, in: playground.root)
      #expect(run.status == 64)
    }
  }

  @Test func numbersOfNamesAreNumbers() throws {
    let playground = try scanned()
    func copy(_ folder: String, _ names: [String]) throws {
      let kinds: [StripedPattern] = [.allCases[0], .allCases[1]]
      for (number, name) in names.enumerated() {
        try playground.addPattern("\(folder)/\(name).png", kinds[number % 2], number: 90)
      }
    }
    func map(_ folder: String, _ more: String...) throws -> [UInt8] {
      let run = try CommandRun(
        ["classify", folder, "-m", "run", "--map", "map.png", "-q"] + more,
        in: playground.root
      )
      #expect(run.status == 0, "\(run.errors)")
      return try playground.bytes("map.png")
    }
    // Names without zeros come as numbers do, ten behind two.
    try copy("plain", (0..<12).map { "p\($0 + 1)" })
    try copy("padded", (0..<12).map { $0 < 9 ? "p0\($0 + 1)" : "p\($0 + 1)" })
    let size = ["--rows", "3", "--columns", "4"]
    #expect(
      try map("plain", size[0], size[1], size[2], size[3])
        == map("padded", size[0], size[1], size[2], size[3])
    )
    // A scan across 0: the hyphen of some is a minus, that of all is none.
    try copy("across", ["x-1_y0", "x0_y0", "x1_y0", "x-1_y1", "x0_y1", "x1_y1"])
    try copy("right", ["x1_y0", "x2_y0", "x3_y0", "x1_y1", "x2_y1", "x3_y1"])
    try copy("hyphens", ["x-1_y-0", "x-2_y-0", "x-3_y-0", "x-1_y-1", "x-2_y-1", "x-3_y-1"])
    let expected = try map("right")
    #expect(try map("across") == expected && map("hyphens") == expected)
  }

  @Test func readingsOfNamesAreSaidAndChosen() throws {
    let playground = try scanned()
    let positions = (0..<6).map { (row: $0 / 3, column: $0 % 3) }
    for (number, position) in positions.enumerated() {
      for name in ["xy/x\(position.column)_y\(position.row)", "pairs/\(position.column)_\(position.row)"] {
        try playground.addPattern("\(name).png", .allCases[position.column / 2], number: 90 + number)
      }
    }
    #expect(try draw(playground, "xy", "xy.png", "-q").errors == "")
    let guessed = try draw(playground, "pairs", "guessed.png", "-q")
    #expect(
      guessed.errors == "warning: pairs/0_0.png: the two numbers are read as column and row; for another reading, use "
        + "--names row-column\n"
    )
    let chosen = try draw(playground, "pairs", "chosen.png", "--names", "column-row", "-q")
    #expect(chosen.errors == "")
    #expect(try playground.bytes("guessed.png") == playground.bytes("xy.png"))
    #expect(try playground.bytes("chosen.png") == playground.bytes("xy.png"))
    // Files of the other order are settled by the size of the scan, or go column by column.
    let sized = try draw(playground, "pairs", "sized.png", "--rows", "2", "--columns", "3", "-q")
    #expect(try sized.errors == "" && playground.bytes("sized.png") == playground.bytes("xy.png"))
    let ordered = try draw(
      playground,
      "pairs",
      "ordered.png",
      "--names",
      "column-by-column",
      "--rows",
      "2",
      "--columns",
      "3",
      "-q"
    )
    #expect(try ordered.errors == "" && playground.bytes("ordered.png") == playground.bytes("xy.png"))
  }

  @Test func missingPositionsAreNotMeasured() throws {
    let playground = try scanned()
    for column in [0, 1, 3] {
      try playground.addPattern("gap/x\(column)_y0.png", .allCases[0], number: 90 + column)
    }
    let run = try draw(playground, "gap", "gap.png", "-q")
    #expect(
      run.errors
        == "warning: 1 of 4 positions of the scan have no image, among them 1 whole column (2); they are \"not "
        + "measured\" on the map\n"
    )
    let map = try PNG.read(playground.path("gap.png")).image
    func grey(_ column: Int) -> Float { map[142, Int((44 + 12 * (Double(column) + 0.5)) * 300 / 72)] }
    #expect(grey(2) != grey(0) && grey(0) == grey(1) && grey(1) == grey(3))
  }

  @Test func unknownStaysUnknown() throws {
    let playground = try scanned()
    let run = try draw(playground, "scan", "u.svg", "--reject-below", "1", "-q")
    #expect(run.output.contains("unknown"))
    let known = try draw(playground, "scan", "k.svg", "-q")
    #expect(known.status == 1)
    // The legend has an entry in the grey of unknown in one of them only, and in both the one of the broken file.
    func legendHas(_ color: String, _ file: String) throws -> Bool {
      try playground.text(file).contains("rgb(\(color)")
    }
    #expect(try legendHas("62%", "u.svg") && !legendHas("62%", "k.svg"))
    #expect(try legendHas("97%", "u.svg") && legendHas("97%", "k.svg"))
  }

  @Test func mapsForOtherProgramsHaveTheStepOfTheNames() throws {
    let playground = try scanned()
    for (column, row) in [(0, 0), (1, 0), (0, 1)] {
      try playground.addPattern("unit/x\(column)p5um_y\(row)um.png", .allCases[column], number: 90 + column)
    }
    let run = try CommandRun(
      ["classify", "unit", "-m", "run", "--map", "m.ang", "--map", "m.ctf", "--map", "m.csv", "--map", "m.svg"],
      in: playground.root
    )
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("map: m.ang\nmap: m.ctf\nmap: m.csv\nmap: m.svg, m-confidence.svg\n"), "\(run.errors)")
    #expect(try playground.text("m.ang").contains("# XSTEP: 1.000000\n# YSTEP: 1.000000\n# NCOLS_ODD: 2\n"))
    let lines = try playground.text("m.ctf").split(separator: "\n")
    #expect(lines.suffix(4).map { $0.split(separator: "\t")[4] } == ["0", "0", "0", "5"])
    let table = try CSV.records(try playground.bytes("m.csv")).map(\.fields)
    #expect(table.count == 5 && table[4] == ["1.0", "1.0", "", "", "", "", "", ""])
    let contradiction = try draw(playground, "unit", "n.ang", "--step", "2")
    expectFailure(contradiction, "--step is 2.0 µm, but the names give 1 µm; leave --step out or correct it")
    #expect(!playground.exists("n.ang"))
  }

  @Test func aStepThatIsNotKnownIsSaid() throws {
    let playground = try scanned()
    let unknown = try draw(playground, "scan", "a.csv", "-q")
    #expect(unknown.errors.contains("warning: the step of the scan is not known, so x and y count positions"))
    let given = try draw(playground, "scan", "b.csv", "--step", "0.5", "-q")
    #expect(!given.errors.contains("step"), "\(given.errors)")
    let table = try CSV.records(try playground.bytes("b.csv")).map(\.fields)
    #expect(
      table.map { Array($0[..<2]) } == [["x", "y"]]
        + (0..<6).map { ["\(Double($0 % 3) / 2)", "\(Double($0 / 3) / 2)"] }
    )
    #expect(table[5][2] == "", "the broken file is not measured")
  }
}
