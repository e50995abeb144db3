import Foundation
import Imaging
import TestSupport
import Testing

/// Scan files of EBSD cameras in every command.
@Suite struct ScanFilesCommandTests {
  private func trained() throws -> Playground { try Playground.trained.get().playground }

  /// A file of EDAX of 2 × 3 striped patterns.
  private func scan(_ direction: StripedPattern, from number: Int = 0) -> [UInt8] {
    func bytes<Value>(_ values: Value...) -> [UInt8] {
      values.flatMap { value in withUnsafeBytes(of: value) { Array($0) } }
    }
    let header = bytes(UInt32(3), 20, 20, 42) + [1] + bytes(UInt32(3), 2) + [0] + bytes(0.5, 0.25)
    return header
      + (0..<6).flatMap { index in
        direction.image(size: 20, number: number + index).pixels.map { UInt8(min(max($0, 0), 255)) }
      }
  }

  @Test func aScanIsClassifiedAndItsMapComesFromTheFile() throws {
    let playground = try Playground()
    let model = try trained().path("run")
    try playground.write("scan.up1", scan(StripedPattern.allCases[0]))
    let run = try playground.run("classify", "scan.up1", "-m", model, "--format", "json", "--map", "map.csv")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.classifiedLines.map(\.file) == (0..<6).map { "scan.up1[\($0)]" })
    #expect(playground.exists("map.csv"))
    let one = try playground.run("classify", "scan.up1[4]", "-m", model, "--format", "json")
    #expect(one.outputByLine == [run.outputByLine[4]])
    // The step of the file is that of the map.
    let step = try playground.run("classify", "scan.up1", "-m", model, "--map", "map.csv", "--step", "3")
    #expect(step.status == 1 && step.errors.contains("--step is 3.0 µm"), "\(step.errors)")
    let other = try playground.run("classify", "scan.up1", "-m", model, "--static-background", "scan.up1")
    #expect(other.status == 1 && other.errors.contains("the scan file holds no static background"), "\(other.errors)")
  }

  @Test func inspectDescribesAScanAndDrawsItsMeanAndQuality() throws {
    let playground = try Playground()
    try playground.write("scan.up1", scan(StripedPattern.allCases[0]))
    let run = try playground.run(
      "inspect",
      "scan.up1",
      "--mean-pattern",
      "mean.png",
      "--quality-map",
      "quality.png"
    )
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.outputByLine == [
        "scan.up1: EDAX UP1, 6 patterns of 20×20 pixels", "map: 2 rows of 3 columns, square grid",
        "step: 0.5 µm in a row, 0.25 µm between rows",
      ]
    )
    #expect(try PNG.header(playground.path("mean.png")).width == 20)
    let quality = try PNG.header(playground.path("quality.png"))
    #expect(quality.width == 255 && quality.height == 170)
    let image = try playground.run("inspect", "scan.up1[5]")
    #expect(image.status == 0 && image.output.contains("20×20 pixels, 8 bit"), "\(image)")
  }

  @Test func scansTrainAndAreEvaluatedAndExplained() throws {
    let playground = try Playground()
    for (direction, name) in zip(StripedPattern.allCases, ["a", "b"]) {
      for specimen in 0..<3 {
        try playground.write("patterns/\(name)/s\(specimen)/scan.up1", scan(direction, from: 6 * specimen))
      }
    }
    try playground.write(
      "patterns/patterns.csv",
      Array("file,index,voltage\na/s0/scan.up1,0,20\na/s0/scan.up1,5,20\n".utf8)
    )
    let run = try playground.train("patterns", "--validation", "0.3", "--seed", "3")
    #expect(run.status == 0, "\(run.errors)")
    let evaluation = try playground.run("evaluate", "patterns", "-m", "run", "--part", "all")
    #expect(
      evaluation.status == 0 && evaluation.output.contains("count                            36 "),
      "\(evaluation)"
    )
    let picture = try playground.run("explain", "patterns/a/s0/scan.up1[2]", "-m", "run", "-o", "overlay.png")
    #expect(picture.status == 0 && playground.exists("overlay.png"), "\(picture.errors)")
    try playground.write("patterns/patterns.csv", Array("file,index\na/s0/scan.up1,x\n".utf8))
    let wrong = try playground.train("patterns")
    #expect(wrong.errors.contains("the index 'x' is no number of an image"), "\(wrong.errors)")
  }

  @Test func everyCommandSaysTheRemarksOnAScanOnce() throws {
    let playground = try Playground()
    let model = try trained().path("run")
    // The last of 2 × 3 patterns is missing.
    for (direction, name) in zip(StripedPattern.allCases, ["a", "b"]) {
      try playground.write("patterns/\(name)/s/scan.up1", scan(direction).dropLast(400))
    }
    func remarks(_ arguments: String...) throws -> [Substring] {
      let run = try CommandRun(arguments + ["-m", model], in: playground.root)
      return run.errorsByLine.filter { $0.contains("1 of 6 positions of the map have no pattern") }
    }
    let path = "patterns/a/s/scan.up1"
    let remark = "warning: \(path): 1 of 6 positions of the map have no pattern"
    #expect(try remarks("classify", path, "--map", "map.csv") == [remark[...]])
    #expect(try remarks("classify", "patterns/a") == [remark[...]])
    #expect(try remarks("classify", "patterns").count == 2)
    #expect(try remarks("classify", path, "--quiet").isEmpty)
    #expect(
      try remarks("explain", path + "[0]", "-o", "a.png") == [
        "warning: \(path)[0]: 1 of 6 positions of the map have no pattern"
      ]
    )
    #expect(
      try remarks("evaluate", "patterns", "--part", "all")
        == ["a", "b"].map { "warning: \($0)/s/scan.up1: 1 of 6 positions of the map have no pattern" }
    )
    let inspection = try playground.run("inspect", path)
    #expect(inspection.outputByLine.filter { $0.hasPrefix("note: 1 of 6 positions") }.count == 1)
  }
}
