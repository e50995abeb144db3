import Imaging
import Testing

@Suite struct ExplainTests {
  @Test func aPictureOfThePatternAndWhatSpeaksForItsAnswer() throws {
    let (playground, _) = try Playground.trained.get()
    let own = try Playground()
    for (name, start) in [("a.png", "\u{89}PNG"), ("b.svg", "<?xml"), ("c.pdf", "%PDF")] {
      let run = try playground.run(
        "explain",
        "patterns/cF/s0/0.png",
        "-m",
        "run",
        "-o",
        own.path(name)
      )
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains(/^patterns\/cF\/s0\/0\.png: \w\w \d+\.\d %.* explained in/))
      let bytes = try own.bytes(name)
      #expect(bytes.starts(with: Array(start.unicodeScalars.map { UInt8($0.value) })))
    }
    let other = try playground.run(
      "explain",
      "patterns/cF/s0/0.png",
      "-m",
      "run",
      "-o",
      own.path("d.png"),
      "--class",
      "hP",
      "-q"
    )
    #expect(other.status == 0 && other.errors.isEmpty && other.output.contains("hP explained"))
    // The left half is the pattern, the same for both classes.
    let (a, d) = (try PNG.read(own.path("a.png")).image, try PNG.read(own.path("d.png")).image)
    #expect(a.width == d.width && a.height == d.height)
    let row = a.height / 2
    #expect((50..<a.width / 2 - 50).allSatisfy { a[row, $0] == d[row, $0] })
  }

  @Test func whatCannotBeExplainedIsOneSentence() throws {
    let (playground, _) = try Playground.trained.get()
    let image = "patterns/cF/s0/0.png"
    expectUsageError(
      try playground.run("explain", image, "-m", "run", "-o", "x.jpg"),
      "x.jpg: the name of a figure must end in one of .png, .svg, .pdf"
    )
    expectFailure(
      try playground.run("explain", image, "-m", "run", "--class", "xx", "-q"),
      "the model has no class \"xx\", only"
    )
    expectFailure(
      try playground.run("explain", image, "-m", "run", "--class", "fcc", "-q"),
      "the model has no class \"fcc\", only hP, cI, cF; did you mean cF?"
    )
    expectFailure(try playground.run("explain", "none.png", "-m", "run", "-q"), "none.png")
    expectFailure(
      try playground.run("explain", image, "-m", "run", "-o", "no/where/x.png", "-q"),
      "no/where/x.png cannot be written"
    )
  }

  @Test func aFolderIsNoPattern() throws {
    let (playground, _) = try Playground.trained.get()
    expectFailure(
      try playground.run("explain", "patterns", "-m", "run"),
      "patterns is a folder; name one of the images in it"
    )
  }

  @Test func aStaticBackgroundIsDividedOut() throws {
    let (playground, _) = try Playground.trained.get()
    let image = "patterns/cF/s0/0.png"
    let plain = try playground.run("explain", image, "-m", "run", "-o", "s.png", "-q")
    let mean = try playground.run("explain", image, "-m", "run", "-o", "s.png", "--static-background", "mean")
    #expect(mean.status == 0 && mean.output != plain.output)
    #expect(mean.errors.contains("the static background is the mean of 3 patterns; below 50 it holds bands"))
    expectFailure(
      try playground.run("explain", image, "-m", "run", "--static-background", "none.png", "-q"),
      "none.png: no such file"
    )
  }
}
