import Foundation
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
}
