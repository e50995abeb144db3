import Foundation
import Imaging
import SymmetryClassification
import TestSupport
import Testing

@Suite struct PhasesTests {
  private static let samples = Project.root.appending(path: "Samples/experimental").path
  private static let quick = ["--master-size", "81", "--no-cache"]

  private static func run(_ arguments: String..., in folder: String? = nil) throws -> CommandRun {
    try CommandRun(["phases"] + arguments + quick, in: folder, timeout: 300)
  }

  /// Writes a measured pattern of silicon, reduced for tests without optimisation.
  private static func addSilicon(_ path: String, to playground: Playground) throws {
    let image = try ImageFormats.read("\(samples)/cF/silicon/out10mm.png").image
    try playground.write(path, PNG.encode(image.resized(width: 96, height: 96), bitDepth: .eight))
  }

  @Test func measuredSiliconIsNamed() throws {
    let playground = try Playground()
    try Self.addSilicon("scan/x0_y0.png", to: playground)
    let head = "file,pattern_center_x,pattern_center_y,pattern_center_z\n"
    try playground.write("patterns.csv", head + "scan/x0_y0.png,0.522,0.155,0.709\n")
    let run = try Self.run(
      "scan",
      "\(Self.samples)/candidates/silicon.cif",
      "\(Self.samples)/candidates/iron.cif",
      "--output",
      "answers",
      "--spacing",
      "6",
      in: playground.root
    )
    #expect(run.status == 0, "\(run.errors)")
    // The pattern centre is that of the table above the images.
    let records = try CSV.records(playground.bytes("answers/phases.csv")).map(\.fields)
    #expect(records.count == 2)
    #expect(records[0].prefix(4) == ["file", "phase", "score", "margin"])
    let place = try #require(records[0].firstIndex(of: "pattern_center_z"))
    #expect(records[1][1] == "silicon" && records[1][place] == "0.70900", "\(records)")
    #expect(run.output.contains("x0_y0.png: silicon (correlation 0."))
  }

  @Test func theSameCrystalTwiceIsAnError() throws {
    let playground = try Playground()
    try playground.makeFolder("a")
    for name in ["a/silicon.cif", "b.cif"] {
      try playground.write(name, [UInt8](Data(contentsOf: URL(filePath: "\(Self.samples)/candidates/silicon.cif"))))
    }
    let image = "\(Self.samples)/cF/silicon/in.png"
    let run = try Self.run(image, "a/silicon.cif", "b.cif", "--voltage", "20", in: playground.root)
    expectFailure(run, "b and silicon are the same crystal; leave one of them out")
  }

  @Test func unreadableImagesAreNamedAndTheOthersAnswered() throws {
    let playground = try Playground()
    try playground.write("scan/a.png", "no image")
    try Self.addSilicon("scan/b.png", to: playground)
    let run = try Self.run(
      "scan",
      "\(Self.samples)/candidates/silicon.cif",
      "--pattern-centre",
      "0.522,0.155,0.709",
      "--spacing",
      "20",
      in: playground.root
    )
    #expect(run.status == 1 && run.errors.contains("error: scan/a.png"))
    #expect(run.output.contains("scan/b.png: "))
  }

  @Test(arguments: [
    (["--pattern-centre", "0.5,0.2"], "0.5,0.2"), (["--pattern-centre", "0.5,0.2,-1"], "0.5,0.2,-1"),
    (["--voltage", "0"], "--voltage must be 3 to 50 kV"), (["--margin", "-1"], "--margin must be 0 to 1"),
    (["--master-size", "100"], "--master-size must be an odd number"),
    (["--sample-tilt", "200"], "--sample-tilt must be -180 to 180 degrees"),
    (["--convention", "tsl"], "tsl"),
  ]) func wrongValuesAreErrorsOfTheCommandLine(arguments: [String], text: String) throws {
    expectUsageError(try CommandRun(["phases", "a.png", "b.cif"] + arguments), text)
  }

  @Test func candidatesAreNeeded() throws {
    #expect(try CommandRun(["phases", "a.png"]).status == 64)
    expectFailure(try CommandRun(["phases", "a.png", "none.cif"]), "a.png")
  }
}
