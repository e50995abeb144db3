import Foundation
import Pipelines
import Testing

@Suite struct PackagedModelTests {
  /// A copy of the command in a folder of its own, with a model where an installation would have it.
  private func installed(_ place: String) throws -> (playground: Playground, program: String) {
    let playground = try Playground()
    try playground.makeFolder("bin")
    let executable = try #require(CommandRun.executable)
    let program = playground.path("bin/ednet")
    try FileManager.default.copyItem(atPath: executable.path, toPath: program)
    let model = playground.path(place)
    try playground.makeFolder((place as NSString).deletingLastPathComponent)
    let trained = try Playground.trained.get().playground
    try FileManager.default.copyItem(
      atPath: trained.path("run/model.safetensors"),
      toPath: model
    )
    try playground.addPattern("x/1.png", .vertical, number: 1)
    return (playground, program)
  }

  private func run(
    _ program: String,
    in folder: String,
    _ environment: [String: String] = [:]
  ) throws -> CommandRun {
    try CommandRun(
      ["-c", "\"\(program)\" classify 1.png"],
      of: "bash",
      in: folder,
      environment: ["EDNET_MODEL": ""].merging(environment) { $1 }
    )
  }

  @Test(arguments: [
    "bin/ednet_ednet.resources/Models/bravais.safetensors",
    "share/ednet/Models/bravais.safetensors",
  ])
  func theModelIsFoundBesideTheCommandAndThroughLinks(place: String) throws {
    let (playground, program) = try installed(place)
    let run = try run(program, in: playground.path("x"))
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains(place) && run.output.hasPrefix("1.png: "))
    try playground.makeFolder("other")
    try FileManager.default.createSymbolicLink(
      atPath: playground.path("other/ednet"),
      withDestinationPath: program
    )
    let linked = try self.run(playground.path("other/ednet"), in: playground.path("x"))
    #expect(linked.status == 0 && linked.output == run.output)
  }

  @Test func theEnvironmentComesBeforeThePackageAndTheCommandLineBeforeBoth() throws {
    let (playground, program) = try installed("share/ednet/Models/bravais.safetensors")
    let missing = try run(program, in: playground.path("x"), ["EDNET_MODEL": "nowhere"])
    expectFailure(
      missing,
      "there is no model at nowhere, the value of the environment variable EDNET_MODEL"
    )
    let trained = try Playground.trained.get().playground
    let named = try run(program, in: playground.path("x"), ["EDNET_MODEL": trained.path("run")])
    #expect(named.status == 0 && named.errors.contains(trained.path("run/model.safetensors")))
    let both = try CommandRun(
      ["-c", "\"\(program)\" classify 1.png --model none"],
      of: "bash",
      in: playground.path("x"),
      environment: ["EDNET_MODEL": trained.path("run")]
    )
    expectFailure(both, "there is no model at none; ")
  }

  @Test func aTrainingInTheCurrentFolderComesBeforeThePackage() throws {
    let (playground, program) = try installed("share/ednet/Models/bravais.safetensors")
    let trained = try Playground.trained.get().playground
    try FileManager.default.createSymbolicLink(
      atPath: playground.path("x/run"),
      withDestinationPath: trained.path("run")
    )
    let own = try run(program, in: playground.path("x"))
    #expect(own.status == 0 && own.errors.contains("model: run/model.safetensors"), "\(own)")
  }

  @Test func withoutAnyModelAllPlacesAreNamed() throws {
    let (playground, program) = try installed("elsewhere/bravais.safetensors")
    let run = try run(program, in: playground.path("x"))
    expectFailure(
      run,
      "there is no model at run/model.safetensors, and none came with this ednet",
      "share/ednet/Models/bravais.safetensors",
      "--model"
    )
  }
}
