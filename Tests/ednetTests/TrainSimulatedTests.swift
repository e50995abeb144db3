import Files
import Foundation
import NeuralNetworks
import SymmetryClassification
import TestSupport
import Testing

@Suite struct TrainSimulatedTests {
  private static let samples = Project.structures.path
  private static let structures = ["cF/nickel", "cF/diamond", "tP/rutile", "tP/titanium-copper"]
    .map { "\(samples)/\($0).cif" }
  /// Coarse master patterns and a small network, for a debug build.
  private static let small = [
    "--master-size", "21", "--size", "16", "--architecture", "reference", "--map-weight", "0",
    "--patterns-per-epoch", "48", "--validation-patterns", "3", "--batch-size", "16",
    "--hold-out", "0.5", "--cache", "cache",
  ]

  private func trainSimulated(
    _ playground: Playground,
    _ arguments: String...,
    signal: (number: Int32, after: String)? = nil
  ) throws -> CommandRun {
    try trainSimulated(playground, arguments, signal: signal)
  }

  private func trainSimulated(
    _ playground: Playground,
    _ arguments: [String],
    signal: (number: Int32, after: String)? = nil
  ) throws -> CommandRun {
    try CommandRun(
      ["train-simulated"] + Self.structures + Self.small + arguments,
      in: playground.root,
      timeout: 120,
      signal: signal
    )
  }

  private func parameters(_ playground: Playground, _ run: String) throws -> [Float] {
    try Classifier(contentsOf: playground.path(run + "/model.safetensors")).model.parameters
  }

  private func lines(_ playground: Playground, _ file: String) throws -> [Substring] {
    try String(contentsOfFile: playground.path(file), encoding: .utf8).split(separator: "\n")
  }

  @Test func aModelComesOutThatClassifiesAndSaysWhatWasHeldOut() throws {
    let playground = try Playground()
    let run = try trainSimulated(playground, "--epochs", "2")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("6 patterns of 2 held-out structures"))
    let structures = try lines(playground, "run/structures.csv")
    #expect(structures.count == 5 && structures.filter { $0.hasSuffix("held-out") }.count == 2)
    #expect(try lines(playground, "run/history.csv").count == 3)
    let evaluation = try Data(contentsOf: URL(filePath: playground.path("run/evaluation.json")))
    #expect(try JSONSerialization.jsonObject(with: evaluation) is [String: Any])
    let classifier = try Classifier(contentsOf: playground.path("run/model.safetensors"))
    #expect(classifier.classes == ["tP", "cF"] && classifier.training.splitBySpecimen)
    #expect(classifier.training.trainingPatterns % 48 == 0)
    // Another run is not written over.
    expectFailure(try trainSimulated(playground, "--epochs", "1"), "already holds a run")
  }

  @Test func aTrainingBeginsWithAModel() throws {
    let playground = try Playground()
    #expect(try trainSimulated(playground, "--epochs", "2", "--output", "former").status == 0)
    let small = ["--learning-rate", "1e-9", "--averaging", "0", "--output"]
    func goesOn(_ arguments: String...) throws -> CommandRun {
      try trainSimulated(playground, ["--epochs", "1"] + small + arguments)
    }
    let run = try goesOn("later", "--start", "former", "--seed", "9")
    #expect(run.status == 0, "\(run.errors)")
    let (former, later) = (
      try parameters(playground, "former"), try parameters(playground, "later")
    )
    #expect(zip(former, later).allSatisfy { abs($0 - $1) < 1e-4 })
    let classifier = try Classifier(contentsOf: playground.path("later/model.safetensors"))
    #expect(classifier.training.trainingPatterns == 3 * 48)
    // Another network, other classes, no model.
    expectFailure(
      try goesOn("other", "--start", "former", "--architecture", "plain"),
      "has another network than plain"
    )
    expectFailure(
      try goesOn("other", "--start", "former", "--label", "crystal-system"),
      "start from a model of the same classes"
    )
    expectFailure(try goesOn("other", "--start", "nothing"), "there is no model at nothing")
  }

  @Test func crystalsThatAreMadeInTrainingGiveTheSameBitsAfterAResumptionOnAnyNumberOfThreads() throws {
    let playground = try Playground()
    let options = ["--epochs", "3", "--minimum-spacing", "1.1", "--output"]
    let fresh = ["--fresh-masters", "1"] + options
    #expect(try trainSimulated(playground, options + ["without"]).status == 0)
    #expect(try trainSimulated(playground, fresh + ["whole", "--threads", "2"]).status == 0)
    let killed = try trainSimulated(playground, fresh + ["killed", "--threads", "1"], signal: (SIGKILL, "epoch 2/3"))
    #expect(killed.status == -SIGKILL)
    let rest = try trainSimulated(playground, fresh + ["killed", "--threads", "1", "--resume"])
    #expect(rest.status == 0, "\(rest.errors)")
    let whole = try parameters(playground, "whole")
    #expect(try parameters(playground, "killed") == whole)
    #expect(try parameters(playground, "without") != whole)
  }

  @Test func aKilledRunResumesToTheSameBits() throws {
    let playground = try Playground()
    #expect(try trainSimulated(playground, "--epochs", "4", "--output", "whole").status == 0)
    let killed = try trainSimulated(
      playground,
      "--epochs",
      "4",
      "--output",
      "killed",
      signal: (SIGKILL, "epoch 2/4")
    )
    #expect(killed.status == -SIGKILL)
    let rest = try trainSimulated(playground, "--epochs", "4", "--output", "killed", "--resume")
    #expect(rest.status == 0, "\(rest.errors)")
    #expect(!rest.errors.contains("epoch 1/4"), "it begins where it was")
    #expect(try parameters(playground, "killed") == parameters(playground, "whole"))
    func losses(_ run: String) throws -> [String] {
      try lines(playground, run + "/history.csv").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)[..<6].joined(separator: ",")
      }
    }
    #expect(try losses("killed") == losses("whole"))
    // A finished run may be made longer, and says where other options begin.
    let longer = try trainSimulated(
      playground,
      "--epochs",
      "5",
      "--output",
      "killed",
      "--resume",
      "--learning-rate",
      "0.001"
    )
    #expect(
      longer.status == 0 && longer.errors.contains("resumed with --learning-rate 0.001 instead of")
    )
    #expect(try lines(playground, "killed/history.csv").count == 6)
    // The parameters of another network cannot be taken over.
    let model = try playground.bytes("killed/model.safetensors")
    expectFailure(
      try trainSimulated(
        playground,
        "--epochs",
        "5",
        "--output",
        "killed",
        "--resume",
        "--architecture",
        "plain",
        "-q"
      ),
      "cannot be resumed with --architecture plain instead of reference"
    )
    #expect(try playground.bytes("killed/model.safetensors") == model)
    // Nor may two trainings write into one folder.
    let lock = try #require(try FolderLock(playground.path("killed")))
    expectFailure(
      try trainSimulated(playground, "--epochs", "6", "--output", "killed", "--resume", "-q"),
      "another training is writing to killed"
    )
    withExtendedLifetime(lock) {}
  }

  @Test func structuresCanBeLeftOutAndLimited() throws {
    let playground = try Playground()
    try playground.write("names.txt", Array("rutile\ndiamond\n".utf8))
    let run = try trainSimulated(
      playground,
      "--epochs",
      "1",
      "--exclude",
      "names.txt",
      "--hold-out",
      "0"
    )
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("new patterns of the training structures"))
    let structures = try lines(playground, "run/structures.csv").dropFirst()
    #expect(Set(structures.map { $0.split(separator: ",")[1] }) == ["nickel", "titanium-copper"])
    let limited = try trainSimulated(
      playground,
      "--epochs",
      "1",
      "--limit",
      "2",
      "--hold-out",
      "0",
      "--output",
      "limited"
    )
    #expect(limited.status == 0, "\(limited.errors)")
    #expect(try lines(playground, "limited/structures.csv").count == 3)
  }

  @Test func mastersAreSimulatedOnceAndKept() throws {
    let playground = try Playground()
    // A master pattern and its description: of each structure, and of a virtual crystal of those that are learnt and
    // whose cells are not too large.
    for (more, count) in [(["--largest-virtual", "1"], 4), ([], 6)] {
      let prepared = try CommandRun(
        ["train-simulated"] + Self.structures + Self.small + [
          "--prepare", "--virtual-masters", "1",
        ]
          + more,
        in: playground.root,
        timeout: 120
      )
      #expect(prepared.status == 0, "\(prepared.errors)")
      #expect(!FileManager.default.fileExists(atPath: playground.path("run")))
      let kept = try FileManager.default.contentsOfDirectory(atPath: playground.path("cache"))
      #expect(kept.filter { $0.hasSuffix(".png") }.count == count)
    }
  }

  @Test func invalidInputIsOneSentence() throws {
    let playground = try Playground()
    expectFailure(
      try trainSimulated(playground, "--resume", "--epochs", "1"),
      "there is no run to resume"
    )
    expectFailure(
      try trainSimulated(playground, "--exclude", "missing.txt", "--epochs", "1"),
      "missing.txt: cannot be read as a text file of names"
    )
    let nothing = try playground.run("train-simulated", "nowhere")
    expectFailure(nothing, "no such file or folder of structures")
    for wrong in [
      ["--hold-out", "1"], ["--size", "2"], ["--epochs", "0"], ["--averaging", "2"],
      ["--two-beam-share", "1.5"], ["--master-size", "20"], ["--map-weight", "-1"],
      ["--small-cells", "-1"], ["--largest-virtual", "0"],
    ] {
      let run = try CommandRun(
        ["train-simulated", Self.structures[0]] + wrong,
        in: playground.root
      )
      #expect(run.status == 64 && run.errors.hasPrefix("error: "), "\(wrong) \(run)")
    }
  }
}
