import Foundation
import TestSupport
import Testing

/// The tour of the README, then the commands of the user guide, on fewer and smaller patterns.
@Suite struct ReadmeTests {
  private static let readme = Project.root.appending(path: "README.md")
  private static let guide = Project.root.appending(path: "Documentation/UserGuide.md")

  /// The lines of all shell blocks of a section.
  private func commands(ofSection title: String) throws -> [String] {
    let text = try String(contentsOf: Self.readme, encoding: .utf8)
    let section = text.components(separatedBy: "\n## ").first { $0.hasPrefix(title) }
    return commands(of: try #require(section))
  }

  /// The lines of all shell blocks of a text.
  private func commands(of text: String) -> [String] {
    text.components(separatedBy: "```sh\n").dropFirst().flatMap { block in
      (block.components(separatedBy: "```").first ?? "").split(separator: "\n").map(String.init)
    }
  }

  @Test func theTourAndTheUserGuideRunWordForWord() throws {
    let playground = try Playground()
    let guide = try String(contentsOf: Self.guide, encoding: .utf8)
    let commands = try commands(ofSection: "A tour in five minutes") + commands(of: guide)
    let build = ["swift build", "export PATH"]
    let script = commands.filter { line in !build.contains { line.hasPrefix($0) } }
      .map { line in
        // Smaller work, for a debug build; the words of the README stay.
        line.hasPrefix("draw-patterns")
          ? line + " --specimens 3 --patterns 3 --size 24"
          : line.hasPrefix("ednet train")
            ? line + " --size 16 --epochs 1"
            : line.hasPrefix("ednet simulate") ? line + " --size 24 --master-size 31" : line
      }
      .map {
        $0.replacing("--rows 4 --columns 25", with: "--rows 3 --columns 3")
          .replacing("../Samples", with: Self.readme.deletingLastPathComponent().path + "/Samples")
      }
    #expect(script.count >= 18)
    let run = try CommandRun(
      ["-e", "-c", script.joined(separator: "\n")],
      of: "bash",
      in: playground.root,
      environment: ["XDG_CACHE_HOME": playground.path("cache")]
    )
    #expect(run.status == 0, "\(run.errors)")
    for file in [
      "model.safetensors", "history.csv", "split.csv", "evaluation.json", "confusion.csv",
      "report.html", "config.json",
    ] {
      #expect(
        FileManager.default.fileExists(atPath: "\(playground.root)/tour/run/\(file)"),
        "\(file)"
      )
    }
    for file in [
      "seen.png", "explained.png", "map.png", "unseen.html", "unseen.pdf",
      "slow/figures/curves.svg",
      "molybdenum/cI/molybdenum/0004.png", "spots/cI/molybdenum/0004.png",
    ] {
      #expect(FileManager.default.fileExists(atPath: "\(playground.root)/tour/\(file)"), "\(file)")
    }
  }

  @Test func theScriptsOfTheTwoCommandsAreThere() throws {
    let root = Self.readme.deletingLastPathComponent()
    for line in try commands(ofSection: "Two commands") {
      let script = String(line.split(separator: " ")[0])
      #expect(FileManager.default.isExecutableFile(atPath: root.appending(path: script).path))
    }
  }
}
