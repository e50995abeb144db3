import Foundation
import Imaging
import TestSupport
import Testing

/// TIFF, BMP and JPEG files in every command.
@Suite struct ImageFilesCommandTests {
  private func trained() throws -> Playground { try Playground.trained.get().playground }

  private func fixture(_ name: String) throws -> [UInt8] {
    let file = Project.fixtures(of: "ImagingTests").appending(path: "formats").appending(path: name)
    return [UInt8](try Data(contentsOf: file))
  }

  @Test func trainingAndEvaluationTakeEveryFormatAndAllImagesOfAFile() throws {
    let playground = try Playground()
    for (index, name) in ["a", "b"].enumerated() {
      for specimen in 0..<4 {
        // One file of each kind; the patterns of the classes differ by their order.
        let files = ["pages-16.tif", "gray-8.bmp", "gray.jpg", "float-32.tif"]
        let file = files[(specimen + index) % files.count]
        try playground.write("patterns/\(name)/s\(specimen)/\(file)", try fixture(file))
      }
    }
    let run = try playground.train("patterns", "--validation", "0.25", "--seed", "3", "--allow-duplicates")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.components(separatedBy: "compressed with loss").count == 2, "\(run.errors)")
    #expect(run.errors.contains("2 of 12 images: compressed with loss"))
    let evaluation = try playground.run("evaluate", "patterns", "-m", "run", "--part", "all")
    #expect(
      evaluation.status == 0 && evaluation.output.contains("count                            12 "),
      "\(evaluation)"
    )
  }

  @Test func everyImageOfAFileIsClassified() throws {
    let playground = try Playground()
    let model = try trained().path("run")
    try playground.write("scan/pages.tif", try fixture("pages-16.tif"))
    try playground.write("scan/z.bmp", try fixture("gray-8.bmp"))
    let run = try playground.run("classify", "scan", "-m", model, "--format", "json")
    #expect(run.status == 0, "\(run.errors)")
    let names = (0..<3).map { "scan/pages.tif[\($0)]" }
    #expect(try run.classifiedLines.map(\.file) == names + ["scan/z.bmp"])
    let one = try playground.run("classify", "scan/pages.tif[1]", "-m", model, "--format", "json")
    #expect(one.outputByLine == [run.outputByLine[1]])
    let missing = try playground.run("classify", "scan/pages.tif[3]", "-m", model)
    #expect(missing.status == 1 && missing.errors.contains("scan/pages.tif: cannot be read: it has 3 images and none"))
    let map = try playground.run(
      "classify",
      "scan/pages.tif",
      "-m",
      model,
      "--map",
      "map.png",
      "--rows",
      "1",
      "--columns",
      "3"
    )
    #expect(map.status == 0 && playground.exists("map.png"), "\(map.errors)")
    let mean = try playground.run("classify", "scan/pages.tif", "-m", model, "--static-background", "mean")
    #expect(mean.errors.contains("the mean of 3 patterns"), "\(mean.errors)")
  }

  @Test func lossIsNotedOnceForAllFiles() throws {
    let playground = try Playground()
    let model = try trained().path("run")
    for number in 0..<3 { try playground.write("scan/\(number).jpg", try fixture("gray.jpg")) }
    let run = try playground.run("classify", "scan", "-m", model)
    let note = "3 of 3 images, such as scan/0.jpg: compressed with loss, which changes fine structure"
    #expect(
      run.errors.split(separator: "\n").filter { $0.contains("loss") }.map(String.init) == [note],
      "\(run.errors)"
    )
    #expect(try !playground.run("classify", "scan", "-m", model, "-q").errors.contains("loss"))
  }

  @Test func inspectAndExplainNameTheImagesOfAFile() throws {
    let playground = try Playground()
    let model = try trained().path("run")
    try playground.write("pages.tif", try fixture("pages-16.tif"))
    let whole = try playground.run("inspect", "pages.tif", "-m", model)
    #expect(whole.output.hasPrefix("pages.tif: 3 images; the first follows, and pages.tif[2] is the last\n"))
    #expect(whole.output.contains("pages.tif[0]: TIFF, 7×5 pixels, 16 bit"), "\(whole)")
    let last = try playground.run("inspect", "pages.tif[2]", "-m", model)
    #expect(last.output.hasPrefix("pages.tif[2]: TIFF"))
    let explained = try playground.run("explain", "pages.tif[1]", "-m", model, "-o", "x.png")
    #expect(explained.output.hasPrefix("pages.tif[1]: ") && playground.exists("x.png"), "\(explained)")
    let unclear = try playground.run("explain", "pages.tif", "-m", model, "-o", "y.png")
    #expect(unclear.status == 1 && unclear.errors.contains("it holds 3 images; name one, as in pages.tif[0]"))
  }

  @Test(arguments: ["gray-16-lzw.tif", "gray.jpg", "gray-8.bmp", "gray-16-tiles.tif"])
  func damagedFilesGiveOneSentence(name: String) throws {
    let playground = try Playground()
    try playground.write(name, Array(try fixture(name).dropLast(60)))
    let run = try playground.run("inspect", name)
    #expect(run.status == 1 && run.errorLines.count == 1, "\(run)")
    #expect(run.errors.hasPrefix("error: \(name): truncated ") || run.errors.hasPrefix("error: \(name): damaged: "))
    #expect(run.output.isEmpty)
  }
}
