import Foundation
import SymmetryClassification
import TestSupport
import Testing

@Suite struct ExportTests {
  @Test func aModelIsWrittenAsONNX() throws {
    let playground = try Playground.trained.get().playground
    let run = try playground.run("export", "run/model.safetensors", "exported.onnx")
    #expect(run.status == 0 && run.output == "model: exported.onnx\n", "\(run.errors)")
    #expect(run.errors.contains("ONNX operator set 17, outputs: probabilities, is_pattern"))
    // Field 1, the version of the format, then field 2, the name of this program.
    let bytes = try playground.bytes("exported.onnx")
    #expect(Array(bytes.prefix(9)) == [0x08, 0x08, 0x12, 0x05] + Array("ednet".utf8))
    let other = try playground.run("export", "--model", "run", "other.onnx", "--quiet")
    #expect(other.status == 0 && other.errors.isEmpty)
    #expect(try playground.bytes("other.onnx") == bytes)
  }

  @Test func packagedModelsHaveTheirNames() throws {
    let playground = try Playground()
    for arguments in [["fast", "a.onnx"], ["--model", "fast", "b.onnx"]] {
      let run = try CommandRun(["export"] + arguments, in: playground.root)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errors.contains("out_of_distribution_score"))
    }
    #expect(try playground.bytes("a.onnx") == playground.bytes("b.onnx"))
  }

  @Test func theCommandLineIsChecked() throws {
    let playground = try Playground()
    func expectUsageError(_ arguments: [String], _ text: String) throws {
      let run = try CommandRun(["export"] + arguments, in: playground.root)
      #expect(run.status == 64 && run.errors.contains(text), "\(run)")
    }
    try expectUsageError(["fast", "fast.safetensors"], "The file to write must end in .onnx, unlike fast.safetensors.")
    try expectUsageError(["fast"], "The file to write must end in .onnx, unlike fast.")
    try expectUsageError(["fast", "a.onnx", "--model", "bravais"], "Name the model once: fast or --model bravais.")
    try expectUsageError(["a", "b", "c.onnx"], "Name the model and the .onnx file to write, or --model and the file.")
    #expect(try FileManager.default.contentsOfDirectory(atPath: playground.root).isEmpty)
  }

  @Test func failuresLeaveTheOldFile() throws {
    let playground = try Playground()
    try playground.write("old.onnx", "old")
    expectFailure(
      try playground.run("export", "missing.safetensors", "old.onnx"),
      "there is no model at missing.safetensors"
    )
    try playground.write("broken.safetensors", "no model")
    expectFailure(try playground.run("export", "broken.safetensors", "old.onnx"), "broken.safetensors")
    #expect(try playground.text("old.onnx") == "old")
    expectFailure(
      try playground.run("export", "fast", "folder/new.onnx", "--quiet"),
      "folder/new.onnx: could not create a temporary file"
    )
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: playground.root).sorted() == [
        "broken.safetensors", "old.onnx",
      ]
    )
  }

  /// A Python with numpy, onnx, onnxruntime, pillow and safetensors.
  private static let python = ProcessInfo.processInfo.environment["EDNET_ONNX_PYTHON"]

  @Test(.enabled(if: python != nil)) func onnxRuntimeGivesTheSameProbabilities() throws {
    let script = Project.root.appending(path: "Benchmarks/peers/onnx_export.py").path
    let run = try CommandRun(
      ["-c", "\(Self.python ?? "") \(script) --ednet \"$(command -v ednet)\""],
      of: "bash",
      timeout: 900
    )
    #expect(run.status == 0, "\(run.output) \(run.errors)")
  }

  @Test(.enabled(if: python != nil)) func theCodeOfThePageOnPythonRuns() throws {
    let playground = try Playground()
    let page = try String(contentsOf: Project.root.appending(path: "Documentation/FromPython.md"), encoding: .utf8)
    let (trained, samples) = (try Playground.trained.get().playground, Project.root.appending(path: "Samples").path)
    try FileManager.default.copyItem(atPath: trained.path("run"), toPath: playground.path("run"))
    func blocks(_ language: String) -> [String] {
      page.components(separatedBy: "```\(language)\n").dropFirst().map { $0.components(separatedBy: "```").first ?? "" }
    }
    let (shell, python) = (blocks("sh"), blocks("python"))
    #expect(shell.count >= 2 && python.count >= 3)
    try playground.write("page.py", python.joined(separator: "\n"))
    let commands = shell.joined(separator: "\n").split(separator: "\n").filter { !$0.hasPrefix("pip ") }
      .joined(separator: "\n").replacing("../Samples", with: samples)
    let run = try CommandRun(
      ["-e", "-c", "\(commands)\n\(Self.python ?? "") page.py"],
      of: "bash",
      in: playground.root,
      timeout: 300
    )
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("cF"))
  }
}
