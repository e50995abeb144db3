import Foundation
import Imaging
import NeuralNetworks
import SymmetryClassification
import TestSupport
import Testing

@Suite struct ClassifyTests {
  private struct Line: Decodable {
    var file: String
    var prediction: String?
    var probability: Float?
    var mostProbable: String?
    var probabilities: [String: Float]?
    var latticeSystem: String?
    var latticeSystems: [String: Float]?
    var patterns: Int?
    var excluded: Int?
    var error: String?
  }

  private func trained() throws -> Playground { try Playground.trained.get().playground }

  private func lines(_ run: CommandRun) throws -> [Line] {
    try run.outputByLine.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
  }

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

  @Test func topAndAllChooseHowManyClasses() throws {
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

  @Test func jsonIsAnObjectALine() throws {
    let playground = try trained()
    let run = try playground.run(
      "classify",
      "patterns/cF/s0/0.png",
      "patterns/hP",
      "--format",
      "json"
    )
    let lines = try lines(run)
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

  @Test func csvCarriesAllProbabilitiesOnDemand() throws {
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
  func answersThatAreNotSureEnoughAreUnknown(format: String) throws {
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
      for (line, other) in zip(try lines(none), try lines(all)) {
        #expect(line.prediction == "unknown" && line.mostProbable == other.prediction)
        #expect(line.probabilities == other.probabilities)
      }
    default:
      let rows = try CSV.records(Array(none.output.utf8)).map(\.fields).dropFirst()
      #expect(rows.allSatisfy { $0[1] == "unknown" && ["cF", "cI", "hP"].contains($0[3]) })
    }
    let sure = try #require(
      try lines(playground.run("classify", "patterns", "-q", "--format", "json"))
        .compactMap(\.probability).max()
    )
    let some = try lines(
      playground.run(
        "classify",
        "patterns",
        "-q",
        "--format",
        "json",
        "--reject-below",
        "\(sure)"
      )
    )
    #expect(some.contains { $0.prediction != "unknown" && $0.probability == sure })
  }

  @Test func aRateOfErrorsChoosesTheThreshold() throws {
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
    let fused = try lines(run)
    let folders = ["cF", "cI", "hP"].flatMap { name in (0..<4).map { "patterns/\(name)/s\($0)" } }
    #expect(run.status == 0 && fused.map(\.file) == folders)
    #expect(fused.allSatisfy { $0.patterns == 3 && $0.excluded == 0 })
    let classifier = try Classifier(contentsOf: playground.path("run/model.safetensors"))
    let single = try lines(
      playground.run("classify", "patterns/cF/s0", "--format", "json", "-q")
    ).compactMap { line in line.probabilities.map { p in classifier.classes.map { p[$0] ?? 0 } } }
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

  @Test func blankImagesAreNoPatternsAndAreLeftOutOfFusion() throws {
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
    let lines = try lines(run)
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
    #expect(try self.lines(without)[0].probabilities == lines[0].probabilities)
  }

  @Test func namesComeFromStandardInput() throws {
    let playground = try trained()
    let run = try playground.run(
      "classify",
      "-",
      "--format",
      "json",
      input: "patterns/cF/s0/1.png\r\n\npatterns/cI/s1\npatterns/hP/s0/2.png"
    )
    #expect(run.status == 0)
    #expect(
      try lines(run).map(\.file) == [
        "patterns/cF/s0/1.png", "patterns/cI/s1/0.png", "patterns/cI/s1/1.png",
        "patterns/cI/s1/2.png", "patterns/hP/s0/2.png",
      ]
    )
    let none = try playground.run("classify", "-", "-q")
    #expect(none.status == 1 && none.errors == "error: no images in -\n")
  }

  @Test(.timeLimit(.minutes(1))) func aPipeWithoutAWriterHoldsNothingUp() throws {
    let playground = try Playground()
    let model = try trained().path("run")
    #expect(mkfifo(playground.path("pipe.png"), 0o600) == 0)
    for arguments in [["classify", "pipe.png", "-m", model], ["inspect", "pipe.png"]] {
      let run = try CommandRun(arguments, in: playground.root)
      #expect(run.status == 1)
      #expect(run.errors.contains("pipe.png: cannot be read: not a regular file"))
    }
  }

  @Test(arguments: ["text", "json", "csv"])
  func badFilesDoNotStopTheOthers(format: String) throws {
    let playground = try Playground()
    let model = try trained().path("run")
    try playground.addPatterns("p", specimens: 1, images: 1)
    try playground.write("bad.png", "no image")
    try playground.makeFolder("hollow")
    try playground.write("colour.png", ColorImages.red)
    let run = try playground.run(
      "classify",
      "bad.png",
      "p/cF/s0/0.png",
      "none.png",
      "hollow",
      "p/cI",
      "colour.png",
      "-m",
      model,
      "--format",
      format
    )
    #expect(run.status == 1)
    #expect(run.errorLines.count == 3)
    for name in ["bad.png", "none.png", "hollow"] {
      #expect(run.errors.contains("\nerror: \(name): "), "\(run.errors)")
    }
    #expect(run.errors.contains("colour.png: colour turned into luminance"))
    switch format {
    case "text": #expect(run.outputByLine.count == 3)
    case "csv": #expect(run.outputByLine.count == 7)
    default:
      let lines = try lines(run)
      #expect(lines.map { $0.error == nil } == [false, true, false, false, true, true])
      #expect(
        lines.map(\.file) == [
          "bad.png", "p/cF/s0/0.png", "none.png", "hollow", "p/cI/s0/0.png", "colour.png",
        ]
      )
      #expect(lines[0].prediction == nil && lines[0].probabilities == nil)
    }
  }

  @Test func fileNamesMayBeAnything() throws {
    let playground = try Playground()
    let model = try trained().path("run")
    let names = [
      "-m.png", "%41#?&.png", "UPPER.PNG", "a b.png", "line\nbreak.png", "q\"u'o.png", "γ-铁.png",
      "comma, semi; colon:.png",
    ].sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    for (number, name) in names.enumerated() {
      try playground.addPattern("odd/\(name)", .vertical, number: number)
    }
    try playground.addPattern("odd/.hidden.png", .vertical, number: 90)
    try playground.addPattern("odd/.folder/x.png", .vertical, number: 91)
    let files = names.map { "odd/\($0)" }
    let folder = try playground.run("classify", "odd", "-m", model, "--format", "json", "-q")
    #expect(folder.status == 0, "\(folder.errors)")
    #expect(try lines(folder).map(\.file) == files)
    let named = try CommandRun(
      ["classify", "-q", "-m", model, "--format", "csv"] + files,
      in: playground.root
    )
    #expect(try CSV.records(Array(named.output.utf8)).dropFirst().map { $0.fields[0] } == files)
    let dashed = try playground.run(
      "classify",
      "-m",
      model,
      "--",
      "-m.png",
      "./odd/-m.png"
    )
    #expect(dashed.status == 1 && dashed.errors.contains("error: -m.png: no such file"))
    #expect(dashed.output.hasPrefix("./odd/-m.png: "))
  }

  @Test func linksAreFollowedButNotInCircles() throws {
    let playground = try Playground()
    let model = try trained().path("run")
    try playground.addPattern("real/deep/1.png", .vertical, number: 1)
    try playground.addPattern("real/folder.png/2.png", .vertical, number: 2)
    let manager = FileManager.default
    for (link, destination) in [("link", "real"), ("real/up", ".."), ("real/gone.png", "nowhere")] {
      try manager.createSymbolicLink(
        atPath: playground.path(link),
        withDestinationPath: destination
      )
    }
    let run = try playground.run("classify", "link", "-m", model, "--format", "json", "-q")
    #expect(run.status == 1 && run.errorLines.count == 1)
    let files = try lines(run).map(\.file)
    #expect(files.contains("link/deep/1.png") && files.contains("link/folder.png/2.png"))
    #expect(run.errors == "error: link/gone.png: no such file\n")
  }

  @Test func withoutTheModelThatIsNamedNothingIsAnswered() throws {
    let playground = try Playground()
    try playground.addPattern("1.png", .vertical, number: 1)
    let none = try playground.run("classify", "1.png", "--model", "run")
    expectFailure(none, "run", "ednet train", "--model")
    try playground.makeFolder("hollow")
    expectFailure(
      try playground.run("classify", "1.png", "--model", ""),
      "name of the model is empty"
    )
    for name in ["nope.safetensors", "hollow", "1.png"] {
      expectFailure(try playground.run("classify", "1.png", "--model", name), name)
    }
  }

  @Test func damagedModelsAreRefused() throws {
    let playground = try Playground()
    try playground.addPattern("1.png", .vertical, number: 1)
    let good = try trained().bytes("run/model.safetensors")
    let content = try SafeTensors(decoding: good, name: "good")
    func expectRefusal(_ bytes: [UInt8], _ text: String) throws {
      try playground.write("m.safetensors", bytes)
      for arguments in [["classify", "1.png", "-m"], ["evaluate", ".", "-m"], ["inspect"]] {
        let run = try CommandRun(arguments + ["m.safetensors"], in: playground.root)
        expectFailure(run, "m.safetensors: ", text)
      }
    }
    try expectRefusal([], "has 0 bytes")
    try expectRefusal(Array(good.prefix(7)), "has 7 bytes")
    try expectRefusal(Array(good.prefix(good.count / 2)), "truncated")
    try expectRefusal(good + [0], "after its last tensor")
    try expectRefusal([UInt8](repeating: 0xFF, count: 64), "damaged")
    try expectRefusal(
      try SafeTensors(tensors: content.tensors, metadata: ["format": "pt"]).encoded(),
      "not a model of ednet"
    )
    var metadata = content.metadata
    metadata["classes"] = #"["a", "a", "b"]"#
    try expectRefusal(
      try SafeTensors(tensors: content.tensors, metadata: metadata).encoded(),
      "names the class \"a\" twice"
    )
    try expectRefusal(
      try SafeTensors(
        tensors: Array(content.tensors.dropLast()),
        metadata: content.metadata
      ).encoded(),
      "of its network is missing"
    )
  }

  @Test func outputsThatAreNoNumbersAreErrors() throws {
    let playground = try Playground()
    try playground.addPatterns("p", specimens: 1, images: 1)
    var content = try SafeTensors(contentsOf: trained().path("run/model.safetensors"))
    for index in content.tensors.indices {
      content.tensors[index].values = content.tensors[index].values.map { _ in 1e38 }
    }
    try content.write(to: playground.path("huge.safetensors"))
    let run = try playground.run("classify", "p", "-m", "huge.safetensors", "-q")
    #expect(run.status == 1 && run.output.isEmpty && run.errorLines.count == 3)
    #expect(run.errors.contains("not finite"))
    let evaluation = try playground.run("evaluate", "p", "-m", "huge.safetensors", "-q")
    expectFailure(evaluation, "not finite")
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskIsSaid() throws {
    let run = try CommandRun(
      ["classify", "patterns", "-q", "--format", "csv"],
      in: trained().root,
      outputPath: "/dev/full"
    )
    expectFailure(run, "standard output cannot be written")
  }

  @Test func answersDoNotDependOnThreads() throws {
    let playground = try trained()
    let runs = try ["1", "2", "5"].map {
      try playground.run("classify", "patterns", "--format", "json", "-q", "--threads", $0).output
    }
    #expect(runs[0] == runs[1] && runs[0] == runs[2] && !runs[0].isEmpty)
  }
}
