import Foundation
import NeuralNetworks
import SymmetryClassification
import Testing

@Suite struct TrainTests {
  @Test func aRunWritesItsFiles() throws {
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

  @Test func progressIsPlainLinesWithoutATerminal() throws {
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

  @Test func quietPrintsNoProgress() throws {
    let playground = try Playground()
    try playground.addPatterns(specimens: 3, images: 1)
    let run = try playground.train("patterns", "-q", "--augment", "none")
    #expect(run.status == 0 && run.output.isEmpty)
    #expect(!run.errors.contains("epoch 1/"))
  }

  @Test func anExistingRunIsKeptUnlessOverwriteIsGiven() throws {
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

  @Test func aSeedDeterminesEveryParameter() throws {
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

  @Test func mirrorsThatSwapClassesCauseAWarning() throws {
    let playground = try Playground()
    try playground.addPatterns(classes: ["P4_1", "P4_3"], specimens: 2, images: 1)
    let warned = try playground.train("patterns")
    #expect(warned.errors.contains("warning: the mirror image of a pattern of P4_1 is one of P4_3"))
    let run = try playground.train("patterns", "--overwrite", "--no-mirror")
    #expect(run.status == 0 && !run.errors.contains("mirror image"))
  }

  @Test func augmentationAndPercentilesCanBeSet() throws {
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

  @Test func aNetworkIsPrintedAndReadAsJSON() throws {
    let playground = try Playground()
    try playground.addPatterns()
    let model = try Playground.trained.get().playground.path("run")
    let json = try playground.run("inspect", model, "--json")
    #expect(json.status == 0)
    try playground.write("network.json", json.output)
    let run = try playground.train("patterns", "--architecture", "network.json")
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test func anEarlierRunSurvivesAFailedTraining() throws {
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
