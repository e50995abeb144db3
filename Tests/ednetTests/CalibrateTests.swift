import Foundation
import NeuralNetworks
import SymmetryClassification
import Testing

@Suite struct CalibrateTests {
  @Test func aModelIsWrittenWithNewProbabilities() throws {
    let playground = try Playground.trained.get().playground
    let run = try playground.run("calibrate", "patterns", "--model", "run", "--output", "c.safetensors", "--bfloat16")
    #expect(run.status == 0 && run.output == "model: c.safetensors\n", "\(run.errors)")
    let (old, new) = (
      try Classifier(contentsOf: playground.path("run/model.safetensors")),
      try Classifier(contentsOf: playground.path("c.safetensors"))
    )
    #expect(zip(old.model.parameters, new.model.parameters).allSatisfy { abs($0 - $1) <= abs($0) / 256 })
    #expect(new.calibration != old.calibration && new.card != nil)
    let classified = try playground.run("classify", "patterns", "-m", "c.safetensors", "-q")
    #expect(classified.status == 0)
  }

  @Test func joinedModelsNeedNewProbabilities() throws {
    let playground = try Playground.trained.get().playground
    let run = try playground.run(
      "calibrate",
      "patterns",
      "-m",
      "run",
      "--with",
      "run",
      "--scales-only",
      "-o",
      "j.safetensors"
    )
    #expect(run.status == 64 && run.errors.contains("--scales-only keeps the probabilities, and --with needs new ones"))
    #expect(!playground.exists("j.safetensors"))
  }

  @Test func foldersOfOtherClassesAreErrors() throws {
    let playground = try Playground()
    try playground.addPatterns(classes: ["P4_1", "P4_3"], specimens: 2, images: 1)
    let model = try Playground.trained.get().playground.path("run")
    expectFailure(
      try playground.run("calibrate", "patterns", "-m", model, "-o", "c.safetensors"),
      "the model lacks the class P4_1"
    )
    #expect(!playground.exists("c.safetensors"))
  }

  @Test func scalesAloneLeaveTheRestOfTheFile() throws {
    let playground = try Playground.trained.get().playground
    var content = try SafeTensors(contentsOf: playground.path("run/model.safetensors"))
    // The training has measured scales; a file from before has none.
    #expect(content.metadata.removeValue(forKey: "quantization") != nil)
    try content.write(to: playground.path("old.safetensors"))
    expectFailure(
      try playground.run("classify", "patterns", "-m", "old.safetensors", "--precision", "int8"),
      "old.safetensors: the model has no scales for 8-bit answers; add them with"
    )
    let run = try playground.run(
      "calibrate",
      "patterns",
      "-m",
      "old.safetensors",
      "-o",
      "new.safetensors",
      "--scales-only"
    )
    #expect(run.status == 0, "\(run.errors)")
    var new = try SafeTensors(contentsOf: playground.path("new.safetensors"))
    #expect(new.metadata.removeValue(forKey: "quantization")?.contains("activationMaxima") == true)
    #expect(try new.encoded() == content.encoded())
    func answers(_ precision: String, threads: String = "2") throws -> CommandRun {
      try playground.run(
        "classify",
        "patterns",
        "-m",
        "new.safetensors",
        "-q",
        "--format",
        "csv",
        "--all",
        "--precision",
        precision,
        "--threads",
        threads
      )
    }
    let (floats, integers) = (try answers("float32"), try answers("int8"))
    #expect(floats.status == 0 && integers.status == 0 && floats.output != integers.output)
    #expect(floats.output.split(separator: "\n").count == integers.output.split(separator: "\n").count)
    #expect(try answers("int8", threads: "1").output == integers.output)
    #expect(try playground.run("evaluate", "patterns", "-m", "new.safetensors", "--precision", "int8").status == 0)
  }
}
