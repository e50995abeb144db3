import Foundation
import TestSupport
import Testing

/// The samples, built with the tests and run.
@Suite struct SamplesTests {
  @Test func regressionLearns() throws {
    let run = try CommandRun([], of: "regression-mlp", timeout: 300)
    #expect(run.status == 0, "\(run.errors)")
    let last = try #require(run.outputByLine.last { $0.hasPrefix("test: R² ") })
    let r2 = try #require(Double(last.dropFirst("test: R² ".count)))
    // The noise alone leaves 1 − 1/25; a constant has 0.
    #expect(r2 > 0.8 && r2 < 0.97)
  }

  @Test func patternCNNTrainsOnDrawnPatterns() throws {
    let playground = try Playground()
    let drawn = try CommandRun(
      ["drawn", "--specimens", "2", "--patterns", "2", "--size", "32"],
      of: "draw-patterns",
      in: playground.root
    )
    #expect(drawn.status == 0, "\(drawn.errors)")
    #expect(drawn.output.contains("20 patterns of 5 Bravais lattices"))
    let run = try CommandRun(["drawn"], of: "pattern-cnn", in: playground.root, timeout: 300)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("epoch 15: loss"))
    #expect(run.output.contains("accuracy of specimens"))
  }

  @Test func trainAndClassifyDoesBoth() throws {
    let playground = try Playground()
    let drawn = try CommandRun(
      ["drawn", "--specimens", "2", "--patterns", "2", "--size", "32"],
      of: "draw-patterns",
      in: playground.root
    )
    #expect(drawn.status == 0, "\(drawn.errors)")
    let run = try CommandRun(
      ["drawn", "drawn/cF/specimen-1/1.png"],
      of: "train-and-classify",
      in: playground.root,
      timeout: 300
    )
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("accuracy of specimens"))
    let answer = try #require(run.outputByLine.last)
    #expect(["cF", "cI", "cP", "hP", "tI", "unkn", "not "].contains { answer.hasPrefix($0) })
    #expect(playground.exists("run/report.html"))
  }

  @Test(arguments: ["README.md", "Sources/Pipelines/Pipelines.docc/Pipelines.md"])
  func documentationShowsTrainAndClassify(page: String) throws {
    let sample = Project.root.appending(path: "Samples/TrainAndClassify/main.swift").path
    #expect(try MarkdownCode(page).holds("TrainingPipeline", in: sample))
  }

  @Test func patternCNNSaysHowItIsUsed() throws {
    let run = try CommandRun([], of: "pattern-cnn")
    #expect(run.status == 64)
    #expect(run.output.hasPrefix("usage: pattern-cnn"))
  }
}
