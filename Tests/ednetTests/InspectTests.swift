import Foundation
import Imaging
import SymmetryClassification
import TestSupport
import Testing

@Suite struct InspectTests {
  private func trained() throws -> Playground { try Playground.trained.get().playground }

  @Test func aModelTellsWhatItIs() throws {
    let playground = try trained()
    let run = try playground.run("inspect", "run/model.safetensors")
    #expect(run.status == 0 && run.errors.isEmpty)
    for text in [
      "run/model.safetensors: a model of ednet \(Version.current)",
      "3 classes, each a Bravais lattice",
      "hP, cI, cF", "trained on 18 patterns", "no specimen is in both sets", "16×16 pixels",
      "divided by the background", "Conv2D(filters: 16", "Dense(units: 3)",
      "calibrated by a temperature of", "on 9 patterns of 3 specimens",
      "Training data: 18 patterns",
      "Evaluated on 9 test patterns", "accuracy of lattice systems",
    ] { #expect(run.output.contains(text), "\(text)") }
    #expect(try playground.run("inspect", "run").output == run.output)
    #expect(try playground.run("inspect", "run/").status == 0)
  }

  @Test func anImageTellsHowItIsRead() throws {
    let playground = try Playground()
    let model = try trained().path("run")
    try playground.write("colour.png", ColorImages.red)
    try playground.write("clear.png", ColorImages.translucentGray)
    try playground.write(
      "deep.png",
      PNG.encode(
        GrayImage(width: 3, height: 2, pixels: [0, 1, 2, 300, 1000, 65535]),
        bitDepth: .sixteen
      )
    )
    let run = try playground.run("inspect", "deep.png", "colour.png", "clear.png")
    #expect(run.status == 0)
    for text in [
      "deep.png: PNG, 3×2 pixels, 16 bit", "intensities 0 to 65535", "colour turned into luminance",
      "transparency ignored", "all pixels are equal",
    ] { #expect(run.output.contains(text), "\(text)") }
    let seen = try playground.run("inspect", "deep.png", "-m", model, "-o", "seen.png")
    #expect(seen.status == 0 && seen.output.contains("padded to a square"))
    let image = try PNG.read(playground.path("seen.png")).image
    #expect(image.width == 512 && image.height == 512)
    #expect(image.pixels.min() == 0 && image.pixels.max() == 255)
  }

  @Test func whatCannotBeShownIsAnError() throws {
    let playground = try Playground()
    let model = try trained().path("run")
    try playground.addPattern("1.png", .vertical, number: 1)
    try playground.write("text.png", "no image")
    try playground.write("text.txt", "no image")
    try playground.makeFolder("hollow")
    for name in ["text.png", "text.txt", "none.png", "none.safetensors", "-.safetensors", "hollow"] {
      expectFailure(try playground.run("inspect", "--", name), name)
    }
    expectFailure(try playground.run("inspect", "1.png", "-o", "x.png"), "--model")
    expectFailure(try playground.run("inspect", "1.png", "-m", "none"), "none")
    expectFailure(try playground.run("inspect", model, "-o", "x.png"), "is a model")
    expectFailure(
      try playground.run("inspect", "1.png", "-m", model, "-o", "/proc/n/x.png"),
      "/proc/n/x.png"
    )
    #expect(
      try playground.run("inspect", "1.png", "1.png", "-m", model, "-o", "x.png").status == 64
    )
    #expect(!playground.exists("x.png"))
  }
}
