import Foundation
import NeuralNetworks
import SymmetryClassification
import Testing

/// The options and folders that `ednet train` reads, good and bad.
@Suite struct TrainInputTests {
  @Test func unwritableOutputIsRejectedBeforeTraining() throws {
    let playground = try Playground()
    try playground.addPatterns(specimens: 2, images: 1)
    try playground.write("file", "x")
    for (place, text) in [
      ("/proc/none", "/proc/none"), ("file", "file is a file"), ("file/run", "file/run"),
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
  func invalidValuesAreRejectedBeforeAnyPatternIsRead(
    arguments: [String],
    text: String
  ) throws {
    expectUsageError(try CommandRun(["train", "/nowhere"] + arguments), text)
  }

  @Test(arguments: [
    ["--threads", "0"], ["--patience=-1"], ["--epochs", "many"], ["--batch-size", "1e3"],
    ["--schedule", "none"], ["--optimizer", "lion"], ["--class-weights", "yes"], ["--zork"],
    ["--epochs", "99999999999999999999"], ["--seed"], ["another"],
  ])
  func invalidArgumentsAreUsageErrors(arguments: [String]) throws {
    expectUsageError(try CommandRun(["train", "/nowhere"] + arguments))
  }

  @Test(arguments: ["nan", "1", "-0.5", "1.5"])
  func fractionsMustLeaveTrainingPatterns(share: String) throws {
    expectUsageError(try CommandRun(["train", "/nowhere", "--validation=\(share)"]), "for validation")
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
      ("nope", "\"nope\" is neither a JSON file nor one of plain, residual, wide-residual, reference"),
      ("patterns", "neither a JSON file"),
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

  @Test func unsuitableFoldersAreRejected() throws {
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

  @Test func runsOfEdnetAmongThePatternsAreNoClasses() throws {
    let playground = try Playground()
    try playground.addPatterns()
    let patterns = playground.path("patterns")
    func run(_ arguments: String...) throws -> CommandRun { try CommandRun(arguments, in: patterns) }
    for output in ["run", "run2"] {
      let training = try CommandRun(
        ["train", ".", "--figures", "--output", output] + Playground.small,
        in: patterns
      )
      #expect(training.status == 0, "\(training.errors)")
      #expect(training.errors.contains("classes: hP (12), cI (12), cF (12)\n36 patterns of 3 classes"))
      let warned = training.errors.contains("warning: runs and figures that ednet wrote are ignored: 1, such as run\n")
      #expect(warned == (output == "run2"))
    }
    #expect(try run("evaluate", ".", "--part", "all", "--figures", "plots").status == 0)
    let ignored = "ednet wrote are ignored: 5, such as run\n"
    let evaluation = try run("evaluate", ".", "--part", "all")
    #expect(evaluation.status == 0 && evaluation.errors.contains("patterns: 36\n"), "\(evaluation.errors)")
    #expect(evaluation.errors.contains(ignored), "\(evaluation.errors)")
    let calibration = try run("calibrate", ".", "--output", "new.safetensors")
    #expect(calibration.status == 0 && calibration.errors.contains("36 patterns calibrate"), "\(calibration.errors)")
    #expect(calibration.errors.contains(ignored), "\(calibration.errors)")
    let answers = try run("classify", ".", "--format", "csv")
    #expect(answers.status == 0 && answers.outputByLine.count == 37, "\(answers.output)")
    #expect(answers.errors.contains(ignored), "\(answers.errors)")
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

  @Test func duplicatesInTwoPartsAreRejected() throws {
    let playground = try Playground()
    try playground.addPatterns("hand/train", specimens: 1, images: 2)
    try playground.addPatterns("hand/val", specimens: 1, images: 1)
    expectFailure(try playground.train("hand"), lines: 3, "same image is in two parts")
    let run = try playground.train("hand", "--allow-duplicates")
    #expect(run.status == 0 && run.errors.contains("warning: 3 images are in two parts"))
  }
}
