import Files
import Foundation
import SymmetryClassification
import TestSupport
import Testing

@Suite struct PhasesTests {
  private static let samples = Project.root.appending(path: "Samples/experimental").path
  private static let quick = ["--master-size", "101", "--no-cache"]

  private static func run(_ arguments: String..., in folder: String? = nil) throws -> CommandRun {
    try CommandRun(["phases"] + arguments + quick, in: folder, timeout: 300)
  }

  @Test func measuredSiliconIsNamed() throws {
    let playground = try Playground()
    let run = try Self.run(
      "\(Self.samples)/cF/silicon",
      "\(Self.samples)/candidates/silicon.cif",
      "\(Self.samples)/candidates/iron.cif",
      "--output",
      "answers",
      in: playground.root
    )
    #expect(run.status == 0, "\(run.errors)")
    // The pattern centres are those of the table beside the images.
    let records = try CSV.records(playground.bytes("answers/phases.csv")).map(\.fields)
    #expect(records.count == 4)
    #expect(records[0].prefix(4) == ["file", "phase", "score", "margin"])
    #expect(records.dropFirst().allSatisfy { $0[1] == "silicon" }, "\(records)")
    let places = try #require(records[0].firstIndex(of: "pattern_center_z"))
    #expect(Set(records.dropFirst().map { $0[places] }) == ["0.48900", "0.59500", "0.70900"])
    #expect(run.output.contains("in.png: silicon (correlation 0."))
    #expect(run.output.contains("100.0 %  (43.8–100.0 %)  silicon"))
  }

  @Test func theSameCrystalTwiceIsAnError() throws {
    let playground = try Playground()
    try playground.makeFolder("a")
    for name in ["a/silicon.cif", "b.cif"] {
      try playground.write(name, [UInt8](Data(contentsOf: URL(filePath: "\(Self.samples)/candidates/silicon.cif"))))
    }
    let run = try Self.run("\(Self.samples)/cF/silicon/in.png", "a/silicon.cif", "b.cif", in: playground.root)
    expectFailure(run, "b and silicon are the same crystal; leave one of them out")
  }

  @Test func unreadableImagesAreNamedAndTheOthersAnswered() throws {
    let playground = try Playground()
    try playground.write("scan/a.png", "no image")
    let image = try [UInt8](Data(contentsOf: URL(filePath: "\(Self.samples)/cF/silicon/in.png")))
    try playground.write("scan/b.png", image)
    let run = try Self.run(
      "scan",
      "\(Self.samples)/candidates/silicon.cif",
      "--pattern-centre",
      "0.52,0.157,0.489",
      in: playground.root
    )
    #expect(run.status == 1 && run.errors.contains("error: scan/a.png"))
    #expect(run.output.contains("scan/b.png: silicon"))
  }

  @Test(arguments: [
    (["--pattern-centre", "0.5,0.2"], "0.5,0.2"), (["--pattern-centre", "0.5,0.2,-1"], "0.5,0.2,-1"),
    (["--voltage", "0"], "--voltage must be 3 to 50 kV"), (["--margin", "-1"], "--margin must be 0 to 1"),
    (["--master-size", "100"], "--master-size must be an odd number"),
    (["--fit-pattern-centre"], "--fit-pattern-centre needs --pattern-centre"),
    (["--convention", "tsl"], "tsl"),
  ]) func wrongValuesAreErrorsOfTheCommandLine(arguments: [String], text: String) throws {
    expectUsageError(try CommandRun(["phases", "a.png", "b.cif"] + arguments), text)
  }

  @Test func candidatesAreNeeded() throws {
    #expect(try CommandRun(["phases", "a.png"]).status == 64)
    expectFailure(try CommandRun(["phases", "a.png", "none.cif"]), "a.png")
  }
}
