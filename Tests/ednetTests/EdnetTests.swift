import Foundation
import SymmetryClassification
import Testing

@Suite struct EdnetTests {
  @Test(arguments: [[], ["train"], ["classify"], ["evaluate"], ["inspect"]])
  func helpTeaches(subcommand: [String]) throws {
    let run = try CommandRun(subcommand + ["--help"])
    #expect(run.status == 0 && run.errors.isEmpty)
    let name = (["ednet"] + subcommand).joined(separator: " ")
    #expect(run.output.contains("USAGE: \(name) "))
    #expect(run.output.contains("\n  ednet \(subcommand.first ?? "train") "))  // an example
    if let subcommand = subcommand.first {
      #expect(try CommandRun(["help", subcommand]).output == run.output)
    }
  }

  @Test func withoutArgumentsThereIsHelp() throws {
    let run = try CommandRun([])
    let help = try CommandRun(["--help"])
    #expect(run.status == 0 && run.output == help.output)
  }

  @Test func theVersionIsToldAlone() throws {
    let run = try CommandRun(["--version"])
    #expect(run.status == 0 && run.output == Version.current + "\n" && run.errors.isEmpty)
  }

  @Test(arguments: [
    ["zork"], ["--zork"], ["train"], ["classify"], ["evaluate"], ["inspect"], ["train", "a", "b"],
    ["classify", "x", "--format", "xml"], ["evaluate", "x", "--by", "colour"],
    ["evaluate", "x", "--part", "half"], ["classify", "x", "--threads", "0"],
    ["classify", "x", "--threads", "100000"], ["help", "zork"],
  ])
  func usageErrorsAreExplained(arguments: [String]) throws {
    expectUsageError(try CommandRun(arguments))
  }

  @Test func completionsAreMade() throws {
    for (shell, text) in [
      ("bash", "complete -"), ("zsh", "#compdef ednet"), ("fish", "complete -c "),
    ] {
      let run = try CommandRun(["--generate-completion-script", shell])
      #expect(run.status == 0 && run.errors.isEmpty)
      for part in [text, "ednet", "classify", "evaluate", "inspect", "train"] {
        #expect(run.output.contains(part), "\(shell): \(part)")
      }
    }
  }
}
