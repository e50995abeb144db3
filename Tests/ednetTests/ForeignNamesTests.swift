import Foundation
import Testing

/// Names in Latin-1, as an archive packed on another system leaves them.
@Suite struct ForeignNamesTests {
  /// Patterns of three classes, with one name converted to Latin-1.
  private func playground(renaming path: String, to name: String) throws -> Playground {
    let playground = try Playground()
    try playground.addPatterns()
    let renaming = try CommandRun(
      ["-c", "mv \(path) \"$(dirname \(path))\"/$'\(name)'"],
      of: "bash",
      in: playground.root
    )
    #expect(renaming.status == 0)
    return playground
  }

  @Test(arguments: [
    ("patterns/hP", #"hexagonal_pr\xfcf"#, #"hexagonal_pr\xFCf"#),
    ("patterns/cF/s1", #"M\xfcller"#, #"cF/M\xFCller"#),
    ("patterns/cF/s0/0.png", #"Pr\xfcfung.png"#, #"cF/s0/Pr\xFCfung.png"#),
  ]) func trainingRefusesAndClassifyNamesThem(path: String, name: String, shown: String) throws {
    let playground = try playground(renaming: path, to: name)
    let training = try playground.train("patterns", "--output", "run")
    #expect(training.status == 1 && !playground.exists("run/model.safetensors"))
    #expect(training.errors.contains("\(shown): its name is not UTF-8; rename it"), "\(training.errors)")

    let model = try Playground.trained.get().playground.path("run/model.safetensors")
    let answers = try playground.run("classify", "patterns", "--model", model, "--format", "csv", "--quiet")
    #expect(answers.status == 1)
    #expect(answers.output.contains("patterns/\(shown),"))
    #expect(answers.errors.contains("patterns/\(shown): could not open the file or folder: its name is not UTF-8"))
  }

  @Test func skipBadSkipsThemAndSaysSo() throws {
    let playground = try playground(renaming: "patterns/cF/s0/0.png", to: #"Pr\xfcfung.png"#)
    let run = try playground.train("patterns", "--output", "run", "--skip-bad")
    #expect(run.status == 0 && run.errors.contains("1 files that cannot be read were skipped"))
  }

  @Test func aNameOnStandardInputIsAnErrorOfItsOwn() throws {
    let playground = try playground(renaming: "patterns/cF/s0/0.png", to: #"Pr\xfcfung.png"#)
    let model = try Playground.trained.get().playground.path("run/model.safetensors")
    let command = "ls patterns/cF/s0/* | ednet classify - --model '\(model)' --format csv --quiet"
    let run = try CommandRun(["-c", command], of: "bash", in: playground.root)
    #expect(run.outputByLine.count == 4)
    #expect(run.output.contains(#"Pr\xFCfung.png,,,,,,,,could not open the file: its name is not UTF-8; rename it"#))
  }
}
