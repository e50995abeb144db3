import Foundation
import Imaging
import NeuralNetworks
import SymmetryClassification
import TestSupport
import Testing

/// The files that `ednet classify` reads, good and bad.
@Suite struct ClassifyInputTests {
  private func trained() throws -> Playground { try Playground.trained.get().playground }

  @Test func namesComeFromStandardInput() throws {
    let playground = try trained()
    let run = try playground.run(
      "classify",
      "-",
      "--format",
      "json",
      input: "patterns/cF/s0/1.png\r\n\npatterns/cI/s1\npatterns/hP/s0/2.png"
    )
    #expect(run.status == 0)
    #expect(
      try run.classifiedLines.map(\.file) == [
        "patterns/cF/s0/1.png", "patterns/cI/s1/0.png", "patterns/cI/s1/1.png",
        "patterns/cI/s1/2.png", "patterns/hP/s0/2.png",
      ]
    )
    let none = try playground.run("classify", "-", "-q")
    #expect(none.status == 1 && none.errors == "error: no images in -\n")
  }

  @Test(.timeLimit(.minutes(1))) func aPipeWithoutAWriterDoesNotBlock() throws {
    let playground = try Playground()
    let model = try trained().path("run")
    #expect(mkfifo(playground.path("pipe.png"), 0o600) == 0)
    for arguments in [["classify", "pipe.png", "-m", model], ["inspect", "pipe.png"]] {
      let run = try CommandRun(arguments, in: playground.root)
      #expect(run.status == 1)
      #expect(run.errors.contains("pipe.png: cannot be read: not a regular file"))
    }
  }

  @Test(arguments: ["text", "json", "csv"])
  func badFilesDoNotStopTheOthers(format: String) throws {
    let playground = try Playground()
    let model = try trained().path("run")
    try playground.addPatterns("p", specimens: 1, images: 1)
    try playground.write("bad.png", "no image")
    try playground.makeFolder("hollow")
    try playground.write("colour.png", ColorImages.red)
    let run = try playground.run(
      "classify",
      "bad.png",
      "p/cF/s0/0.png",
      "none.png",
      "hollow",
      "p/cI",
      "colour.png",
      "-m",
      model,
      "--format",
      format
    )
    #expect(run.status == 1)
    #expect(run.errorLines.count == 3)
    for name in ["bad.png", "none.png", "hollow"] {
      #expect(run.errors.contains("\nerror: \(name): "), "\(run.errors)")
    }
    #expect(run.errors.contains("colour.png: colour turned into luminance"))
    switch format {
    case "text": #expect(run.outputByLine.count == 3)
    case "csv": #expect(run.outputByLine.count == 7)
    default:
      let lines = try run.classifiedLines
      #expect(lines.map { $0.error == nil } == [false, true, false, false, true, true])
      #expect(
        lines.map(\.file) == [
          "bad.png", "p/cF/s0/0.png", "none.png", "hollow", "p/cI/s0/0.png", "colour.png",
        ]
      )
      #expect(lines[0].prediction == nil && lines[0].probabilities == nil)
    }
  }

  @Test func fileNamesMayBeAnything() throws {
    let playground = try Playground()
    let model = try trained().path("run")
    let names = [
      "-m.png", "%41#?&.png", "UPPER.PNG", "a b.png", "line\nbreak.png", "q\"u'o.png", "γ-铁.png",
      "comma, semi; colon:.png",
    ].sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    for (number, name) in names.enumerated() {
      try playground.addPattern("odd/\(name)", .vertical, number: number)
    }
    try playground.addPattern("odd/.hidden.png", .vertical, number: 90)
    try playground.addPattern("odd/.folder/x.png", .vertical, number: 91)
    let files = names.map { "odd/\($0)" }
    let folder = try playground.run("classify", "odd", "-m", model, "--format", "json", "-q")
    #expect(folder.status == 0, "\(folder.errors)")
    #expect(try folder.classifiedLines.map(\.file) == files)
    let named = try CommandRun(
      ["classify", "-q", "-m", model, "--format", "csv"] + files,
      in: playground.root
    )
    #expect(try CSV.records(Array(named.output.utf8)).dropFirst().map { $0.fields[0] } == files)
    let dashed = try playground.run(
      "classify",
      "-m",
      model,
      "--",
      "-m.png",
      "./odd/-m.png"
    )
    #expect(dashed.status == 1 && dashed.errors.contains("error: -m.png: no such file"))
    #expect(dashed.output.hasPrefix("./odd/-m.png: "))
  }

  @Test func linksAreFollowedButNotInLoops() throws {
    let playground = try Playground()
    let model = try trained().path("run")
    try playground.addPattern("real/deep/1.png", .vertical, number: 1)
    try playground.addPattern("real/folder.png/2.png", .vertical, number: 2)
    let manager = FileManager.default
    for (link, destination) in [("link", "real"), ("real/up", ".."), ("real/gone.png", "nowhere")] {
      try manager.createSymbolicLink(
        atPath: playground.path(link),
        withDestinationPath: destination
      )
    }
    let run = try playground.run("classify", "link", "-m", model, "--format", "json", "-q")
    #expect(run.status == 1 && run.errorLines.count == 1)
    let files = try run.classifiedLines.map(\.file)
    #expect(files.contains("link/deep/1.png") && files.contains("link/folder.png/2.png"))
    #expect(run.errors == "error: link/gone.png: no such file\n")
  }

  @Test func aMissingModelIsAnError() throws {
    let playground = try Playground()
    try playground.addPattern("1.png", .vertical, number: 1)
    let none = try playground.run("classify", "1.png", "--model", "run")
    expectFailure(none, "run", "ednet train", "--model")
    try playground.makeFolder("hollow")
    expectFailure(try playground.run("classify", "1.png", "-m", ""), "name of the model is empty")
    expectUsageError(try playground.run("classify", "1.png", "--model", ""), "The value of --model is empty")
    for name in ["nope.safetensors", "hollow", "1.png"] {
      expectFailure(try playground.run("classify", "1.png", "--model", name), name)
    }
  }

  @Test func damagedModelsAreRejected() throws {
    let playground = try Playground()
    try playground.addPattern("1.png", .vertical, number: 1)
    let good = try trained().bytes("run/model.safetensors")
    let content = try SafeTensors(decoding: good, name: "good")
    func expectRefusal(_ bytes: [UInt8], _ text: String) throws {
      try playground.write("m.safetensors", bytes)
      for arguments in [["classify", "1.png", "-m"], ["evaluate", ".", "-m"], ["inspect"]] {
        let run = try CommandRun(arguments + ["m.safetensors"], in: playground.root)
        expectFailure(run, "m.safetensors: ", text)
      }
    }
    try expectRefusal([], "has 0 bytes")
    try expectRefusal(Array(good.prefix(7)), "has 7 bytes")
    try expectRefusal(Array(good.prefix(good.count / 2)), "truncated")
    try expectRefusal(good + [0], "after its last tensor")
    try expectRefusal([UInt8](repeating: 0xFF, count: 64), "damaged")
    try expectRefusal(
      try SafeTensors(tensors: content.tensors, metadata: ["format": "pt"]).encoded(),
      "not a model of ednet"
    )
    var metadata = content.metadata
    metadata["classes"] = #"["a", "a", "b"]"#
    try expectRefusal(
      try SafeTensors(tensors: content.tensors, metadata: metadata).encoded(),
      "names the class \"a\" twice"
    )
    try expectRefusal(
      try SafeTensors(
        tensors: Array(content.tensors.dropLast()),
        metadata: content.metadata
      ).encoded(),
      "of its network is missing"
    )
  }

  @Test func outputsThatAreNotFiniteAreErrors() throws {
    let playground = try Playground()
    try playground.addPatterns("p", specimens: 1, images: 1)
    var content = try SafeTensors(contentsOf: trained().path("run/model.safetensors"))
    for index in content.tensors.indices {
      content.tensors[index].values = content.tensors[index].values.map { _ in 1e38 }
    }
    try content.write(to: playground.path("huge.safetensors"))
    let run = try playground.run("classify", "p", "-m", "huge.safetensors", "-q")
    #expect(run.status == 1 && run.output.isEmpty && run.errorLines.count == 3)
    #expect(run.errors.contains("not finite"))
    let evaluation = try playground.run("evaluate", "p", "-m", "huge.safetensors", "-q")
    expectFailure(evaluation, "not finite")
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskIsAnError() throws {
    let run = try CommandRun(
      ["classify", "patterns", "-q", "--format", "csv"],
      in: trained().root,
      outputPath: "/dev/full"
    )
    expectFailure(run, "standard output cannot be written")
  }

  @Test func aStaticBackgroundIsAnImageOrTheMean() throws {
    let (playground, _) = try Playground.trained.get()
    let mean = try playground.run("classify", "patterns/cF/s0", "-m", "run", "--static-background", "mean")
    #expect(mean.status == 0 && mean.output.split(separator: "\n").count == 3)
    #expect(mean.errors.contains("the static background is the mean of 3 patterns"))
    let own = try Playground()
    try PNG.write(GrayImage(width: 5, height: 4, filledWith: 9), to: own.path("small.png"))
    let small = try playground.run(
      "classify",
      "patterns/cF/s0/0.png",
      "-m",
      "run",
      "-q",
      "--static-background",
      own.path("small.png")
    )
    #expect(small.status == 1 && small.errors.contains("0.png: cannot be read: static background: 5 × 4 pixels"))
    expectUsageError(
      try playground.run("classify", "-", "-m", "run", "-q", "--static-background", "mean"),
      "--static-background mean needs the names of all images in advance"
    )
  }

  @Test func aHotPixelChangesNoAnswerOfANewModelAndIsSaidOfAnOldOne() throws {
    let playground = try Playground()
    try playground.addPatterns()
    #expect(try playground.train("patterns", "-q").status == 0)
    #expect(try playground.train("patterns", "-q", "--output", "old", "--keep-outliers").status == 0)
    for (number, direction) in StripedPattern.allCases.enumerated() {
      var image = direction.image(size: 20, number: 70 + number)
      try playground.write("scan/\(number)a.png", PNG.encode(image, bitDepth: .sixteen))
      image[9, 7 + number] = 65535
      try playground.write("scan/\(number)b.png", PNG.encode(image, bitDepth: .sixteen))
    }
    let run = try playground.run("classify", "scan", "-m", "run", "-q", "--format", "json")
    let lines = try run.classifiedLines
    #expect(run.errors == "" && lines.count == 2 * StripedPattern.allCases.count)
    for pair in stride(from: 0, to: lines.count, by: 2) {
      #expect(lines[pair].prediction == lines[pair + 1].prediction, "\(lines[pair].file)")
    }
    let old = try playground.run("classify", "scan", "-m", "old", "-q")
    #expect(
      old.errors
        == "warning: 3 of 6 images have hot or dead pixels, which may change the answers of this model; remove "
        + "them with the camera's software, or train a model that replaces them\n"
    )
    #expect(try playground.run("inspect", "scan/0b.png", "-m", "run").output.contains("note: 1 hot or dead pixel\n"))
    #expect(try playground.run("inspect", "run").output.contains("hot and dead pixels replaced by the median"))
    #expect(try !playground.run("inspect", "old").output.contains("hot and dead pixels replaced"))
  }
}
