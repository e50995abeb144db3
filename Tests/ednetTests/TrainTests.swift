import Foundation
import NeuralNetworks
import SymmetryClassification
import Testing

@Suite struct TrainTests {
  @Test func aRunLeavesItsFiles() throws {
    let (playground, run) = try Playground.trained.get()
    #expect(run.status == 0, "\(run.errors)")
    let classifier = try Classifier(contentsOf: playground.path("run/model.safetensors"))
    #expect(Set(classifier.classes) == ["cF", "cI", "hP"])
    #expect(classifier.training.trainingPatterns == 18)
    #expect(classifier.training.validationPatterns == 9)
    #expect(classifier.training.splitBySpecimen)
    let history = try CSV.records(playground.bytes("run/history.csv"))
    #expect(history.map(\.fields.count) == [11, 11, 11])
    #expect(history.map { $0.fields[0] } == ["epoch", "1", "2"])
    let confusion = try CSV.records(playground.bytes("run/confusion.csv"))
    #expect(confusion.first?.fields == ["true\\predicted"] + classifier.classes)
    let counts = confusion.dropFirst().flatMap { $0.fields.dropFirst().compactMap { Int($0) } }
    #expect(counts.count == 9 && counts.reduce(0, +) == 9)
    let json = try JSONSerialization.jsonObject(with: Data(playground.bytes("run/evaluation.json")))
    #expect((json as? [String: Any])?["count"] as? Int == 9)
    let split = try CSV.records(playground.bytes("run/split.csv")).dropFirst()
    #expect(split.count == 36)
    let sides = Dictionary(grouping: split) { $0.fields[1] + "/" + $0.fields[2] }
      .mapValues { Set($0.map { $0.fields[3] }).count }
    #expect(sides.count == 12 && sides.values.allSatisfy { $0 == 1 })
    #expect(
      Set(
        FileManager.default.enumerator(atPath: playground.path("run"))?.compactMap { $0 as? String }
          ?? []
      ) == [
        "model.safetensors", "history.csv", "confusion.csv", "evaluation.json", "split.csv",
        "checkpoint.safetensors", "config.json", "report.html",
      ]
    )
  }

  @Test func ensemblesAndRestartsAreOneModelFile() throws {
    let playground = try Playground()
    try playground.addPatterns()
    let run = try playground.train(
      "patterns",
      "--validation",
      "0.25",
      "--ensemble",
      "2",
      "--restarts",
      "2",
      "--seed",
      "5"
    )
    #expect(run.status == 0, "\(run.errors)")
    let history = try CSV.records(playground.bytes("run/history.csv")).map(\.fields).dropFirst()
    #expect(
      history.map { Array($0.suffix(3)) } == [
        ["1", "1", "5"], ["1", "1", "5"], ["1", "2", "6"], ["1", "2", "6"],
        ["2", "1", "7"], ["2", "1", "7"], ["2", "2", "8"], ["2", "2", "8"],
      ]
    )
    let classifier = try Classifier(contentsOf: playground.path("run/model.safetensors"))
    #expect(classifier.ensemble?.others.count == 1)
    // Of each two, the one with the lower penalised loss is kept.
    let losses = run.errorsByLine.compactMap { line in
      line.hasPrefix("  validation loss with the penalty on weights: ")
        ? Float(line.split(separator: " ").last ?? "") : nil
    }
    #expect(losses.count == 4)
    #expect(classifier.training.options.training.seed == (losses[1] < losses[0] ? 6 : 5))
    let answers = try playground.run("classify", "patterns", "-q")
    #expect(answers.status == 0 && answers.outputByLine.count == 36)
    let inspected = try playground.run("inspect", "run")
    #expect(inspected.output.contains("2 networks, whose calibrated probabilities are averaged"))
    expectFailure(
      try playground.run("train", "patterns", "--restarts", "2", "--validation", "0", "-q"),
      "--restarts chooses by the validation loss"
    )
    for option in ["--ensemble", "--restarts"] {
      #expect(try playground.run("train", "patterns", option, "0").status == 64)
    }
  }

  @Test func verboseNamesTheSpecimensOfEachPart() throws {
    let playground = try Playground()
    try playground.addPatterns()
    let run = try playground.train("patterns", "--validation", "0.25", "--verbose")
    #expect(run.status == 0)
    let lines = run.errorsByLine.filter {
      $0.contains(/^  \w\w: training s\d, s\d, s\d; validation s\d$/)
    }
    #expect(lines.count == 3, "\(run.errors)")
    #expect(try playground.train("patterns", "--verbose", "--quiet").status == 64)
  }

  @Test func progressIsPlainLinesWhereThereIsNoTerminal() throws {
    let run = try Playground.trained.get().run
    #expect(!run.errors.contains("\r") && !run.errors.contains("\u{1B}"))
    let epochs = run.errorsByLine.filter { $0.hasPrefix("epoch ") }
    #expect(epochs.count == 2)
    for (line, number) in zip(epochs, 1...) {
      #expect(line.hasPrefix("epoch \(number)/2  loss "))
      #expect(
        line.contains(" accuracy ") && line.contains(" patterns/s ") && line.contains(" left")
      )
    }
    #expect(run.errors.contains("model: run/model.safetensors"))
    #expect(run.output.contains("cF") && !run.output.contains("epoch"))
  }

  @Test func quietMeansNoProgress() throws {
    let playground = try Playground()
    try playground.addPatterns(specimens: 3, images: 1)
    let run = try playground.train("patterns", "-q", "--augment", "none")
    #expect(run.status == 0 && run.output.isEmpty)
    #expect(!run.errors.contains("epoch 1/"))
  }

  @Test func anExistingRunIsKeptUnlessTold() throws {
    let playground = try Playground()
    try playground.addPatterns(specimens: 3, images: 1)
    try playground.write("run/model.safetensors", "precious")
    try playground.write("run/evaluation.json", "stale")
    let refused = try playground.train("patterns")
    expectFailure(refused, "run already holds a run", "--overwrite")
    #expect(try playground.text("run/model.safetensors") == "precious")
    let replaced = try playground.train("patterns", "--overwrite", "--validation", "0")
    #expect(replaced.status == 0, "\(replaced.errors)")
    _ = try Classifier(contentsOf: playground.path("run/model.safetensors"))
    #expect(!playground.exists("run/evaluation.json"))
    #expect(replaced.errors.contains("warning: no patterns were held out"))
  }

  @Test func placesThatCannotBeWrittenAreRefusedBeforeTraining() throws {
    let playground = try Playground()
    try playground.addPatterns(specimens: 2, images: 1)
    try playground.write("file", "x")
    for (place, text) in [
      ("/proc/none", "/proc/none"), ("file", "file is a file"), ("file/run", "file/run"),
      ("", "name of the run's folder is empty"),
    ] {
      let run = try playground.train("patterns", "--output", place)
      expectFailure(run, text)
      #expect(!run.errors.contains("epoch 1/"))
    }
  }

  @Test(arguments: [
    (["--epochs", "0"], "epochs must be at least 1"),
    (["--epochs=-3"], "epochs must be at least 1"),
    (["--batch-size", "0"], "batch size must be at least 1"),
    (["--learning-rate", "nan"], "learning rate must be positive"),
    (["--learning-rate=-1"], "learning rate must be positive"),
    (["--learning-rate", "inf"], "learning rate must be positive"),
    (["--weight-decay", "inf"], "weight decay"),
    (["--label-smoothing", "1"], "label smoothing"),
    (["--clip-norm=-1"], "norm to clip"),
    (["--size", "3"], "size: 3"),
    (["--size", "99999"], "size: 99999"),
    (["--size=-16"], "size: -16"),
  ])
  func senselessOptionsAreRefusedBeforeAnyPatternIsRead(
    arguments: [String],
    text: String
  ) throws {
    let run = try CommandRun(["train", "/nowhere"] + arguments)
    expectFailure(run, text)
  }

  @Test(arguments: [
    ["--threads", "0"], ["--patience=-1"], ["--epochs", "many"], ["--batch-size", "1e3"],
    ["--schedule", "none"], ["--optimizer", "lion"], ["--class-weights", "yes"], ["--zork"],
    ["--epochs", "99999999999999999999"], ["--seed"], ["another"],
  ])
  func argumentsThatMakeNoSenseAreExplained(arguments: [String]) throws {
    let run = try CommandRun(["train", "/nowhere"] + arguments)
    #expect(run.status == 64 && run.output.isEmpty)
    #expect(run.errors.hasPrefix("error: ") && run.errorLines.count == 1)
    #expect(run.errors.contains("Usage: ednet train"))
  }

  @Test(arguments: ["nan", "1", "-0.5", "1.5"])
  func sharesMustLeaveSomethingToTrainOn(share: String) throws {
    let playground = try Playground.trained.get().playground
    let run = try playground.train("patterns", "--output", "none", "--validation=\(share)")
    expectFailure(run, "for validation")
  }

  @Test func architecturesAreNamesOrFiles() throws {
    let playground = try Playground()
    try playground.addPatterns(specimens: 2, images: 1)
    try playground.write("broken.json", "{\"input\": [1, 16")
    try playground.write("list.json", "[]")
    try playground.write("zork.json", #"{"input": [1, 16, 16], "layers": [{"type": "Zork"}]}"#)
    try playground.write(
      "wide.json",
      #"{"input": [1, 8, 8], "layers": [{"type": "Dense", "units": 3}]}"#
    )
    try playground.write(
      "four.json",
      #"{"input": [1, 16, 16], "layers": [{"type": "Dense", "units": 4}]}"#
    )
    try playground.write(
      "none.json",
      #"{"input": [1, 16, 16], "layers": [{"type": "Dense", "units": 0}]}"#
    )
    for (name, text) in [
      ("nope", "\"nope\" is neither a JSON file nor one of plain, residual, reference"),
      ("", "neither a JSON file"), ("patterns", "neither a JSON file"),
      ("broken.json", "broken.json: "),
      ("list.json", "list.json: "), ("zork.json", "no layer \"Zork\""),
      ("wide.json", "1×16×16 to 3×1×1"), ("four.json", "1×16×16 to 3×1×1"),
      ("none.json", "none.json: "),
    ] {
      let run = try playground.train("patterns", "--architecture", name)
      expectFailure(run, text)
    }
    #expect(!playground.exists("run/model.safetensors"))
    try playground.write(
      "good.json",
      "{input: [1, 16, 16], layers: [{type: 'Dense', units: 3}]} // JSON5 for people"
    )
    let run = try playground.train("patterns", "--architecture", "good.json")
    #expect(run.status == 0, "\(run.errors)")
    let model = try Classifier(contentsOf: playground.path("run/model.safetensors")).model
    #expect(model.network.parameterCount == 3 * 257)
  }

  @Test func foldersThatCannotServeAreRefused() throws {
    let playground = try Playground()
    expectFailure(try playground.train("nowhere"), "nowhere: there is no such folder")
    expectFailure(try playground.train(""), "the name of the folder is empty")
    try playground.write("file", "x")
    expectFailure(try playground.train("file"), "file: is a file")
    try playground.makeFolder("hollow")
    expectFailure(try playground.train("hollow"), "holds no images")
    try playground.addPattern("single/a/1.png", .vertical, number: 1)
    expectFailure(try playground.train("single"), "all images have the class 'a'")
    try playground.makeFolder("single/b")
    expectFailure(try playground.train("single"), "class folder 'b'")
    try playground.addPattern("flat/1.png", .vertical, number: 1)
    expectFailure(try playground.train("flat"), "not in a class folder")
    try playground.addPatterns("hand/train", classes: ["a", "b"], specimens: 1, images: 2)
    try playground.addPattern("hand/val/c/1.png", .vertical, number: 99)
    expectFailure(try playground.train("hand"), "class 'c'", "train/ lacks")
  }

  @Test func allUnreadableFilesAreListedAtOnce() throws {
    let playground = try Playground()
    try playground.addPatterns(specimens: 2, images: 2)
    try playground.write("patterns/cF/s0/bad.png", "no image")
    try playground.write("patterns/cI/s1/empty.png", "")
    let whole = try playground.bytes("patterns/hP/s0/0.png")
    try playground.write("patterns/hP/s0/cut.png", Array(whole.prefix(whole.count / 2)))
    let refused = try playground.train("patterns")
    #expect(refused.status == 1 && refused.output.isEmpty && refused.errorLines.count == 1)
    for name in ["cF/s0/bad.png: ", "cI/s1/empty.png: ", "hP/s0/cut.png: "] {
      #expect(refused.errors.contains("\n  \(name)"), "\(refused.errors)")
    }
    #expect(refused.errors.contains("--skip-bad"))
    let run = try playground.train("patterns", "--skip-bad")
    #expect(run.status == 0 && run.errors.contains("warning: 3 files that cannot be read"))
  }

  @Test func likeImagesInTwoPartsAreRefused() throws {
    let playground = try Playground()
    try playground.addPatterns("hand/train", specimens: 1, images: 2)
    try playground.addPatterns("hand/val", specimens: 1, images: 1)
    expectFailure(try playground.train("hand"), lines: 3, "same image is in two parts")
    let run = try playground.train("hand", "--allow-duplicates")
    #expect(run.status == 0 && run.errors.contains("warning: 3 images are in two parts"))
  }

  @Test(arguments: [["--batch-size", "8"], ["--epochs", "1", "--batch-size", "1000"]])
  func divergenceEndsWithAnErrorAndNoModel(arguments: [String]) throws {
    let playground = try Playground()
    try playground.addPatterns(specimens: 3, images: 2)
    let run = try CommandRun(
      ["train", "patterns"] + Playground.small + ["--learning-rate", "1e30"] + arguments,
      in: playground.root
    )
    #expect(run.status == 1 && run.output.isEmpty && run.errorLines.count == 1)
    #expect(run.errors.contains("the loss is not finite in epoch 1"))
    #expect(run.errors.contains("use a learning rate below"))
    #expect(!playground.exists("run/model.safetensors"))
  }

  @Test func aSeedDecidesEveryParameter() throws {
    let playground = try Playground.trained.get().playground
    var tensors: [[SafeTensors.Tensor]] = []
    for (number, arguments) in [
      ["--threads", "1"], ["--threads", "2"], ["--threads", "1", "--seed", "2"],
    ].enumerated() {
      let output = "seeded\(number)"
      defer { try? FileManager.default.removeItem(atPath: playground.path(output)) }
      let run = try CommandRun(
        ["train", "patterns", "-q", "-o", output, "--class-weights", "balanced"]
          + Playground.small + arguments,
        in: playground.root
      )
      #expect(run.status == 0, "\(run.errors)")
      tensors.append(
        try SafeTensors(contentsOf: playground.path(output + "/model.safetensors")).tensors
      )
    }
    #expect(tensors[0] == tensors[1])
    #expect(tensors[0] != tensors[2])
  }

  @Test func classesCanBeBalanced() throws {
    let playground = try Playground()
    try playground.addPatterns(classes: ["a", "b"], specimens: 1, images: 2)
    try playground.addPatterns(classes: ["a"], specimens: 4, images: 4)
    let run = try playground.train("patterns", "--class-weights", "balanced", "--validation", "0")
    #expect(run.status == 0, "\(run.errors)")
    let classifier = try Classifier(contentsOf: playground.path("run/model.safetensors"))
    #expect(classifier.training.options.balancesClasses)
  }

  @Test func interruptionKeepsTheBestModel() throws {
    let playground = try Playground()
    try playground.addPatterns(specimens: 3, images: 2)
    let run = try playground.run(
      "train",
      "patterns",
      "--size",
      "16",
      "--architecture",
      "reference",
      "--epochs",
      "1000000",
      signal: (SIGINT, "epoch 2/")
    )
    #expect(run.status == 0, "\(run.status) \(run.errors)")
    #expect(run.errors.contains("interrupted; the best model"))
    let classifier = try Classifier(contentsOf: playground.path("run/model.safetensors"))
    let history = try CSV.records(playground.bytes("run/history.csv"))
    #expect((3...1000).contains(history.count))
    #expect((1..<history.count).contains(classifier.training.epoch))
    #expect(playground.exists("run/evaluation.json"))
  }

  @Test func mirrorsThatSwapClassesAreWarnedOf() throws {
    let playground = try Playground()
    try playground.addPatterns(classes: ["P4_1", "P4_3"], specimens: 2, images: 1)
    let warned = try playground.train("patterns")
    #expect(warned.errors.contains("warning: the mirror image of a pattern of P4_1 is one of P4_3"))
    let run = try playground.train("patterns", "--overwrite", "--no-mirror")
    #expect(run.status == 0 && !run.errors.contains("mirror image"))
  }

  @Test func effectsAndPercentilesAreChosen() throws {
    let playground = try Playground()
    try playground.addPatterns()
    try playground.write(
      "effects.json",
      "{ // gently\n \"rotation\": [-10, 10], \"poissonCounts\": null }"
    )
    try playground.write("typo.json", "{\"rotatoin\": [-10, 10]}")
    let run = try playground.train(
      "patterns",
      "--augment",
      "effects.json",
      "--percentiles",
      "1",
      "99"
    )
    #expect(run.status == 0, "\(run.errors)")
    #expect(try playground.run("inspect", "run").output.contains("clipped at the percentiles"))
    expectFailure(
      try playground.train("patterns", "--augment", "typo.json", "--overwrite"),
      "rotatoin"
    )
    expectFailure(
      try playground.train("patterns", "--augment", "nothing", "--overwrite"),
      "neither a JSON file nor one of ebsd, spots, none"
    )
    #expect(try playground.train("patterns", "--percentiles", "1", "--overwrite").status == 64)
  }

  @Test func aNetworkIsPrintedAndTakenAsJSON() throws {
    let playground = try Playground()
    try playground.addPatterns()
    let model = try Playground.trained.get().playground.path("run")
    let json = try playground.run("inspect", model, "--json")
    #expect(json.status == 0)
    try playground.write("network.json", json.output)
    let run = try playground.train("patterns", "--architecture", "network.json")
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test func aFormerRunOutlivesATrainingThatFails() throws {
    let playground = try Playground()
    try playground.addPatterns()
    #expect(try playground.train("patterns").status == 0)
    let before = try playground.bytes("run/model.safetensors")
    expectFailure(
      try playground.train("patterns", "--overwrite", "-q", "--learning-rate", "1e30"),
      "the loss is not finite"
    )
    #expect(try playground.bytes("run/model.safetensors") == before)
    #expect(playground.exists("run/evaluation.json"))
  }
}
