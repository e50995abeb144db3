import Foundation
import Testing

@Suite struct RunsTests {
  @Test func runsAreListedWithWhatDiffers() throws {
    let playground = try Playground()
    try playground.addPatterns()
    for (name, rate) in [("b", "0.01"), ("a", "0.001")] {
      let run = try playground.train(
        "patterns",
        "--output",
        "runs/\(name)",
        "--learning-rate",
        rate,
        "--validation",
        "0.25",
        "-q"
      )
      #expect(run.status == 0, "\(run.errors)")
    }
    let text = try playground.run("runs", "runs")
    #expect(text.status == 0 && text.errors.isEmpty)
    let lines = text.outputByLine
    #expect(lines.count == 3)
    #expect(lines[0].contains("run ") && lines[0].hasSuffix("learning-rate"))
    #expect(lines[1].hasPrefix("  a ") && lines[1].hasSuffix(" 0.001"))
    #expect(lines[2].hasPrefix("  b ") && lines[2].hasSuffix(" 0.01"))
    let json = try playground.run("runs", "--format", "json", "--sort", "loss").output
    let runs = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]]
    )
    #expect(Set(runs.map { $0["name"] as? String }) == ["runs/a", "runs/b"])
    let losses = runs.compactMap { $0["loss"] as? Double }
    #expect(losses == losses.sorted() && losses.count == 2)
    #expect(runs.allSatisfy { $0["accuracy"] is Double && $0["epochs"] as? Int == 2 })
    let csv = try playground.run("runs", "runs/a", "--format", "csv")
    #expect(csv.outputByLine.count == 2 && csv.output.hasPrefix("run,done,best,loss"))
  }

  @Test func optionsOfManyKindsStandBelowTheTable() throws {
    let playground = try Playground()
    try playground.addPatterns()
    let options = [
      [
        "--size", "16", "--learning-rate", "0.01", "--optimizer", "sgd", "--schedule", "constant",
        "--patience", "5",
      ],
      ["--crop", "--fill-shadows", "--background", "none", "--augment", "none", "--seed", "7"],
    ]
    for (number, more) in options.enumerated() {
      let run = try CommandRun(
        ["train", "patterns", "--output", "runs/\(number)", "--validation", "0.25", "-q"]
          + ["--architecture", "reference", "--epochs", "2"] + more,
        in: playground.root
      )
      #expect(run.status == 0, "\(run.errors)")
    }
    let lines = try playground.run("runs", "runs").outputByLine
    let start = try #require(lines.firstIndex(of: "Options that differ"))
    #expect(lines[start + 1].hasPrefix("  0: ") && lines[start + 1].contains("optimizer sgd"))
    #expect(lines[start + 2].contains("fill-shadows yes") && lines[start + 2].contains("seed 7"))
    #expect(lines[..<start].allSatisfy { $0.count <= 120 })
  }

  @Test func aFolderWithoutRunsIsSaid() throws {
    let playground = try Playground()
    expectFailure(try playground.run("runs"), ". holds no runs; 'ednet train' creates one")
    expectFailure(try playground.run("runs", "nowhere"), "nowhere is not a folder")
  }
}
