import Foundation
import Imaging
import NeuralNetworks
import SymmetryClassification
import TestSupport
import Testing

@Suite struct ClassifyTests {
  private func trained() throws -> Playground { try Playground.trained.get().playground }

  @Test func anImageGetsItsClassesInOrder() throws {
    let run = try trained().run("classify", "patterns/cF/s0/0.png", "-m", "run")
    #expect(run.status == 0)
    #expect(
      run.output.contains(
        /^patterns\/cF\/s0\/0\.png: \w\w \d+\.\d %, \w\w \d+\.\d %, \w\w \d+\.\d %; (cubic|hexagonal)/
      )
    )
    #expect(run.errors == "model: run/model.safetensors, 3 classes, trained on 18 patterns\n")
  }

  @Test func topAndAllSelectTheNumberOfClasses() throws {
    let playground = try trained()
    func cells(_ arguments: String...) throws -> Int {
      let run = try CommandRun(
        ["classify", "patterns/cF/s0/0.png", "-q"] + arguments,
        in: playground.root
      )
      #expect(run.status == 0 && run.errors.isEmpty)
      return run.output.split(separator: ",").count
    }
    #expect(try cells("--top", "1") == 1)
    #expect(try cells("--top", "2") == 2)
    #expect(try cells("--top", "99") == 3)
    #expect(try cells("--top", "1", "--all") == 3)
    #expect(try playground.run("classify", "x.png", "--top", "0").status == 64)
  }

  @Test func jsonHasOneObjectPerLine() throws {
    let playground = try trained()
    let run = try playground.run(
      "classify",
      "patterns/cF/s0/0.png",
      "patterns/hP",
      "--format",
      "json"
    )
    let lines = try run.classifiedLines
    #expect(run.status == 0 && lines.count == 13)
    #expect(lines[0].file == "patterns/cF/s0/0.png")
    #expect(
      lines[1...].map(\.file)
        == (0..<4).flatMap { s in (0..<3).map { "patterns/hP/s\(s)/\($0).png" } }
    )
    for line in lines {
      let probabilities = try #require(line.probabilities)
      #expect(Set(probabilities.keys) == ["cF", "cI", "hP"])
      #expect(abs(probabilities.values.reduce(0, +) - 1) < 1e-5)
      let best = try #require(probabilities.max { $0.value < $1.value })
      #expect(line.prediction == best.key && line.probability == best.value && line.error == nil)
    }
    let keys = try #require(
      JSONSerialization.jsonObject(with: Data(run.outputByLine[0].utf8)) as? [String: Any]
    ).keys
    #expect(
      Set(keys).subtracting(["hint"]) == [
        "file", "prediction", "probability", "probabilities", "mostProbable", "latticeSystem",
        "latticeSystems",
      ]
    )
    for line in lines {
      let cubic = ["cF", "cI"].reduce(Float(0)) { $0 + (line.probabilities?[$1] ?? 0) }
      #expect(abs((line.latticeSystems?["cubic"] ?? -1) - cubic) < 1e-5)
      #expect(line.latticeSystem == (cubic > 0.5 ? "cubic" : "hexagonal"))
    }
  }

  @Test func csvListsAllProbabilitiesOnRequest() throws {
    let playground = try trained()
    let few = try playground.run("classify", "patterns/cF/s0", "--format", "csv")
    let records = try CSV.records(Array(few.output.utf8)).map(\.fields)
    #expect(records.count == 4 && records[0].starts(with: ["file", "prediction", "probability"]))
    let all = try playground.run("classify", "patterns/cF/s0", "--format", "csv", "--all")
    let wide = try CSV.records(Array(all.output.utf8)).map(\.fields)
    #expect(
      wide[0] == [
        "file", "prediction", "probability", "mostProbable", "hP", "cI", "cF", "latticeSystem",
        "latticeSystemProbability", "hint", "outOfDistributionScore", "error",
      ]
    )
    for (row, record) in zip(wide, records).dropFirst() {
      let probabilities = row[4..<7].compactMap { Float($0) }
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-5)
      #expect(row[2] == record[2] && probabilities.max() == Float(row[2]))
    }
  }

  @Test(arguments: ["text", "json", "csv"])
  func answersBelowTheThresholdAreUnknown(format: String) throws {
    let playground = try trained()
    func run(_ threshold: String) throws -> CommandRun {
      try playground.run(
        "classify",
        "patterns",
        "-q",
        "--format",
        format,
        "--reject-below",
        threshold
      )
    }
    let all = try run("0")
    let none = try run("1")
    #expect(all.status == 0 && !all.output.contains("unknown"))
    #expect(all.outputByLine.count == none.outputByLine.count)
    switch format {
    case "text":
      #expect(
        none.outputByLine.allSatisfy { $0.contains(/: unknown \(\w\w \d+\.\d %, .*\); \w+/) }
      )
    case "json":
      for (line, other) in zip(try none.classifiedLines, try all.classifiedLines) {
        #expect(line.prediction == "unknown" && line.mostProbable == other.prediction)
        #expect(line.probabilities == other.probabilities)
      }
    default:
      let rows = try CSV.records(Array(none.output.utf8)).map(\.fields).dropFirst()
      #expect(rows.allSatisfy { $0[1] == "unknown" && ["cF", "cI", "hP"].contains($0[3]) })
    }
    let sure = try #require(
      try playground.run("classify", "patterns", "-q", "--format", "json").classifiedLines
        .compactMap(\.probability).max()
    )
    let some = try playground.run(
      "classify",
      "patterns",
      "-q",
      "--format",
      "json",
      "--reject-below",
      "\(sure)"
    ).classifiedLines
    #expect(some.contains { $0.prediction != "unknown" && $0.probability == sure })
  }

  @Test func anErrorRateDeterminesTheThreshold() throws {
    let playground = try trained()
    // Nine validation patterns of three specimens promise little.
    let strict = try playground.run("classify", "patterns", "--error-rate", "0.01")
    expectFailure(strict, "cannot guarantee an error rate of 0.01", "--reject-below")
    let fused = try playground.run("classify", "--fuse", "patterns", "--error-rate", "0.01")
    expectFailure(fused, "cannot guarantee an error rate of 0.01", "3 validation specimens")
    let loose = try playground.run("classify", "patterns", "--error-rate", "0.9999999")
    #expect(loose.status == 0 || loose.errors.contains("cannot guarantee"))
    for arguments in [
      ["--error-rate", "0"], ["--reject-below", "1.5"],
      ["--reject-below", "0.5", "--error-rate", "0.5"],
    ] {
      #expect(
        try CommandRun(["classify", "x.png"] + arguments, in: playground.root).status == 64
      )
    }
    // A model that was trained without validation has no curve.
    let other = try Playground()
    try other.addPatterns(specimens: 1, images: 2)
    #expect(try other.train("patterns", "--validation", "0").status == 0)
    let run = try other.run("classify", "patterns", "--error-rate", "0.5")
    expectFailure(run, "no validation error rates", "--reject-below")
    let rule = try other.run("classify", "--fuse", "patterns/cF")
    #expect(rule.status == 0 && rule.errors.contains("no fitted fusion rule"))
  }

  @Test func fusedFoldersGetOneAnswerEach() throws {
    let playground = try trained()
    let run = try playground.run("classify", "--fuse", "patterns", "--format", "json", "-q")
    let fused = try run.classifiedLines
    let folders = ["cF", "cI", "hP"].flatMap { name in (0..<4).map { "patterns/\(name)/s\($0)" } }
    #expect(run.status == 0 && fused.map(\.file) == folders)
    #expect(fused.allSatisfy { $0.patterns == 3 && $0.excluded == 0 })
    let classifier = try Classifier(contentsOf: playground.path("run/model.safetensors"))
    let single = try playground.run("classify", "patterns/cF/s0", "--format", "json", "-q")
      .classifiedLines.compactMap { line in
        line.probabilities.map { p in classifier.classes.map { p[$0] ?? 0 } }
      }
    let expected = classifier.fusion.logProbabilities(single)
    for (name, logarithm) in zip(classifier.classes, expected) {
      #expect(abs(Double(fused[0].probabilities?[name] ?? -1) - exp(logarithm)) < 1e-5)
    }
    // The same crystals, however they are named.
    let names = folders.flatMap { folder in (0..<3).map { "\(folder)/\($0).png" } }
    let piped = try playground.run(
      "classify",
      "--fuse",
      "-",
      "--format",
      "json",
      "-q",
      input: names.joined(separator: "\n")
    )
    #expect(piped.output == run.output)
    let text = try playground.run("classify", "--fuse", "patterns/cF/s0/", "-q")
    #expect(text.output.hasPrefix("patterns/cF/s0: ") && text.output.contains("; 3 patterns\n"))
    let csv = try playground.run("classify", "--fuse", "patterns/cF/s0", "-q", "--format", "csv")
    let records = try CSV.records(Array(csv.output.utf8)).map(\.fields)
    #expect(records[0].suffix(3) == ["patterns", "excluded", "error"])
    #expect(records[1].suffix(3) == ["3", "0", ""])
  }

  @Test func blankImagesAreNotPatternsAndAreExcludedFromFusion() throws {
    let playground = try Playground()
    let model = try trained().path("run")
    try playground.addPatterns("p", specimens: 1, images: 2)
    let blank = GrayImage(width: 20, height: 20, pixels: [Float](repeating: 7, count: 400))
    try playground.write("p/cF/s0/blank.png", PNG.encode(blank, bitDepth: .eight))
    try playground.write("only/blank.png", PNG.encode(blank, bitDepth: .eight))
    let single = try playground.run("classify", "p/cF/s0/blank.png", "-m", model, "-q")
    #expect(single.output.contains("blank.png: not a pattern (c") || single.output.contains("(hP"))
    let run = try playground.run(
      "classify",
      "--fuse",
      "p/cF",
      "only",
      "-m",
      model,
      "-q",
      "--format",
      "json"
    )
    let lines = try run.classifiedLines
    #expect(lines.map(\.patterns) == [2, 0] && lines.map(\.excluded) == [1, 1])
    #expect(lines[1].prediction == "not a pattern" && lines[1].probabilities?.count == 3)
    try FileManager.default.removeItem(atPath: playground.path("p/cF/s0/blank.png"))
    let without = try playground.run(
      "classify",
      "--fuse",
      "p/cF",
      "-m",
      model,
      "-q",
      "--format",
      "json"
    )
    #expect(try without.classifiedLines[0].probabilities == lines[0].probabilities)
  }

  @Test func answersDoNotDependOnThreads() throws {
    let playground = try trained()
    let runs = try ["1", "2", "5"].map {
      try playground.run("classify", "patterns", "--format", "json", "-q", "--threads", $0).output
    }
    #expect(runs[0] == runs[1] && runs[0] == runs[2] && !runs[0].isEmpty)
  }
}
